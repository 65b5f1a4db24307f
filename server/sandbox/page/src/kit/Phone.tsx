import type { ReactNode } from 'react';
import { hourOf, useWords } from '../words';
import { Icon } from './Icon';

/** A phone: its bezel, the hour on top, and a screen. `beside` stands next to the screen inside the same bezel. */
export function Phone({ id, label, now, who, children, beside }: {
  id: 'customer' | 'staff'; label: string; now: number; who: string; children: ReactNode; beside?: ReactNode;
}) {
  const words = useWords();
  return (
    <section className={`device ${id}`} aria-label={label} data-testid={`${id}-phone`}>
      <h2 className="device-label">{label}{who && <span> · {who}</span>}</h2>
      <div className="bezel">
        <div className="screen">
          <div className="statusbar" aria-hidden="true">
            <span>{hourOf(now, words)}</span>
            <span className="signal"><i /><i /><i /><i /><b /></span>
          </div>
          {children}
        </div>
        {beside}
      </div>
    </section>
  );
}

export function TopBar({ title, note, onBack, children }: { title: ReactNode; note?: ReactNode; onBack?: () => void; children?: ReactNode }) {
  const words = useWords();
  return (
    <header className="topbar">
      <div className="topbar-side">
        {onBack && <button className="plain" aria-label={words.phone.back} onClick={onBack}><Icon name="back" size={22} /></button>}
      </div>
      <div className="topbar-title"><h3>{title}</h3>{note && <p>{note}</p>}</div>
      <div className="topbar-side end">{children}</div>
    </header>
  );
}
