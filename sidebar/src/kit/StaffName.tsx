import { Fragment, useEffect, useRef, useState } from 'react';
import { namedParts } from '@scrm/shared/text';
import { useWords } from './language';
import { openDataAt } from './open-data';
import { useSession } from './session';

const words = { zh: { colleague: '同事' }, en: { colleague: 'A colleague' } };

/** A colleague's name; where WeCom keeps it from us, WeCom's own component writes it into the page. */
export function StaffName({ name, userId }: { name: string | null; userId: string }) {
  const w = useWords(words);
  const session = useSession();
  const url = session.state === 'signedIn' ? session.me.openDataUrl : null;
  const place = useRef<HTMLElement>(null);
  const [hidden, setHidden] = useState(false);
  const byWecom = name === null && url !== null && !hidden;

  useEffect(() => {
    if (!byWecom) return;
    let current = true;
    openDataAt(url).then(
      (component) => current && place.current && component.bind(place.current),
      () => current && setHidden(true),
    );
    return () => {
      current = false;
    };
  }, [byWecom, url, userId]);

  if (name !== null) return <>{name}</>;
  return byWecom ? <ww-open-data key={userId} ref={place} type="userName" openid={userId} /> : <>{w.colleague}</>;
}

/** Text with names of members in it, some of which WeCom draws. */
export function Said({ text }: { text: string }) {
  const session = useSession();
  const isHidden = session.state === 'signedIn' && session.me.openDataUrl !== null;
  return namedParts(text, isHidden).map((part, n) => (part.userId ? <StaffName key={n} name={null} userId={part.userId} /> : <Fragment key={n}>{part.text}</Fragment>));
}
