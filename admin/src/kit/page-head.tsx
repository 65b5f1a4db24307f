import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';

/** The page's name, one sentence on what it is for, and its primary action. */
export function PageHead({ title, about, action, back }: { title: ReactNode; about?: string; action?: ReactNode; back?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = heading.current?.textContent ?? '';
  }, [title]);
  return (
    <header className="page-head">
      <div className="page-head-text">
        {back}
        <h1 ref={heading}>{title}</h1>
        {about ? <p className="soft">{about}</p> : null}
      </div>
      {action ? <div className="page-head-action">{action}</div> : null}
    </header>
  );
}
