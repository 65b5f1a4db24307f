import { In, IsNull } from 'typeorm';
import type { z } from 'zod';
import { groupSizes, type GroupFilter } from '@scrm/shared/group-chat';
import { AppError } from '../../core/errors';
import type { ReadDb, ScopedQuery } from '../../core/db/scope';
import type { Actor, Reach } from '../../core/http/serve';
import { GroupChat, GroupMember } from './entity';

export interface Page<T> {
  rows: T[];
  total: number;
  nextCursor: string | null;
}

/** The newest first. A group is its owner's: who may see that person's customers sees it. */
export async function listGroups(db: ReadDb, filter: z.output<typeof GroupFilter>, { cursor, limit, reach }: { cursor?: string; limit: number; reach: Reach }): Promise<Page<GroupChat>> {
  const total = await filtered(db, filter, reach).getCount();
  const page = filtered(db, filter, reach).orderBy('grp.createdAt', 'DESC').addOrderBy('grp.id', 'DESC').limit(limit + 1);
  if (cursor) page.andWhere('(grp.createdAt < :at OR (grp.createdAt = :at AND grp.id < :id))', readCursor(cursor));
  return cutPage(await page.getMany(), total, limit, (row) => `${row.createdAt}.${row.id}`);
}

function filtered(db: ReadDb, filter: z.output<typeof GroupFilter>, { staffIds }: Reach): ScopedQuery<GroupChat> {
  const { keyword, ownerId, tagIds, state, size, createdFrom, createdTo } = filter;
  const query = db.query(GroupChat, 'grp');
  if (staffIds) query.andWhere(staffIds.length > 0 ? 'grp.ownerId IN (:...reach)' : '1 = 0', { reach: staffIds });
  const word = keyword?.trim().toLowerCase();
  if (word) query.andWhere("(LOWER(grp.name) LIKE :like ESCAPE '!' OR grp.chatId = :word)", { word: keyword!.trim(), like: `%${word.replace(/[!%_]/g, '!$&')}%` });
  if (ownerId) query.andWhere('grp.ownerId = :ownerId', { ownerId });
  if (state) query.andWhere('grp.state = :state', { state });
  if (size) query.andWhere('grp.memberCount BETWEEN :min AND :max', groupSizes[size]);
  if (createdFrom !== undefined) query.andWhere('grp.createdAt >= :createdFrom', { createdFrom });
  if (createdTo !== undefined) query.andWhere('grp.createdAt < :createdTo', { createdTo });
  if (tagIds && tagIds.length > 0) {
    query.andWhere('EXISTS (SELECT 1 FROM group_chat_tag tagged WHERE tagged.corpId = grp.corpId AND tagged.groupId = grp.id AND tagged.tagId IN (:...tagIds))', { tagIds });
  }
  return query;
}

/** Those who are here by when they came, those who left by when they went. */
export async function listMembers(db: ReadDb, groupId: string, { who, cursor, limit }: { who: 'here' | 'left' | 'customers' | 'staff'; cursor?: string; limit: number }): Promise<Page<GroupMember>> {
  const column = who === 'left' ? 'leftAt' : 'joinedAt';
  const query = () => {
    const one = db.query(GroupMember, 'member').andWhere('member.groupId = :groupId', { groupId }).andWhere(who === 'left' ? 'member.leftAt IS NOT NULL' : 'member.leftAt IS NULL');
    if (who === 'customers' || who === 'staff') one.andWhere('member.kind = :kind', { kind: who === 'staff' ? 'staff' : 'customer' });
    return one;
  };
  const total = await query().getCount();
  const page = query().orderBy(`member.${column}`, 'DESC').addOrderBy('member.id', 'DESC').limit(limit + 1);
  if (cursor) page.andWhere(`(member.${column} < :at OR (member.${column} = :at AND member.id < :id))`, readCursor(cursor));
  return cutPage(await page.getMany(), total, limit, (row) => `${row[column]}.${row.id}`);
}

interface Caller {
  db: ReadDb;
  reach(): Promise<Reach>;
  actor: Actor;
}

/** The group, as far as the caller's reach goes: another's group does not exist for them. */
export async function visibleGroup(id: string, caller: Caller): Promise<GroupChat> {
  const group = await caller.db.get(GroupChat, id, '客户群');
  const { staffIds } = await caller.reach();
  if (staffIds !== null && !staffIds.includes(group.ownerId)) throw new AppError('not_found', { what: '客户群' });
  return group;
}

/** The sidebar stands inside of the chat, so whoever is a member there sees what the chat itself shows. */
export async function groupOfChat(chatId: string, { db, reach, actor }: Caller): Promise<GroupChat | null> {
  const group = await db.findOne(GroupChat, { chatId });
  const { staffIds } = await reach();
  if (!group || staffIds === null || staffIds.includes(group.ownerId)) return group;
  const isMember = actor.staffId !== null && (await db.count(GroupMember, { groupId: group.id, staffId: actor.staffId, leftAt: IsNull() })) > 0;
  return isMember ? group : null;
}

/** The groups in which a customer is or was, those they are in first. */
export async function staysOf(db: ReadDb, customerId: string, { staffIds }: Reach): Promise<{ group: GroupChat; stay: GroupMember }[]> {
  const stays = await db.find(GroupMember, { customerId }, { order: { joinedAt: 'DESC' }, take: 200 });
  const groups = new Map((stays.length === 0 ? [] : await db.find(GroupChat, { id: In(stays.map((stay) => stay.groupId)) })).map((group) => [group.id, group]));
  const seen = stays.flatMap((stay) => {
    const group = groups.get(stay.groupId);
    return group && (staffIds === null || staffIds.includes(group.ownerId)) ? [{ group, stay }] : [];
  });
  return seen.sort((a, b) => Number(a.stay.leftAt !== null) - Number(b.stay.leftAt !== null));
}

function cutPage<T>(found: T[], total: number, limit: number, cursorOf: (row: T) => string): Page<T> {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, total, nextCursor: found.length > limit && last ? cursorOf(last) : null };
}

function readCursor(cursor: string): { at: number; id: string } {
  const [, at, id] = /^(\d{1,15})\.(\w{1,40})$/.exec(cursor) ?? [];
  if (!at || !id) throw new AppError('bad_input', { detail: 'cursor' });
  return { at: Number(at), id };
}
