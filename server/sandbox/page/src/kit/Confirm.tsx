import { useEffect, useRef, type KeyboardEvent } from 'react';
import type { CallError } from '../api';
import { sentenceOf, useWords } from '../words';

/** Asks before something is lost: names it, says what happens, and starts on "cancel". */
export function Confirm({ title, what, act, busy, error, onYes, onNo }: {
  title: string; what: string; act: string; busy: boolean; error: CallError | undefined; onYes: () => void; onNo: () => void;
}) {
  const words = useWords();
  const no = useRef<HTMLButtonElement>(null);
  const yes = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    no.current?.focus();
    return () => { if (before instanceof HTMLElement) before.focus(); };
  }, []);
  const listen = (e: KeyboardEvent) => {
    if (e.key === 'Escape') onNo();
    if (e.key !== 'Tab') return;
    // Two buttons: Tab goes to the other one and never behind the question.
    e.preventDefault();
    (document.activeElement === no.current ? yes : no).current?.focus();
  };
  return (
    <div className="veil" onClick={onNo} onKeyDown={listen}>
      <div className="sheet" role="alertdialog" aria-modal="true" aria-label={title} onClick={(e) => e.stopPropagation()}>
        <h4>{title}</h4>
        <p>{what}</p>
        {error && <p className="wrong" role="alert">{sentenceOf(error, words)}</p>}
        <button ref={yes} className="danger" data-testid="confirm-yes" disabled={busy} aria-busy={busy} onClick={onYes}>{act}</button>
        <button ref={no} data-testid="confirm-no" onClick={onNo}>{words.phone.cancel}</button>
      </div>
    </div>
  );
}
