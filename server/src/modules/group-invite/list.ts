import { In } from 'typeorm';
import type { ParsedInputOf } from '@scrm/shared/contract';
import type { groupInvites, Invitation, InviteRule, InviteTask, InviteTaskRow } from '@scrm/shared/group-invite';
import { errors, type Language } from '@scrm/shared/error';
import type { ReadDb } from '../../core/db/scope';
import type { Reach } from '../../core/http/serve';
import { AppError } from '../../core/errors';
import { customerRefs, visibleCustomerIds } from '../customer';
import { GroupChat } from '../group-chat';
import { inviteTarget } from '../group-code';
import { liveCodesByIds } from '../live-code';
import { staffRefs } from '../org';
import { tagRefs } from '../tag';
import { reasonOf } from '../../wecom/errors';
import { GroupInvitation, GroupInviteRule, GroupInviteSend, GroupInviteTask } from './entity';
import { taskWord } from './service';

export interface Sight extends Reach {
  self: string;
}

type Counts = Record<string, number>;

/** Came in after an invitation that went out: who was not asked came by themselves. */
const hasFollowed = 'one.joinedAt IS NOT NULL AND one.state = \'sent\'';

/** How many of each state, and `joined`, by a column. */
async function countBy(db: ReadDb, column: 'ruleId' | 'taskId' | 'staffId', where: Partial<Pick<GroupInvitation, 'ruleId' | 'taskId'>>, reach: Reach): Promise<Map<string, Counts>> {
  const query = db.query(GroupInvitation, 'one');
  for (const [name, value] of Object.entries(where)) query.andWhere(`one.${name} = :${name}`, { [name]: value });
  within(query, reach);
  const rows = await query.select(`one.${column}`, 'id').addSelect('one.state', 'state').addSelect('COUNT(*)', 'n').addSelect(`SUM(CASE WHEN ${hasFollowed} THEN 1 ELSE 0 END)`, 'joined').groupBy(`one.${column}`).addGroupBy('one.state')
    .getRawMany<{ id: string; state: string; n: string | number; joined: string | number }>();
  const counts = new Map<string, Counts>();
  for (const { id, state, n, joined } of rows) {
    const one = counts.get(id) ?? {};
    counts.set(id, { ...one, [state]: Number(n), all: (one.all ?? 0) + Number(n), joined: (one.joined ?? 0) + Number(joined) });
  }
  return counts;
}

function within(query: { andWhere(condition: string, parameters?: object): unknown }, { staffIds }: Reach): void {
  if (staffIds !== null) query.andWhere(staffIds.length > 0 ? 'one.staffId IN (:...reach)' : '1 = 0', { reach: [...staffIds] });
}

export async function listRules(db: ReadDb, reach: Reach, now: number): Promise<InviteRule[]> {
  const rules = await db.find(GroupInviteRule, {});
  const codes = await liveCodesByIds(db, rules.map((rule) => rule.liveCodeId).filter(Boolean));
  const counts = await countBy(db, 'ruleId', { taskId: '' }, reach);
  const items = await Promise.all(rules.map(async ({ id, liveCodeId, groupCodeId, title, isOn }): Promise<InviteRule> => {
    const n = counts.get(id) ?? {};
    const code = codes.get(liveCodeId);
    const named = liveCodeId === '' ? null : { id: liveCodeId, name: code?.name ?? '' };
    return { id, liveCode: named, groupCode: await openRef(db, groupCodeId, now), title, isOn, added: n.all ?? 0, sent: n.sent ?? 0, alreadyIn: n.alreadyIn ?? 0, noRoom: n.noRoom ?? 0, joined: n.joined ?? 0 };
  }));
  return items.sort((a, b) => Number(a.liveCode !== null) - Number(b.liveCode !== null) || (a.id < b.id ? 1 : -1));
}

const openRef = async (db: ReadDb, id: string, now: number) => {
  const target = await inviteTarget(db, id, now);
  return { id, name: target?.name ?? '', isOpen: target?.isOpen ?? false };
};

const codeRef = async (db: ReadDb, id: string, now: number) => {
  const { name } = await openRef(db, id, now);
  return { id, name };
};

/** Those of one's own, and those in which somebody within reach has a part. */
function tasksInSight(db: ReadDb, { self, staffIds }: Sight) {
  const query = db.query(GroupInviteTask, 'task');
  if (staffIds === null) return query;
  const has = staffIds.length === 0 ? '1 = 0' : 'EXISTS (SELECT 1 FROM group_invite_send part WHERE part.corpId = task.corpId AND part.taskId = task.id AND part.staffId IN (:...reach))';
  return query.andWhere(`(task.createdBy = :self OR ${has})`, { self, reach: [...staffIds] });
}

export async function visibleTask(db: ReadDb, id: string, sight: Sight): Promise<GroupInviteTask> {
  const task = await tasksInSight(db, sight).andWhere('task.id = :id', { id }).getOne();
  if (!task) throw new AppError('not_found', { what: taskWord });
  return task;
}

export async function listTasks(db: ReadDb, { cursor, limit }: { cursor?: string | undefined; limit: number }, sight: Sight, now: number): Promise<{ items: InviteTaskRow[]; total: number; nextCursor: string | null }> {
  const page = tasksInSight(db, sight).orderBy('task.id', 'DESC').take(limit + 1);
  if (cursor) page.andWhere('task.id < :cursor', { cursor });
  const found = await page.getMany();
  const rows = found.slice(0, limit);
  return { items: await presentTasks(db, rows, sight, now), total: await tasksInSight(db, sight).getCount(), nextCursor: found.length > limit ? rows.at(-1)!.id : null };
}

async function presentTasks(db: ReadDb, tasks: readonly GroupInviteTask[], reach: Reach, now: number): Promise<InviteTaskRow[]> {
  if (tasks.length === 0) return [];
  const counts = await countBy(db, 'taskId', { ruleId: '' }, reach);
  const sends = await db.find(GroupInviteSend, { taskId: In(tasks.map((task) => task.id)) });
  return Promise.all(tasks.map(async ({ id, name, groupCodeId, state, createdAt }) => {
    const n = counts.get(id) ?? {};
    const own = sends.filter((send) => send.taskId === id && (reach.staffIds === null || reach.staffIds.includes(send.staffId)));
    return { id, name, groupCode: await codeRef(db, groupCodeId, now), state, createdAt, staffCount: own.length, sentStaff: own.filter((send) => send.state === 'sent').length, ...figuresOf(n), alreadyIn: n.alreadyIn ?? 0 };
  }));
}

const figuresOf = (n: Counts) => ({ customers: (n.all ?? 0) - (n.alreadyIn ?? 0), sent: n.sent ?? 0, joined: n.joined ?? 0 });

export async function presentTask(db: ReadDb, task: GroupInviteTask, reach: Reach, { now, language }: { now: number; language: Language }): Promise<InviteTask> {
  const [row] = await presentTasks(db, [task], reach, now);
  const sends = (await db.find(GroupInviteSend, { taskId: task.id }, { order: { id: 'ASC' } })).filter((send) => reach.staffIds === null || reach.staffIds.includes(send.staffId));
  const [staff, counts, tags] = await Promise.all([staffRefs(db, sends.map((send) => send.staffId)), countBy(db, 'staffId', { taskId: task.id }, reach), tagRefs(db, task.tagIds)]);
  return {
    ...row!, text: task.text, tags: task.tagIds.flatMap((id) => tags.get(id) ?? []),
    sends: sends.flatMap((send) => {
      const one = staff.get(send.staffId);
      const n = counts.get(send.staffId) ?? {};
      const error = send.state === 'unclear' ? errors.group_invite_unclear[language] : send.errcode === 0 ? '' : reasonOf(send.errcode, language);
      return one ? [{ id: send.id, staff: one, state: send.state, error, sentAt: send.sentAt, ...figuresOf(n), notFriend: n.notFriend ?? 0, quota: n.quota ?? 0 }] : [];
    }),
  };
}

/** The newest first. */
export async function listInvitations(db: ReadDb, { ruleId, taskId, staffId, state, joined, invited, cursor, limit }: ParsedInputOf<(typeof groupInvites)['invitations']>, reach: Reach): Promise<{ items: Invitation[]; total: number; nextCursor: string | null }> {
  const all = () => {
    const query = db.query(GroupInvitation, 'one');
    for (const [name, value] of Object.entries({ ruleId, taskId, staffId, state })) if (value) query.andWhere(`one.${name} = :${name}`, { [name]: value });
    if (joined !== undefined) query.andWhere(joined ? hasFollowed : `NOT (${hasFollowed})`);
    if (invited) query.andWhere('one.state <> :alreadyIn', { alreadyIn: 'alreadyIn' });
    within(query, reach);
    return query;
  };
  const page = all().orderBy('one.id', 'DESC').take(limit + 1);
  if (cursor) page.andWhere('one.id < :cursor', { cursor });
  const found = await page.getMany();
  const rows = found.slice(0, limit);
  const customers = await customerRefs(db, rows.flatMap((row) => row.customerId ?? []));
  const visible = await visibleCustomerIds(db, [...customers.keys()], reach);
  const staff = await staffRefs(db, rows.map((row) => row.staffId).filter(Boolean));
  const groupIds = [...new Set(rows.map((row) => row.groupId))].filter(Boolean);
  const groups = new Map((groupIds.length === 0 ? [] : await db.find(GroupChat, { id: In(groupIds) })).map((group) => [group.id, group.name]));
  return {
    total: await all().getCount(), nextCursor: found.length > limit ? rows.at(-1)!.id : null,
    items: rows.map((row) => {
      const ref = row.customerId && visible.has(row.customerId) ? customers.get(row.customerId) : undefined;
      return { id: row.id, at: row.at, state: row.state, staff: staff.get(row.staffId) ?? null, customer: ref ? { id: ref.id, name: ref.name, avatarUrl: ref.avatarUrl } : null, joinedAt: row.joinedAt, groupName: groups.get(row.groupId) ?? '' };
    }),
  };
}
