import type { MassSend } from '../model';
import type { AppCall, Endpoint } from './endpoint';
import { appCall, numberOf, page, wordOf, wordsOf } from './endpoint';
import { bool, int, list, someOf, text } from './check';
import { findStaff, friendship, isVisible, seconds } from '../context';
import { randomId } from '../crypto';
import { refusal, Refused } from './refuse';
import { contents, messagesOf } from './welcome';

/** Right after it was made the platform is still handing it out. */
const dispatchMs = 2_000;
const dayMs = 86_400_000;
const remindersPerDay = 3;

function add(call: AppCall) {
  const { corp, app, ctx } = call;
  const sender = wordOf(call, 'sender') ? senderOf(call) : null;
  const failed: string[] = [];
  const tasks = new Map<string, string[]>();
  for (const seen of wordsOf(call, 'external_userid')) {
    const person = ctx.identities.findExternal(app, seen);
    const userid = person && (sender ?? lastHolder(call, person));
    const one = userid && friendship(ctx, corp.key, userid, person);
    if (one && one.staffHasCustomer && isVisible(corp, app, userid)) tasks.set(userid, [...(tasks.get(userid) ?? []), person]);
    else failed.push(seen);
  }
  // A sender alone means all of their customers.
  if (sender && wordsOf(call, 'external_userid').length === 0) {
    const theirs = Object.values(ctx.world.friendships).filter((one) => one.corp === corp.key && one.userid === sender && one.staffHasCustomer);
    if (theirs.length > 0) tasks.set(sender, theirs.map((one) => one.person));
  }
  if (tasks.size === 0) throw new Refused(41048);
  const send: MassSend = {
    id: randomId('msg', 25), corp: corp.key, appId: app.id, at: call.now, messages: messagesOf(call), cancelled: false, reminders: [],
    tasks: [...tasks].map(([userid, persons]) => ({ userid, sentAt: null, customers: persons.map((person) => ({ person, status: 0 as const, at: null })) })),
  };
  ctx.world.massSends[send.id] = send;
  ctx.store.touch();
  ctx.stream.send('inbox', { corp: corp.key });
  return { fail_list: failed, msgid: send.id };
}

function senderOf(call: AppCall): string {
  const userid = call.ctx.identities.findUser(call.app, wordOf(call, 'sender'));
  const member = userid ? findStaff(call.corp, userid) : null;
  if (!member || !isVisible(call.corp, call.app, member.userid)) throw new Refused(40003, wordOf(call, 'sender'));
  if (!member.canReceive) throw new Refused(84074, wordOf(call, 'sender'));
  return member.userid;
}

/** Without a sender it goes to whoever had to do with the customer last. */
function lastHolder({ ctx, corp }: AppCall, person: string): string | null {
  const holders = Object.values(ctx.world.friendships).filter((one) => one.corp === corp.key && one.person === person && one.staffHasCustomer);
  return holders.sort((a, b) => b.addedAt - a.addedAt)[0]?.userid ?? null;
}

function ownSend(call: AppCall): MassSend {
  const send = call.ctx.world.massSends[wordOf(call, 'msgid')];
  if (!send || send.corp !== call.corp.key || send.appId !== call.app.id) throw new Refused(41047);
  if (send.at + dispatchMs > call.now) throw new Refused(41063);
  return send;
}

const msgid = text('msgid', { missing: 41046, wrong: 41047 });
/** Over the most it silently falls back. */
const limitOf = (call: AppCall) => {
  const limit = numberOf(call, 'limit', 500);
  return limit >= 1 && limit <= 1000 ? limit : 500;
};

/** https://developer.work.weixin.qq.com/document/path/92135 and /93338 */
export const massSendCalls: Endpoint[] = [
  appCall('POST', 'externalcontact/add_msg_template', [
    (body) => (body.chat_type === undefined || body.chat_type === 'single' ? null : refusal(86214, String(body.chat_type))),
    list('external_userid', 'string', { max: 10_000 }), text('sender'), bool('allow_select'), someOf(['sender', 'external_userid'], 41048), ...contents,
  ], add),
  appCall('POST', 'externalcontact/get_groupmsg_task', [msgid, int('limit'), text('cursor')], (call) => {
    const part = page(ownSend(call).tasks, wordOf(call, 'cursor'), limitOf(call));
    const tasks = part.items.map(({ userid, sentAt }) => ({ userid: call.ctx.identities.userid(call.app, userid), status: sentAt === null ? 0 : 2, ...(sentAt !== null && { send_time: seconds(sentAt) }) }));
    return { next_cursor: part.next, task_list: tasks };
  }),
  appCall('POST', 'externalcontact/get_groupmsg_send_result', [msgid, text('userid', { missing: 41009 }), int('limit'), text('cursor')], (call) => {
    const userid = call.ctx.identities.findUser(call.app, wordOf(call, 'userid'));
    const task = ownSend(call).tasks.find((one) => one.userid === userid);
    if (!task) throw new Refused(40003, wordOf(call, 'userid'));
    const part = page(task.customers, wordOf(call, 'cursor'), limitOf(call));
    const results = part.items.map(({ person, status, at }) => ({ external_userid: call.ctx.identities.external(call.app, person), userid: wordOf(call, 'userid'), status, ...(at !== null && { send_time: seconds(at) }) }));
    return { next_cursor: part.next, send_list: results };
  }),
  appCall('POST', 'externalcontact/remind_groupmsg_send', [msgid], (call) => {
    const send = ownSend(call);
    if (send.cancelled) throw new Refused(41093);
    send.reminders = send.reminders.filter((at) => at > call.now - dayMs);
    if (send.reminders.length >= remindersPerDay) throw new Refused(41094);
    send.reminders.push(call.now);
    call.ctx.store.touch();
    return {};
  }),
  appCall('POST', 'externalcontact/cancel_groupmsg_send', [msgid], (call) => {
    const send = ownSend(call);
    if (send.cancelled) throw new Refused(41093);
    send.cancelled = true;
    call.ctx.store.touch();
    call.ctx.stream.send('inbox', { corp: call.corp.key });
    return {};
  }),
];
