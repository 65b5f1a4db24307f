import type { ChatMessage, Contact, SandboxCorp, SandboxGroup } from '../../../control';
import { go } from '../address';
import { GroupRows } from '../group/GroupRows';
import { Avatar } from '../kit/Avatar';
import { TopBar } from '../kit/Phone';
import { Icon } from '../kit/Icon';
import { Empty, Failed, Waiting } from '../kit/States';
import type { Live } from '../live';
import { useWords, whenOf, type Words } from '../words';

export function Chats({ corps, contacts, groups, now }: { corps: SandboxCorp[]; contacts: Live<Contact[]>; groups: SandboxGroup[]; now: number }) {
  const words = useWords();
  const shown = contacts.data?.filter((c) => c.customerHasStaff || c.pending) ?? [];
  const scan = () => go({ view: 'scan' });
  return (
    <>
      <TopBar title={words.customer.tabs.chats}>
        <button className="plain" aria-label={words.scan.title} onClick={scan}><Icon name="scan" size={22} /></button>
      </TopBar>
      <div className="scroll">
        {!contacts.data && (contacts.error ? <Failed error={contacts.error} onRetry={contacts.reload} /> : <Waiting />)}
        {contacts.data && !shown.length && !groups.length && (
          <Empty title={words.customer.noChats} why={words.customer.noChatsWhy}>
            <button className="button main" data-testid="scan-first" onClick={scan}><Icon name="scan" /> {words.scan.title}</button>
          </Empty>
        )}
        <ul className="rows">
          <GroupRows groups={groups} now={now} />
          {shown.map((c) => (
            <li key={`${c.corp}.${c.userid}`}>
              <button data-testid={`chat-row-${c.userid}`} onClick={() => go({ chat: `${c.corp}.${c.userid}` })}>
                <Avatar name={c.staffName} src={c.staffAvatar} size={44} />
                <span className="row-text">
                  <span className="row-head">
                    <span className="row-name"><span>{c.staffName}</span><em className="at-corp">@{corps.find((corp) => corp.key === c.corp)?.name}</em></span>
                    {c.lastMessage && <time>{whenOf(c.lastMessage.at, now, words)}</time>}
                  </span>
                  <span className="row-note">{c.pending ? words.customer.pending : previewOf(c.lastMessage, words)}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}

/** A message in one line, as a list of chats shows it. */
export function previewOf(message: ChatMessage | null, words: Words): string {
  if (!message) return '';
  if (message.kind === 'text') return message.text;
  const kind = { image: words.chat.image, link: words.chat.link, miniprogram: words.chat.mini, video: words.chat.video, file: words.chat.file }[message.kind];
  return `[${kind}] ${message.text}`;
}
