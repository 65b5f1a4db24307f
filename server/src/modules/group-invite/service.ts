import { In, IsNull } from 'typeorm';
import type { ParsedInputOf } from '@scrm/shared/contract';
import type { groupInvites } from '@scrm/shared/group-invite';
import type { Clock } from '../../core/clock';
import { newId } from '../../core/db/ids';
import { write, type ReadDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { Services } from '../../core/services';
import type { Asker } from '../audience';
import { inviteTarget, type InviteTarget } from '../group-code';
import { Staff } from '../org';
import { tagRefs } from '../tag';
import { WeComError } from '../../wecom/errors';
import { cancelMassSend, remindMassSend } from '../../wecom/api/mass-send';
import { GroupInvitation, GroupInviteRule, GroupInviteSend, GroupInviteTask } from './entity';
import { askSend } from './orders';
import { plan, type Planned } from './plan';

export const taskWord = '入群邀请任务';

export interface Around extends Pick<Services, 'audiences' | 'wecom'> {
  db: ReadDb;
  clock: Clock;
  asker: Asker;
  /** The staff member or account. */
  self: string;
}

type TaskInput = ParsedInputOf<(typeof groupInvites)['createTask']>;
type PlanInput = Pick<TaskInput, 'groupCodeId' | 'tagIds' | 'staffIds'>;

export async function saveRule({ db, clock }: Pick<Around, 'db' | 'clock'>, { liveCodeId, groupCodeId, title, isOn }: ParsedInputOf<(typeof groupInvites)['saveRule']>): Promise<void> {
  await target(db, groupCodeId, clock);
  const row = { liveCodeId: liveCodeId ?? '', groupCodeId, title, isOn, updatedAt: clock.now() };
  await write(db, (tx) => tx.upsert(GroupInviteRule, { id: newId('gir'), ...row }, ['liveCodeId'], ['groupCodeId', 'title', 'isOn', 'updatedAt']));
}

export async function planTask({ db, clock, audiences, asker }: Around, { groupCodeId, tagIds, staffIds }: PlanInput): Promise<{ target: InviteTarget; planned: Planned[] }> {
  const found = await target(db, groupCodeId, clock);
  if ((await tagRefs(db, tagIds)).size < new Set(tagIds).size) throw new AppError('not_found', { what: '标签' });
  const { reach } = asker;
  const known = await db.count(Staff, { id: In(staffIds) });
  if (known < new Set(staffIds).size || staffIds.some((id) => reach.staffIds !== null && !reach.staffIds.includes(id))) throw new AppError('not_found', { what: '员工' });
  return { target: found, planned: await plan(db, audiences, asker, { tagIds, staffIds, groupIds: found.groupIds }) };
}

/** Writes whom it invites, and a job for each member. The same key again gives the task that is there. */
export async function createTask(around: Around, { key, ...input }: TaskInput): Promise<string> {
  const { db, clock, self } = around;
  const naturalKey = `${self}:${key}`;
  const before = await db.findOne(GroupInviteTask, { naturalKey });
  if (before) return before.id;
  const { target: found, planned } = await planTask(around, input);
  if (!found.isOpen) throw new AppError('group_code_full', { name: found.name });
  const asked = [...new Set(planned.filter((one) => !one.isIn).map((one) => one.staffId))];
  if (asked.length === 0) throw new AppError('group_invite_nobody');
  const now = clock.now();
  const id = newId('git', now);
  const staff = await db.find(Staff, { id: In(asked) });
  return write(db, async (tx) => {
    await tx.insertMissing(GroupInviteTask, { id, name: input.name, groupCodeId: found.id, tagIds: [...new Set(input.tagIds)], text: input.text, state: 'running', naturalKey, createdBy: self, createdAt: now });
    const task = (await tx.findOne(GroupInviteTask, { naturalKey }))!;
    if (task.id !== id) return task.id;
    await tx.insert(GroupInvitation, planned.map(({ customerId, externalUserid, staffId, isIn }) => ({
      id: newId('gin', now), ruleId: '', taskId: id, groupCodeId: found.id, staffId, externalUserid, customerId, state: isIn ? 'alreadyIn' as const : 'planned' as const, naturalKey: `task:${id}:${customerId}`, at: now, joinedAt: null, groupId: '',
    })));
    for (const one of staff) {
      const send = newId('gis', now);
      await tx.insert(GroupInviteSend, { id: send, taskId: id, staffId: one.id, userId: one.userId, state: 'asking', msgid: '', errcode: 0, askedAt: null, sentAt: null });
      await tx.enqueue(askSend, { id: send }, { key: send });
    }
    return id;
  });
}

export async function remindTask({ db, wecom }: Around, task: GroupInviteTask): Promise<void> {
  const waiting = await db.find(GroupInviteSend, { taskId: task.id, state: 'waiting' });
  if (waiting.length === 0) throw new AppError('group_invite_state');
  const app = await wecom(db.corpId);
  for (const { msgid } of waiting) await remindMassSend(app, msgid);
}

/** First nobody is asked any more, then WeCom is told of those who were. */
export async function stopTask({ db, wecom }: Around, task: GroupInviteTask): Promise<void> {
  if (task.state !== 'running') throw new AppError('group_invite_state');
  await write(db, async (tx) => {
    await tx.update(GroupInviteTask, { id: task.id }, { state: 'stopped' });
    await tx.update(GroupInviteSend, { taskId: task.id, state: 'asking', askedAt: IsNull() }, { state: 'stopped' });
  });
  const app = await wecom(db.corpId);
  for (const { id, msgid, staffId } of await db.find(GroupInviteSend, { taskId: task.id, state: 'waiting' })) {
    await cancelMassSend(app, msgid).catch((error: unknown) => {
      if (!(error instanceof WeComError) || error.errcode !== 41093) throw error;
    });
    await write(db, async (tx) => {
      await tx.update(GroupInviteSend, { id, state: 'waiting' }, { state: 'stopped' });
      await tx.update(GroupInvitation, { taskId: task.id, staffId, state: 'planned' }, { state: 'stopped' });
    });
  }
}

async function target(db: ReadDb, id: string, clock: Clock): Promise<InviteTarget> {
  const found = await inviteTarget(db, id, clock.now());
  if (!found) throw new AppError('not_found', { what: '群活码' });
  return found;
}
