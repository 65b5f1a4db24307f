import type { ReactNode } from 'react';

/** A page, or a part of it, that has nothing to show: what happened, what to do, and the button for it. */
export function Notice({ title, text, detail, action, children, test }: {
  title: string; text?: ReactNode; detail?: string; action?: { name: string; act: () => void }; children?: ReactNode; test?: string;
}) {
  return (
    <div className="notice" role="status" data-testid={test}>
      <p className="notice-title">{title}</p>
      {text && <p className="notice-text">{text}</p>}
      {children}
      {detail && <p className="notice-detail">{detail}</p>}
      {action && <button type="button" className="button primary" onClick={action.act}>{action.name}</button>}
    </div>
  );
}
