import { useState } from 'react';

/** A picture, or the name's last character on a colour of its own when there is none. */
export function Avatar({ name, src, size = 40 }: { name: string; src: string; size?: number }) {
  const [broken, setBroken] = useState('');
  const box = { width: size, height: size };
  if (src && broken !== src) return <img className="avatar" style={box} src={src} alt="" onError={() => setBroken(src)} />;
  const letters = Array.from(name.trim());
  const hue = letters.reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360, 7);
  return (
    <span className="avatar" aria-hidden="true" style={{ ...box, fontSize: size * 0.42, background: `hsl(${hue} 42% 46%)` }}>
      {letters.at(-1) ?? '?'}
    </span>
  );
}
