import { useEffect, useRef, useState } from 'react';
import type { CorpKey, SandboxCorp, SandboxState, WechatUser } from '../../../control';
import { go } from '../address';
import { get, post } from '../api';
import { JoinGroups } from '../group/JoinGroups';
import { JoinWays } from '../group/JoinWays';
import { Icon } from '../kit/Icon';
import { TopBar } from '../kit/Phone';
import { Empty, Failed, Waiting, Wrong } from '../kit/States';
import { useAction, type Live } from '../live';
import { useWords } from '../words';

export interface LiveCode { corp: CorpKey; configId: string; qr: string; remark: string; state: string; users: string[] }

/** Neither a code of WeCom's, whose address holds its id, nor an acquisition link. */
const isWebPage = (qr: string) => /^https?:\/\//.test(qr) && !/[0-9a-f]{32}|\/ca\//.test(qr);

const crowd = { count: 1000, perSecond: 100 };

export function Scan({ person, corps, corp, codes, read, consoleUrl }: {
  person: WechatUser; corps: SandboxCorp[]; corp: string | undefined; codes: Live<LiveCode[]>; read: string | undefined; consoleUrl: string;
}) {
  const words = useWords();
  const [url, setUrl] = useState('');
  const scan = useAction(async (qr: string) => {
    // A code that is no code of WeCom's is an address, and a phone opens it.
    if (isWebPage(qr)) return go({ web: qr, chat: '', group: '', view: 'scan' });
    const found = await post<{ corp: CorpKey; userid: string; pending: boolean } | { corp: CorpKey; chatId: string }>('/scan', { person: person.id, qr });
    if ('chatId' in found) return go({ person: person.id, corp: found.corp, group: `${found.corp}.${found.chatId}`, chat: '', view: 'chats' });
    // Both phones turn to the new friendship, so that cause and effect are side by side.
    go({ person: person.id, corp: found.corp, chat: `${found.corp}.${found.userid}`, view: 'chats', staff: found.userid, open: person.id, desk: '', group: '' });
  });
  const scanned = useRef('');
  useEffect(() => {
    if (!read || scanned.current === read) return;
    scanned.current = read;
    go({ scan: '', chat: '', view: 'scan' }, 'replace');
    void scan.run(read);
  }, [read, scan]);
  const sendCrowd = useAction(async (code: LiveCode) => {
    const { now, corps } = await get<SandboxState>('/state');
    const before = corps.find((c) => c.key === code.corp)?.customerCount ?? 0;
    await post('/scans', { qr: code.configId, ...crowd });
    go({ scans: `${code.corp}.${crowd.count}.${before}.${now}` }, 'replace');
  });
  // The corp that is being shown comes first; WeChat itself belongs to no corp and scans them all.
  const groups = corps.toSorted((a, b) => Number(b.key === corp) - Number(a.key === corp))
    .map((c) => ({ corp: c, codes: codes.data?.filter((code) => code.corp === c.key) ?? [] }))
    .filter((group) => group.codes.length);

  return (
    <>
      <TopBar title={words.scan.title} note={groups.length ? words.scan.pick : ''} />
      <div className="scroll">
        <Wrong error={scan.error ?? sendCrowd.error} />
        {scan.busy && <p className="scanning" role="status">{words.scan.scanning}</p>}
        {!codes.data && (codes.error ? <Failed error={codes.error} onRetry={codes.reload} /> : <Waiting />)}
        {codes.data && !groups.length && (
          <Empty title={words.scan.none} why={words.scan.noneWhy}>
            <a className="button main" href={consoleUrl} target="_blank" rel="noreferrer">{words.scan.open} <Icon name="open" size={16} /></a>
          </Empty>
        )}
        {groups.map((group) => (
          <div key={group.corp.key}>
            <h5>{group.corp.name}</h5>
            <ul className="codes">
              {group.codes.map((code) => {
                const name = code.remark || words.scan.unnamed;
                return (
                  <li key={code.configId}>
                    <button className="code" data-testid={`scan-code-${code.configId}`} disabled={scan.busy} onClick={() => scan.run(code.qr || code.configId)}>
                      <img src={code.qr} alt={words.scan.picture(name)} loading="lazy" />
                      <span className="row-text">
                        <span className="row-name">{name}</span>
                        <span className="row-note">{words.scan.staff(code.users.length)}</span>
                      </span>
                    </button>
                    <button className="button small" data-testid={`scans-${code.configId}`} disabled={sendCrowd.busy} aria-label={words.scan.crowdOf(name)} onClick={() => sendCrowd.run(code)}>{words.scan.crowd}</button>
                  </li>
                );
              })}
            </ul>
          </div>
        ))}
        {corp && <JoinWays corp={corp} busy={scan.busy} onScan={scan.run} />}
        {corp && <JoinGroups person={person.id} corp={corp} />}
        <h5>{words.scan.url}</h5>
        <form className="group inline" onSubmit={(e) => { e.preventDefault(); if (url.trim()) void scan.run(url.trim()); }}>
          <input value={url} type="text" inputMode="url" aria-label={words.scan.url} placeholder={words.scan.urlHint} data-testid="scan-url" onChange={(e) => setUrl(e.target.value)} />
          <button className="button" data-testid="scan-url-go" disabled={scan.busy || !url.trim()}>{words.scan.go}</button>
        </form>
      </div>
    </>
  );
}
