import { In, IsNull } from 'typeorm';
import type { JobContext } from '../../core/jobs/define';
import { TryLater } from '../../core/jobs/define';
import { inviteTarget } from '../group-code';
import { addMassSend, getMassSendResults, getMassSendTasks } from '../../wecom/api/mass-send';
import { WeComError, WecomUnreachable } from '../../wecom/errors';
import { GroupInvitation, GroupInviteSend, GroupInviteTask } from './entity';
import { linkTo } from './on-add';

const askMs = 20_000;
/** 41048: it can go to none of them. 41063: WeCom is still handing it out. */
const nobody = 41048;
const dispatching = 41063;
const dispatchMs = 5_000;
/** WeCom answers a question of older ones no more. */
const followMs = 31 * 86_400_000;

/** Asks WeCom once for one member's mass send. Where no answer came, nobody asks again: it may have reached their phone. */
export async function askForSend(context: JobContext, id: string): Promise<void> {
  const { db, write, clock, corpId, publicUrl } = context;
  const send = await db.findOne(GroupInviteSend, { id, state: 'asking' });
  const task = send && await db.findOne(GroupInviteTask, { id: send.taskId });
  if (!send || !task) return;
  if (send.askedAt !== null) return settle(context, send, { state: 'unclear' });
  const target = await inviteTarget(db, task.groupCodeId, clock.now());
  const wanted = await db.find(GroupInvitation, { taskId: task.id, staffId: send.staffId, state: 'planned' });
  if (task.state !== 'running' || !target || wanted.length === 0) return settle(context, send, { state: 'stopped' });
  const app = await context.wecom(corpId);
  const claimed = await write((tx) => tx.update(GroupInviteSend, { id, state: 'asking', askedAt: IsNull() }, { askedAt: clock.now() }));
  if (claimed === 0) return;
  const { title, url, desc } = linkTo(target, '', publicUrl);
  try {
    const made = await addMassSend(app, {
      sender: send.userId, externalUserids: wanted.map((one) => one.externalUserid), content: task.text, attachments: [{ msgtype: 'link', link: { title, url, ...(desc && { desc }) } }],
    }, { deadline: clock.now() + askMs });
    await settle(context, send, { state: 'waiting', msgid: made.msgid }, made.fail_list);
  } catch (error) {
    if (error instanceof WecomUnreachable && error.wasSent) return settle(context, send, { state: 'unclear' });
    if (error instanceof WeComError && ['fix', 'permission', 'business', 'licence'].includes(error.reaction)) {
      return settle(context, send, { state: 'failed', errcode: error.errcode }, error.errcode === nobody ? wanted.map((one) => one.externalUserid) : []);
    }
    // A clear no that may pass: it is asked again.
    await write((tx) => tx.update(GroupInviteSend, { id }, { askedAt: null }));
    throw error;
  }
}

async function settle({ write }: JobContext, { id, taskId, staffId }: GroupInviteSend, patch: Partial<Pick<GroupInviteSend, 'state' | 'msgid' | 'errcode'>>, notFriends: readonly string[] = []): Promise<void> {
  await write(async (tx) => {
    await tx.update(GroupInviteSend, { id }, patch);
    const open = { taskId, staffId, state: 'planned' as const };
    if (notFriends.length > 0) await tx.update(GroupInvitation, { ...open, externalUserid: In([...notFriends]) }, { state: 'notFriend' });
    if (patch.state === 'failed') await tx.update(GroupInvitation, open, { state: 'failed' });
    if (patch.state === 'stopped') await tx.update(GroupInvitation, open, { state: 'stopped' });
  });
  await finish({ write }, taskId);
}

const outcomes: Record<number, GroupInvitation['state']> = { 1: 'sent', 2: 'notFriend', 3: 'quota' };

/** What WeCom says of one member's mass send: whether they pressed send, and to whom it went. */
export async function checkOneSend(context: JobContext, id: string): Promise<void> {
  const { db, write, clock, corpId } = context;
  const send = await db.findOne(GroupInviteSend, { id });
  if (!send || send.state !== 'waiting') return;
  // Nobody presses send any more, and WeCom would not tell.
  if ((send.askedAt ?? 0) < clock.now() - followMs) return settle(context, send, { state: 'stopped' });
  const app = await context.wecom(corpId);
  try {
    const task = (await getMassSendTasks(app, send.msgid)).task_list.find((one) => one.userid === send.userId);
    if (task?.status !== 2) return;
    let cursor: string | undefined;
    let open = 0;
    do {
      const page = await getMassSendResults(app, { msgid: send.msgid, userid: send.userId, cursor });
      open += page.send_list.filter((one) => outcomes[one.status] === undefined).length;
      await write(async (tx) => {
        for (const status of [1, 2, 3]) {
          const ids = page.send_list.filter((one) => one.status === status).map((one) => one.external_userid);
          if (ids.length > 0) await tx.update(GroupInvitation, { taskId: send.taskId, staffId: send.staffId, externalUserid: In(ids), state: 'planned' }, { state: outcomes[status]! });
        }
      });
      cursor = page.next_cursor || undefined;
    } while (cursor);
    if (open > 0) return;
    await write((tx) => tx.update(GroupInviteSend, { id }, { state: 'sent', sentAt: task.send_time > 0 ? task.send_time * 1000 : clock.now() }));
    await finish({ write }, send.taskId);
  } catch (error) {
    if (error instanceof WeComError && error.errcode === dispatching) throw new TryLater(clock.now() + dispatchMs, 'WeCom is still handing it out');
    throw error;
  }
}

/** A task is done when nobody has anything to do for it any more. */
async function finish({ write }: Pick<JobContext, 'write'>, taskId: string): Promise<void> {
  await write(async (tx) => {
    await tx.update(GroupInviteTask, { id: taskId }, { state: () => 'state' });
    const open = await tx.count(GroupInviteSend, { taskId, state: In(['asking', 'waiting']) });
    if (open === 0) await tx.update(GroupInviteTask, { id: taskId, state: 'running' }, { state: 'done' });
  });
}
