import { useEffect, useRef, useState } from 'react';
import type { CorpKey, WechatUser } from '../../../control';
import { go } from '../address';
import { post, withQuery } from '../api';
import { TopBar } from '../kit/Phone';
import { Wrong } from '../kit/States';
import { useAction } from '../live';
import { useWords } from '../words';
import { Whereabouts } from './Whereabouts';

/** WeChat's own browser. A picture in the page is read by pressing it, as by holding it on a phone. */
export function WebView({ person, url }: { person: WechatUser; url: string }) {
  const words = useWords();
  const read = useAction(async (qr: string) => {
    const found = await post<{ corp: CorpKey; userid: string } | { corp: CorpKey; chatId: string }>('/scan', { person: person.id, qr });
    if ('chatId' in found) return go({ web: '', corp: found.corp, group: `${found.corp}.${found.chatId}`, chat: '', view: 'chats' });
    go({ web: '', corp: found.corp, chat: `${found.corp}.${found.userid}`, view: 'chats', staff: found.userid, open: person.id, desk: '', group: '' });
  });
  const frame = useRef<HTMLIFrameElement>(null);
  const [isAsked, setAsked] = useState(false);
  useEffect(() => {
    const hear = (event: MessageEvent<{ read?: string; locate?: boolean }>) => {
      if (event.origin !== location.origin) return;
      if (typeof event.data?.read === 'string') void read.run(event.data.read);
      if (event.data?.locate === true) setAsked(true);
    };
    window.addEventListener('message', hear);
    return () => window.removeEventListener('message', hear);
  }, [read]);
  return (
    <>
      <TopBar title={words.web.title} note={words.web.hold} onBack={() => go({ web: '' })} />
      <Wrong error={read.error} />
      {isAsked && <Whereabouts onSay={(place) => { setAsked(false); frame.current?.contentWindow?.postMessage({ place }, location.origin); }} />}
      <iframe ref={frame} className="web-view" data-testid="web-view" title={words.web.title} src={`/sandbox${withQuery('/web', { person: person.id, url })}`} />
    </>
  );
}
