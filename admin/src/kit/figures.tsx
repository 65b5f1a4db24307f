import type { ReactNode } from 'react';
import './figures.css';

export function Figures({ label, children }: { label: string; children: ReactNode }) {
  return <section className="figures-row" aria-label={label}>{children}</section>;
}

/** A big number with its name; its definition on hover, its rows on press. */
export function Figure({ name, value, note, hint, tone, pressed, onPress, testId }: {
  name: string; value: ReactNode; note?: ReactNode; hint?: string; tone?: 'warning' | 'error'; pressed?: boolean; onPress?: () => void; testId: string;
}) {
  const inside = (
    <>
      <span className="soft small">{name}</span>
      <strong className={tone === 'error' ? 'figure-value danger' : tone === 'warning' ? 'figure-value warning' : 'figure-value'}>{value}</strong>
      {note ? <span className="soft small">{note}</span> : null}
    </>
  );
  if (!onPress) return <div className="figure panel" title={hint} data-testid={testId}>{inside}</div>;
  return <button type="button" className="figure panel" title={hint} aria-pressed={pressed} data-testid={testId} onClick={onPress}>{inside}</button>;
}
