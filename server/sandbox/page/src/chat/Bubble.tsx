import { useState, type ReactNode } from 'react';
import type { ChatMessage } from '../../../control';
import { Icon } from '../kit/Icon';
import { useWords } from '../words';

/** What one message looks like, after WeChat's own manners. */
export function Content({ message }: { message: ChatMessage }) {
  const words = useWords();
  switch (message.kind) {
    case 'text': return <div className="bubble">{withLinks(message.text)}</div>;
    case 'image': return <Picture src={message.mediaUrl} alt={message.text || words.chat.image} />;
    case 'video': return <video className="picture" src={message.mediaUrl} controls preload="metadata" aria-label={message.text || words.chat.video} />;
    case 'file': return (
      <Card to={message.mediaUrl} kind="file">
        <span className="card-title">{message.text || words.chat.file}</span>
        <span className="card-file"><Icon name="file" size={28} /></span>
        <span className="card-foot">{words.chat.file}</span>
      </Card>
    );
    case 'link': return (
      <Card to={message.url} kind="link">
        <span className="card-title">{message.text || message.url}</span>
        <span className="card-desc">{message.desc}</span>
        {message.mediaUrl ? <img className="card-thumb" src={message.mediaUrl} alt="" /> : <span className="card-thumb none"><Icon name="open" /></span>}
        <span className="card-foot">{hostOf(message.url) || words.chat.link}</span>
      </Card>
    );
    case 'miniprogram': return (
      <Card to={message.url} kind="miniprogram">
        <span className="card-title">{message.text || message.desc}</span>
        {message.mediaUrl && <img className="card-cover" src={message.mediaUrl} alt="" />}
        <span className="card-foot"><Icon name="mini" size={14} /> {words.chat.mini}</span>
      </Card>
    );
  }
}

function Picture({ src, alt }: { src: string; alt: string }) {
  const words = useWords();
  const [broken, setBroken] = useState(false);
  if (!src || broken) return <div className="bubble">{words.chat.brokenImage}</div>;
  return <a href={src} target="_blank" rel="noreferrer"><img className="picture" src={src} alt={alt} onError={() => setBroken(true)} /></a>;
}

/** A mini program's `pages/…` path opens nowhere but in WeChat, so only web addresses become links. */
function Card({ to, kind, children }: { to: string; kind: string; children: ReactNode }) {
  if (!/^(https?:\/\/|\/)/.test(to)) return <div className={`card ${kind}`}>{children}</div>;
  return <a className={`card ${kind}`} href={to} target="_blank" rel="noreferrer">{children}</a>;
}

const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : '');

function withLinks(text: string): ReactNode[] {
  return text.split(/(https?:\/\/[\w\-./?%&=#:~+@!*,;]+)/).map((part, i) =>
    i % 2 ? <a key={i} href={part} target="_blank" rel="noreferrer">{part}</a> : part);
}
