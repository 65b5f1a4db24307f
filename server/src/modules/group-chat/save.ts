import { In, IsNull } from 'typeorm';
import type { WriteDb } from '../../core/db/scope';
import { newId } from '../../core/db/ids';
import { findTombstones } from '../../core/personal/tombstone';
import type { GroupChatDetail } from '../../wecom/api/group-chat';
import { customersByExternalUserids } from '../customer';
import { ensureStaff } from '../org';
import { GroupChat, GroupMember } from './entity';
import { announceJoin, announceLeave, type Announce } from './news';
import { groupDismissed } from './events';

export type Member = GroupChatDetail['member_list'][number];

/** What WeCom answered, and when it was asked (ms). */
export interface Reading {
  detail: GroupChatDetail;
  fetchedAt: number;
}

/** `at` (ms): when those are said to have left who are not listed any more. `newsFrom` (ms): in a group that is new to us, who came since is news. */
export interface Circumstances {
  at: number;
  now: number;
  newsFrom: number;
}

/** Join times are whole seconds and may be a little off the event's. */
const sameMomentMs = 10_000;

/**
 * Brings a group up to what WeCom says of it. Null when a newer answer stands in the row already.
 */
export async function saveGroup(tx: WriteDb, { detail, fetchedAt }: Reading, { at, now, newsFrom }: Circumstances): Promise<GroupChat | null> {
  const owner = await ensureStaff(tx, detail.owner, now);
  const facts = {
    name: cut(detail.name, 128), ownerUserid: detail.owner, ownerId: owner.id, notice: detail.notice, createdAt: detail.create_time * 1000, adminUserids: detail.admin_list.map((one) => one.userid),
    state: 'active' as const, memberVersion: detail.member_version, dismissedAt: null,
  };
  const before = await holdGroup(tx, detail.chat_id, { ...facts, status: 0, memberCount: 0, customerCount: 0, syncedAt: null });
  const isOlder = before.syncedAt !== null && (before.syncedAt > fetchedAt || (before.state === 'dismissed' && before.syncedAt === fetchedAt));
  if (isOlder) return null;
  // Who was in it before we heard of the group came when they came: that is on their timelines, but no news.
  const group = { id: before.id, name: facts.name };
  await saveMembers(tx, before.id, detail.member_list, { at, now, announceFrom: (joinedAt) => ({ group, isNews: before.syncedAt !== null || joinedAt >= newsFrom }) });
  await tx.update(GroupChat, { id: before.id }, {
    ...facts, syncedAt: fetchedAt, memberCount: detail.member_list.length, customerCount: detail.member_list.filter((member) => member.type === 2).length,
  });
  return (await tx.findOne(GroupChat, { id: before.id }))!;
}

/** The group's row, written to first so that two events on the same group wait for each other. */
export async function holdGroup(tx: WriteDb, chatId: string, fresh: Omit<GroupChat, 'id' | 'corpId' | 'chatId'>): Promise<GroupChat> {
  const held = await tx.update(GroupChat, { chatId }, { chatId });
  if (held === 0) await tx.insertMissing(GroupChat, { id: newId('grp'), chatId, ...fresh });
  return (await tx.findOne(GroupChat, { chatId }))!;
}

async function saveMembers(tx: WriteDb, groupId: string, all: readonly Member[], { at, now, announceFrom }: { at: number; now: number; announceFrom: (joinedAt: number) => Announce }): Promise<void> {
  const listed = await withoutForgotten(tx, all);
  const rows = await tx.find(GroupMember, { groupId });
  const stays = new Map<string, GroupMember[]>();
  for (const row of rows) stays.set(row.userId, [...(stays.get(row.userId) ?? []), row]);
  const customers = await customersByExternalUserids(tx, listed.filter((one) => one.type === 2).map((one) => one.userid));
  for (const member of listed) {
    const joinedAt = member.join_time * 1000;
    const announce = announceFrom(joinedAt);
    const isStaff = member.type === 1;
    const staffId = isStaff ? (await ensureStaff(tx, member.userid, now)).id : null;
    const facts = {
      staffId, customerId: isStaff ? null : customers.get(member.userid)?.id ?? null, name: cut(member.name, 128), nickname: cut(member.group_nickname, 128),
      joinScene: member.join_scene, invitorUserid: member.invitor?.userid ?? '', state: cut(member.state, 64),
    };
    const own = stays.get(member.userid) ?? [];
    const same = own.find((stay) => Math.abs(stay.joinedAt - joinedAt) <= sameMomentMs);
    for (const other of own) if (other !== same && other.leftAt === null) await close(tx, other, { leftAt: Math.min(at, joinedAt), quitScene: null, announce });
    if (same) await refresh(tx, same, facts, announce);
    else await open(tx, { groupId, userId: member.userid, kind: isStaff ? 'staff' : 'customer', joinedAt, ...facts }, announce);
  }
  const here = new Set(listed.map((member) => member.userid));
  for (const row of rows) if (row.leftAt === null && !here.has(row.userId)) await close(tx, row, { leftAt: Math.max(at, row.joinedAt), quitScene: null, announce: announceFrom(at) });
}

/** Who was erased is not written down again for having been in the group before. */
async function withoutForgotten(tx: WriteDb, listed: readonly Member[]): Promise<readonly Member[]> {
  const stones = await findTombstones(tx, listed.filter((one) => one.type === 2).map((one) => one.userid));
  return stones.size === 0 ? listed : listed.filter(({ userid, join_time }) => join_time * 1000 > (stones.get(userid)?.erasedAt ?? -1));
}

async function refresh(tx: WriteDb, stay: GroupMember, facts: Partial<GroupMember>, announce: Announce): Promise<void> {
  const told = { ...facts, leftAt: null, quitScene: null };
  const changed = Object.entries(told).some(([column, value]) => stay[column as keyof GroupMember] !== value);
  if (!changed) return;
  await tx.update(GroupMember, { id: stay.id }, told);
  // They have become a customer since: what they did before is theirs.
  if (facts.customerId && facts.customerId !== stay.customerId) await announceJoin(tx, { ...stay, ...told }, { ...announce, isNews: false });
}

export type NewStay = Omit<GroupMember, 'id' | 'corpId' | 'leftAt' | 'quitScene'>;

export async function open(tx: WriteDb, stay: NewStay, announce: Announce): Promise<GroupMember> {
  await tx.insertMissing(GroupMember, { id: newId('gm'), leftAt: null, quitScene: null, ...stay });
  const row = (await tx.findOne(GroupMember, { groupId: stay.groupId, userId: stay.userId, joinedAt: stay.joinedAt }))!;
  await announceJoin(tx, row, announce);
  return row;
}

export async function close(tx: WriteDb, stay: GroupMember, { leftAt, quitScene, announce }: { leftAt: number; quitScene: number | null; announce: Announce }): Promise<void> {
  await tx.update(GroupMember, { id: stay.id }, { leftAt, quitScene });
  await announceLeave(tx, { ...stay, leftAt, quitScene }, announce);
}

/** It does not exist any more: everybody is out, nobody went. */
export async function dismissGroup(tx: WriteDb, chatId: string, { at, now }: { at: number; now: number }): Promise<void> {
  const held = await tx.update(GroupChat, { chatId, state: 'active' }, { state: 'dismissed', dismissedAt: at, syncedAt: now, memberCount: 0, customerCount: 0 });
  if (held === 0) return;
  const group = (await tx.findOne(GroupChat, { chatId }))!;
  for (const stay of await tx.find(GroupMember, { groupId: group.id, leftAt: IsNull() })) {
    await tx.update(GroupMember, { id: stay.id }, { leftAt: at, quitScene: null });
    await announceLeave(tx, { ...stay, leftAt: at, quitScene: null }, { group, isNews: false, isDismissed: true });
  }
  await tx.publish(groupDismissed, { groupId: group.id, chatId, dismissedAt: at }, { key: `dismissed:${group.id}` });
}

/** WeCom's status of each group, from the list. */
export async function saveStatus(tx: WriteDb, listed: readonly { chat_id: string; status: number }[]): Promise<void> {
  for (const status of new Set(listed.map((one) => one.status))) {
    await tx.update(GroupChat, { chatId: In(listed.filter((one) => one.status === status).map((one) => one.chat_id)) }, { status });
  }
}

/** By characters, so that no emoji is halved. */
function cut(text: string, most: number): string {
  return text.length <= most ? text : [...text].slice(0, most).join('');
}
