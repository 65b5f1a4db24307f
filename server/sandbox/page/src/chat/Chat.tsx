import { useEffect, useLayoutEffect, useRef, type ReactNode } from 'react';
import type { ChatMessage, CorpKey } from '../../../control';
import { post, withQuery } from '../api';
import { Avatar } from '../kit/Avatar';
import { Failed, Waiting, Wrong } from '../kit/States';
import { useAction, useLive } from '../live';
import { useWords, whenOf } from '../words';
import { Content } from './Bubble';
import { Composer } from './Composer';

export interface Pair { corp: CorpKey; userid: string; person: string }
interface Face { name: string; avatar: string }

/** A pause this long gets the hour above the next message. */
const pauseMs = 5 * 60_000;

/** The one conversation, seen from either side. */
export function Chat({ pair, side, mine, theirs, now, note, closed }: {
  pair: Pair; side: 'customer' | 'staff'; mine: Face; theirs: Face; now: number; note?: string; closed?: string;
}) {
  const words = useWords();
  const chat = useLive<ChatMessage[]>(withQuery('/chat', { ...pair }), ['chat', 'contact']);
  const say = useAction((text: string) => post('/say', { ...pair, from: side, text }));
  const messages = chat.data ?? [];

  return (
    <>
      {note && <p className="chat-note" role="status">{note}</p>}
      <Log stamp={`${messages.length}:${messages.at(-1)?.id ?? ''}`}>
        {!chat.data && (chat.error ? <Failed error={chat.error} onRetry={chat.reload} /> : <Waiting rows={2} />)}
        {chat.data?.length === 0 && <p className="chat-time">{words.chat.empty}</p>}
        {messages.map((message, i) => (
          <Message key={message.id} message={message} side={side} mine={mine} theirs={theirs}
            time={message.at - (messages[i - 1]?.at ?? 0) > pauseMs ? whenOf(message.at, now, words) : ''} />
        ))}
      </Log>
      {closed ? <p className="composer-closed" role="status">{closed}</p> : (
        <>
          <Wrong error={say.error} />
          <Composer busy={say.busy} onSend={async (text) => {
            const sent = await say.run(text);
            if (sent) void chat.reload();
            return sent;
          }} />
        </>
      )}
    </>
  );
}

function Message({ message, side, mine, theirs, time }: { message: ChatMessage; side: 'customer' | 'staff'; mine: Face; theirs: Face; time: string }) {
  const words = useWords();
  const own = message.from === side;
  const face = own ? mine : theirs;
  const hooks = { 'data-testid': 'chat-message', 'data-from': message.from, 'data-kind': message.kind, 'data-by-app': message.byApp };
  return (
    <>
      {time && <p className="chat-time">{time}</p>}
      {message.from === 'system' ? <p className="chat-time" {...hooks}>{message.text}</p> : (
        <div className={`message ${own ? 'own' : ''}`} {...hooks}>
          <Avatar name={face.name} src={face.avatar} size={36} />
          <div className="message-body">
            <Content message={message} />
            {side === 'staff' && message.byApp && <span className="by-app">{words.chat.byApp}</span>}
          </div>
        </div>
      )}
    </>
  );
}

/** Keeps the newest message in sight, also when a picture arrives late. */
function Log({ stamp, children }: { stamp: string; children: ReactNode }) {
  const words = useWords();
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const toEnd = () => { if (box.current) box.current.scrollTop = box.current.scrollHeight; };
  useLayoutEffect(toEnd, [stamp]);
  useEffect(() => {
    const watch = new ResizeObserver(toEnd);
    if (content.current) watch.observe(content.current);
    return () => watch.disconnect();
  }, []);
  return (
    <div className="chat-log" ref={box} role="log" aria-label={words.chat.log} tabIndex={0}>
      <div ref={content}>{children}</div>
    </div>
  );
}
