import type { SandboxCorp, SandboxMassSend, SandboxStaff } from '../../../control';
import { post, withQuery } from '../api';
import { Wrong } from '../kit/States';
import { useAction, useLive } from '../live';
import { useWords, whenOf } from '../words';

/** 客户群发: what an app asks the member to send. Nothing goes out before they confirm. */
export function MassSends({ corp, staff, now }: { corp: SandboxCorp; staff: SandboxStaff; now: number }) {
  const words = useWords();
  const sends = useLive<SandboxMassSend[]>(withQuery('/mass-sends', { corp: corp.key, userid: staff.userid }), ['inbox']);
  const confirm = useAction(async (id: string) => {
    await post('/mass-send', { corp: corp.key, userid: staff.userid, id });
    await sends.reload();
  });
  return sends.data?.map((send) => (
    <article key={send.id} className="app-message" data-testid="mass-send">
      <time className="chat-time">{whenOf(send.at, now, words)}</time>
      <div className="card mass-send">
        <span className="card-title">{words.staff.massSend(send.customers)}</span>
        {send.messages.map((message, index) => (
          <span key={index} className="card-desc pre">{message.kind === 'text' ? message.text : `[${words.chat[message.kind === 'miniprogram' ? 'mini' : message.kind]}] ${message.text}`}</span>
        ))}
        <span className="card-foot">
          {send.sentAt !== null ? words.staff.massSent : send.cancelled ? words.staff.massStopped : (
            <button className="button main" data-testid="mass-send-confirm" disabled={confirm.busy} aria-busy={confirm.busy} onClick={() => confirm.run(send.id)}>{words.staff.massConfirm}</button>
          )}
        </span>
        {send.sentAt === null && <Wrong error={confirm.error} />}
      </div>
    </article>
  ));
}
