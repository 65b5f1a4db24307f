import type { ReactNode } from 'react';
import type { CallError } from '../api';
import { sentenceOf, useWords } from '../words';

export function Empty({ title, why, children }: { title: string; why?: string; children?: ReactNode }) {
  return <div className="empty" role="status"><h4>{title}</h4>{why && <p>{why}</p>}{children}</div>;
}

/** A list that could not be read: the sentence, and a way on. */
export function Failed({ error, onRetry }: { error: CallError; onRetry: () => void }) {
  const words = useWords();
  return (
    <div className="empty" role="alert">
      <p>{sentenceOf(error, words)}</p>
      <button className="button" onClick={onRetry}>{words.phone.retry}</button>
    </div>
  );
}

export function Wrong({ error }: { error: CallError | undefined }) {
  const words = useWords();
  if (!error) return null;
  return <p className="wrong" role="alert">{sentenceOf(error, words)}</p>;
}

/** Rows that are still on their way. */
export function Waiting({ rows = 4 }: { rows?: number }) {
  return <div className="waiting" aria-busy="true">{Array.from({ length: rows }, (_, i) => <div key={i}><i /><span><b /><b /></span></div>)}</div>;
}
