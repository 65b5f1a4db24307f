import type { ReactNode } from 'react';
import './detail-page.css';

/** Who it is about on the left, what happened in the middle, what to do on the right. */
export function DetailPage({ who, what, todo }: { who: ReactNode; what: ReactNode; todo: ReactNode }) {
  return (
    <div className="detail">
      <div className="detail-who">{who}</div>
      <div className="detail-what">{what}</div>
      <div className="detail-todo">{todo}</div>
    </div>
  );
}
