import { In, IsNull } from 'typeorm';
import { newId } from '../../core/db/ids';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import { dateAt } from '../../core/zone';
import { zoneOf } from '../corp';
import { GroupChat } from '../group-chat';
import { groupCodeFilled, groupCodeJoined } from './events';
import { GroupCode, GroupCodeEntry, GroupCodeJoin, GroupCodeVisit } from './entity';
import { noteEvent } from './history';
import { keepAligned } from './orders';
import { stateOf } from './present';
import { fullAt, readRooms } from './rooms';

export interface Joined {
  groupId: string;
  memberId: string;
  customerId: string | null;
  joinedAt: number;
  joinScene: number;
  state: string;
}

/** A place that was kept longer ago than this is not the one that somebody took. */
const latestMs = 86_400_000;

/**
 * Somebody came into a group. WeCom names the join way by which they came, so that is exact. By a group's own picture it names nothing: they count
 * for the code that showed this group to somebody who has not come in since.
 */
export async function countJoin(tx: WriteDb, joined: Joined): Promise<void> {
  const { groupId, memberId, customerId, joinedAt, joinScene, state } = joined;
  const named = state.startsWith('gce_') ? await tx.findOne(GroupCodeEntry, { id: state }) : null;
  if (named && !named.groupIds.includes(groupId)) await takeRoom(tx, named, groupId, joinedAt);
  const candidates = named ? [named] : joinScene === 3 && state === '' ? (await entriesWith(tx, groupId)).filter((entry) => entry.kind === 'picture') : [];
  const visit = candidates.length === 0 ? null : await placeOf(tx, candidates.map((entry) => entry.id), { groupId, customerId, at: joinedAt });
  const entry = named ?? candidates.find(({ id }) => id === visit?.entryId);
  if (!entry || (!named && !visit)) return;
  if (await tx.findOne(GroupCodeJoin, { memberId })) return;
  const id = newId('gcj', joinedAt);
  await tx.insertMissing(GroupCodeJoin, { id, codeId: entry.codeId, entryId: entry.id, groupId, memberId, customerId, at: joinedAt, leftAt: null });
  if (!visit) return;
  await tx.update(GroupCodeVisit, { id: visit.id, joinId: IsNull() }, { joinId: id, until: 0 });
  await tx.publish(groupCodeJoined, { codeId: entry.codeId, visitor: visit.visitor, groupId, memberId, customerId, joinedAt }, { key: `joined:${memberId}` });
}

/** The place that they took: their own where it is known, else that of whoever was shown this way first. */
async function placeOf(tx: WriteDb, entryIds: string[], { groupId, customerId, at }: { groupId: string; customerId: string | null; at: number }): Promise<GroupCodeVisit | null> {
  const waiting = (await tx.find(GroupCodeVisit, { entryId: In(entryIds), joinId: IsNull() }, { order: { shownAt: 'ASC' } })).filter(({ shownAt }) => shownAt !== null && shownAt <= at + 60_000 && shownAt > at - latestMs);
  const here = waiting.filter((visit) => visit.groupId === groupId);
  const candidates = here.length > 0 ? here : waiting;
  return (customerId && waiting.find((visit) => visit.customerId === customerId)) || candidates.find((visit) => visit.customerId === null) || null;
}

/** WeCom opened another group for this way. */
async function takeRoom(tx: WriteDb, entry: GroupCodeEntry, groupId: string, at: number): Promise<void> {
  const groupIds = [...entry.groupIds, groupId];
  await tx.update(GroupCodeEntry, { id: entry.id }, { groupIds, roomBaseId: entry.roomBaseId + 1 });
  await noteEvent(tx, { codeId: entry.codeId, entryId: entry.id, groupId, kind: 'room', at, once: 'once' });
  entry.groupIds = groupIds;
}

export async function countLeave(tx: WriteDb, memberId: string, leftAt: number): Promise<void> {
  await tx.update(GroupCodeJoin, { memberId }, { leftAt });
}

/** A group has more or fewer members, or another owner, or is gone: what that means for the codes it stands on. */
export async function followGroup(tx: WriteDb, groupId: string, at: number): Promise<void> {
  const group = await tx.findOne(GroupChat, { id: groupId });
  if (!group) return;
  for (const entry of await entriesWith(tx, groupId)) {
    const code = (await tx.findOne(GroupCode, { id: entry.codeId }))!;
    const isFull = group.memberCount >= fullAt(entry, code);
    const isInWay = entry.known?.chatIds.includes(group.chatId) ?? false;
    if (group.state === 'dismissed') await noteEvent(tx, { codeId: code.id, entryId: entry.id, groupId, kind: 'dismissed', at: group.dismissedAt ?? at, once: 'once' });
    else if (isFull && await noteEvent(tx, { codeId: code.id, entryId: entry.id, groupId, kind: 'full', at, once: await dayOf(tx, at) })) await noteAllFull(tx, code, at);
    if (entry.kind === 'way' && (isFull || group.state === 'dismissed' ? isInWay : !isInWay)) await tx.enqueue(keepAligned, { id: entry.id });
  }
}

/** Whoever scans meets the fallback from now on. A place that is only kept may come back, so it is no reason. */
export async function noteAllFull(tx: WriteDb, code: GroupCode, at: number): Promise<void> {
  if (stateOf(code, at) !== 'open' || (await readRooms(tx, code, at, { held: false })).some(({ verdict }) => verdict === 'open')) return;
  const day = await dayOf(tx, at);
  if (await noteEvent(tx, { codeId: code.id, entryId: '', groupId: '', kind: 'allFull', at, once: day })) await tx.publish(groupCodeFilled, { codeId: code.id }, { key: `filled:${code.id}:${day}` });
}

/** The owner of groups has left: these drop out until somebody takes them over. */
export async function dropOwner(tx: WriteDb, staffId: string, at: number): Promise<void> {
  for (const group of await tx.find(GroupChat, { ownerId: staffId, state: 'active' })) {
    for (const entry of await entriesWith(tx, group.id)) {
      await noteEvent(tx, { codeId: entry.codeId, entryId: entry.id, groupId: group.id, kind: 'ownerLeft', at, once: staffId });
      if (entry.kind === 'way') await tx.enqueue(keepAligned, { id: entry.id });
    }
  }
}

export async function entriesWith(db: ReadDb, groupId: string): Promise<GroupCodeEntry[]> {
  return db.query(GroupCodeEntry, 'entry').andWhere('entry.removedAt IS NULL AND entry.groupIds LIKE :part', { part: `%"${groupId}"%` }).getMany();
}

/** What happens once a day does so by the company's days. */
const dayOf = async (db: ReadDb, at: number): Promise<string> => dateAt(await zoneOf(db), at);
