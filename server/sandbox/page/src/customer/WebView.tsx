import { useEffect } from 'react';
import type { CorpKey, WechatUser } from '../../../control';
import { go } from '../address';
import { post, withQuery } from '../api';
import { TopBar } from '../kit/Phone';
import { Wrong } from '../kit/States';
import { useAction } from '../live';
import { useWords } from '../words';

/** WeChat's own browser. A picture in the page is read by pressing it, as by holding it on a phone. */
export function WebView({ person, url }: { person: WechatUser; url: string }) {
  const words = useWords();
  const read = useAction(async (qr: string) => {
    const found = await post<{ corp: CorpKey; userid: string } | { corp: CorpKey; chatId: string }>('/scan', { person: person.id, qr });
    if ('chatId' in found) return go({ web: '', corp: found.corp, group: `${found.corp}.${found.chatId}`, chat: '', view: 'chats' });
    go({ web: '', corp: found.corp, chat: `${found.corp}.${found.userid}`, view: 'chats', staff: found.userid, open: person.id, desk: '', group: '' });
  });
  useEffect(() => {
    const hear = (event: MessageEvent<{ read?: string }>) => {
      if (event.origin === location.origin && typeof event.data?.read === 'string') void read.run(event.data.read);
    };
    window.addEventListener('message', hear);
    return () => window.removeEventListener('message', hear);
  }, [read]);
  return (
    <>
      <TopBar title={words.web.title} note={words.web.hold} onBack={() => go({ web: '' })} />
      <Wrong error={read.error} />
      <iframe className="web-view" data-testid="web-view" title={words.web.title} src={`/sandbox${withQuery('/web', { person: person.id, url })}`} />
    </>
  );
}
