import type { ReactNode } from 'react';

/** One thing to say in the middle of a page, and what can be done about it. */
export function Note({ icon, title, hint, children }: { icon?: ReactNode; title: ReactNode; hint?: ReactNode; children?: ReactNode }) {
  return (
    <div className="note">
      {icon ? <span className="note-icon" aria-hidden>{icon}</span> : null}
      <h3>{title}</h3>
      {hint ? <p className="soft">{hint}</p> : null}
      {children}
    </div>
  );
}
