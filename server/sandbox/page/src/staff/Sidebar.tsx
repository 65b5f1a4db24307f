import { useEffect, useRef, useState } from 'react';
import { controlPath } from '../../../control';
import { go } from '../address';
import { withQuery } from '../api';
import type { Pair } from '../chat/Chat';
import { Icon } from '../kit/Icon';
import { useWords } from '../words';

/** The app's own page, signed in through OAuth as the WeCom client would. Its name tells the JS bridge in it whose chat this is. */
export function Sidebar({ pair }: { pair: Pair }) {
  const words = useWords();
  const [turn, setTurn] = useState(0);
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    const hear = (e: MessageEvent) => {
      if (e.source === frame.current?.contentWindow) react(e.data);
    };
    window.addEventListener('message', hear);
    return () => window.removeEventListener('message', hear);
  }, []);
  const { person, ...whose } = pair;
  const src = withQuery(`${controlPath}/sidebar`, person.startsWith('chat:') ? { ...whose, chat: person.slice('chat:'.length) } : { ...pair });
  return (
    <div className="sidebar">
      <header>
        <span>{words.staff.sidebarTitle}</span>
        <button className="plain" aria-label={words.staff.sidebarReload} title={words.staff.sidebarReload} onClick={() => setTurn(turn + 1)}><Icon name="reload" size={18} /></button>
        <button className="plain" aria-label={words.crowd.close} onClick={() => go({ sidebar: '' }, 'replace')}><Icon name="close" size={18} /></button>
      </header>
      <iframe ref={frame} key={`${src} ${turn}`} name={`wecom:${pair.corp}/${pair.userid}/${pair.person}`} src={src} title={words.staff.sidebarTitle} data-testid="staff-sidebar" allow="clipboard-write" />
    </div>
  );
}

/** What the page asked of the device through the JS bridge (`client/wecom-client.js`). */
function react(said: unknown): void {
  if (!said || typeof said !== 'object' || !('wecom' in said)) return;
  const params = 'params' in said && said.params && typeof said.params === 'object' ? said.params : {};
  if (said.wecom === 'closeWindow') go({ sidebar: '' }, 'replace');
  if (said.wecom === 'openUserProfile') go({ desk: 'card' });
  if (said.wecom === 'previewFile' && 'url' in params) preview(params.url);
  if (said.wecom === 'previewImage' && 'current' in params) preview(params.current);
}

function preview(url: unknown): void {
  if (typeof url === 'string' && /^https?:/.test(url)) window.open(url, '_blank', 'noopener');
}
