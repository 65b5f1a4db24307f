import { useState } from 'react';
import { useWords } from '../words';

/** Enter sends, Shift+Enter breaks the line; the Enter that ends a Chinese input-method word does neither. */
export function Composer({ busy, onSend }: { busy: boolean; onSend: (text: string) => Promise<boolean> }) {
  const words = useWords();
  const [text, setText] = useState('');
  const send = async () => {
    if (!text.trim() || busy) return;
    if (await onSend(text.trim())) setText('');
  };
  return (
    <form className="composer" onSubmit={(e) => { e.preventDefault(); void send(); }}>
      <textarea
        rows={1} value={text} aria-label={words.phone.say} placeholder={words.phone.say} data-testid="say" maxLength={2000}
        onChange={(e) => setText(e.target.value)}
        onKeyDown={(e) => {
          if (e.key !== 'Enter' || e.shiftKey || e.nativeEvent.isComposing) return;
          e.preventDefault();
          void send();
        }}
      />
      <button className="send" data-testid="say-send" disabled={busy || !text.trim()} aria-busy={busy}>{words.phone.send}</button>
    </form>
  );
}
