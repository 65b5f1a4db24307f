import { useEffect, useState } from 'react';

/** A person's picture; without one, or when it does not load, the first letter of the name. */
export function Avatar({ url, name, size = 40 }: { url: string; name: string | null; size?: number }) {
  const [broken, setBroken] = useState(false);
  useEffect(() => setBroken(false), [url]);
  const style = { width: size, height: size, fontSize: Math.round(size * 0.42) };
  if (url && !broken) return <img className="avatar" style={style} src={url} alt="" referrerPolicy="no-referrer" onError={() => setBroken(true)} />;
  return <span className="avatar" style={style} aria-hidden="true">{[...(name ?? '').trim()][0] ?? '·'}</span>;
}
