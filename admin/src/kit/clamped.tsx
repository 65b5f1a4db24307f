import { Button } from 'antd';
import { useState } from 'react';
import { words } from './language';

const useWords = words({ zh: { more: '展开全文', less: '收起' }, en: { more: 'Show all', less: 'Show less' } });

/** Longer than this, or of more lines, a text is shown in part. */
const shown = { characters: 300, lines: 8 };

/** A text that may be very long: its beginning, and the whole on demand. */
export function Clamped({ text, className }: { text: string; className?: string }) {
  const t = useWords();
  const [open, setOpen] = useState(false);
  const isLong = text.length > shown.characters || text.split('\n').length > shown.lines;
  return (
    <>
      <div className={[className, isLong && !open ? 'clamped' : ''].join(' ')}>{text}</div>
      {isLong ? <Button size="small" type="link" style={{ padding: 0, alignSelf: 'flex-start' }} aria-expanded={open} onClick={() => setOpen(!open)}>{open ? t.less : t.more}</Button> : null}
    </>
  );
}
