import type { Context } from './context';
import type { CorpKey, SandboxMassSend } from './control';
import type { MassSend, MassTask } from './model';
import { absolute, friendship } from './context';
import { Impossible, say } from './friends';

const chinaMs = 8 * 3_600_000;

const monthOf = (at: number) => new Date(at + chinaMs).toISOString().slice(0, 7);
/** A customer gets at most as many in a month as the month has days. https://developer.work.weixin.qq.com/document/path/92135 */
const perMonth = (at: number) => new Date(Date.UTC(Number(monthOf(at).slice(0, 4)), Number(monthOf(at).slice(5)), 0)).getUTCDate();

/** What apps ask this member to send, the newest first. */
export function massSendsOf(ctx: Context, corp: CorpKey, userid: string): SandboxMassSend[] {
  const open = Object.values(ctx.world.massSends).filter((one) => one.corp === corp).flatMap((send) => {
    const task = send.tasks.find((one) => one.userid === userid);
    return task ? [{ send, task }] : [];
  });
  return open.sort((a, b) => b.send.at - a.send.at).map(({ send, task }) => ({
    id: send.id, at: send.at, sentAt: task.sentAt, cancelled: send.cancelled, customers: task.customers.length,
    messages: send.messages.map((message) => ({ kind: message.kind ?? 'text', text: message.text ?? '', desc: message.desc ?? '', url: message.url ?? '', mediaUrl: absolute(ctx, message.mediaUrl ?? '') })),
  }));
}

/** The member confirms: only now the messages go out. */
export function confirmMassSend(ctx: Context, corp: CorpKey, userid: string, id: string): void {
  const send = ctx.world.massSends[id];
  const task = send?.corp === corp ? send.tasks.find((one) => one.userid === userid) : undefined;
  if (!send || !task) throw new Impossible('没有这条群发');
  if (send.cancelled) throw new Impossible('管理员已经停止了这条群发');
  if (task.sentAt !== null) throw new Impossible('已经发送过了');
  const now = ctx.clock.now();
  const received = receivedInMonth(ctx, corp, monthOf(now));
  task.sentAt = now;
  for (const one of task.customers) {
    one.status = sendTo(ctx, { send, task, person: one.person, isFull: (received.get(one.person) ?? 0) >= perMonth(now) });
    one.at = now;
  }
  ctx.store.touch();
  ctx.stream.send('inbox', { corp });
}

function sendTo(ctx: Context, { send, task, person, isFull }: { send: MassSend; task: MassTask; person: string; isFull: boolean }): 1 | 2 | 3 {
  const one = friendship(ctx, send.corp, task.userid, person);
  if (!one?.customerHasStaff || !one.staffHasCustomer) return 2;
  if (isFull) return 3;
  for (const message of send.messages) say(ctx, one, 'staff', message.text ?? '', { ...message, byApp: true });
  return 1;
}

function receivedInMonth(ctx: Context, corp: CorpKey, month: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const send of Object.values(ctx.world.massSends)) {
    if (send.corp !== corp) continue;
    for (const { customers } of send.tasks) for (const { person, status, at } of customers) if (status === 1 && monthOf(at!) === month) counts.set(person, (counts.get(person) ?? 0) + 1);
  }
  return counts;
}
