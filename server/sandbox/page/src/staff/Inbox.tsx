import type { AppMessage, SandboxCorp, SandboxStaff } from '../../../control';
import { withQuery } from '../api';
import { TopBar } from '../kit/Phone';
import { Empty, Failed, Waiting } from '../kit/States';
import { useLive } from '../live';
import { MassSends } from './MassSends';
import { useWords, whenOf } from '../words';

/** What apps sent to the member, newest first. */
export function Inbox({ corp, staff, now }: { corp: SandboxCorp; staff: SandboxStaff; now: number }) {
  const words = useWords();
  const inbox = useLive<AppMessage[]>(withQuery('/inbox', { corp: corp.key, userid: staff.userid }), ['inbox']);
  return (
    <>
      <TopBar title={words.staff.inbox} note={staff.name} />
      <div className="scroll inbox" data-testid="staff-inbox-list">
        <MassSends corp={corp} staff={staff} now={now} />
        {!inbox.data && (inbox.error ? <Failed error={inbox.error} onRetry={inbox.reload} /> : <Waiting rows={2} />)}
        {inbox.data?.length === 0 && <Empty title={words.staff.inboxNone} why={words.staff.inboxWhy} />}
        {inbox.data?.map((message) => (
          <article key={message.id} className="app-message" data-testid="app-message">
            <time className="chat-time">{whenOf(message.at, now, words)}</time>
            <a className="card link" href={message.url || undefined} target="_blank" rel="noreferrer">
              {message.title && <span className="card-title">{message.title}</span>}
              <span className="card-desc pre">{message.text}</span>
              <span className="card-foot">{message.app}</span>
            </a>
          </article>
        ))}
      </div>
    </>
  );
}
