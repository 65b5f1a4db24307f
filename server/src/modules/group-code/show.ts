import { In, IsNull } from 'typeorm';
import type { Clock } from '../../core/clock';
import { newId } from '../../core/db/ids';
import { write, type ReadDb, type WriteDb } from '../../core/db/scope';
import type { Secrets } from '../../core/secrets';
import { FollowUser } from '../customer';
import { GroupChat, GroupMember } from '../group-chat';
import { tagIdsOf } from '../tag';
import { GroupCode, GroupCodeVisit, type GroupCodeEntry } from './entity';
import { noteEvent } from './history';
import { takeShare } from './hold-share';
import { pickRoom } from './pick';
import { noteAllFull } from './joins';
import { holdMs, isUnknown, livingEntries, readRooms, type Room } from './rooms';

export type Shown =
  | { outcome: 'shown'; room: Room }
  /** They are in this group already. `room` where its picture would lead there. */
  | { outcome: 'own'; group: GroupChat; room: Room | null }
  | { outcome: 'full' };

export interface Scanner {
  visitor: string;
  /** Null: nobody knows who it is. */
  customerId: string | null;
  /** From where they ask. */
  address: string;
}

export interface ShowContext {
  db: ReadDb;
  clock: Clock;
  secrets: Secrets;
}

/** What this visitor sees at the code, and a place kept for them where it is a group. `isNew`: it is counted. */
export async function showGroup({ db, clock, secrets }: ShowContext, code: GroupCode, { visitor, customerId, address }: Scanner, isNew: boolean): Promise<Shown> {
  const now = clock.now();
  const own = customerId ? await ownGroup(db, code, customerId) : null;
  if (own) {
    const room = (await readRooms(db, code, now)).find(({ entry }) => leadsTo(entry, own)) ?? null;
    await write(db, (tx) => keepVisit(tx, { code, visitor, customerId, entryId: room?.entry.id ?? '', groupId: own.id, until: 0, now, isNew }));
    return { outcome: 'own', group: own, room };
  }
  const tagIds = customerId && code.rule === 'tag' ? await tagsOf(db, customerId) : [];
  const groupIds = [...new Set((await livingEntries(db, code.id)).flatMap((entry) => entry.groupIds))].sort();
  return write(db, async (tx) => {
    // The code first, then all of its groups at once: who comes at the same moment waits here, and then sees what is taken. So do events that
    // change how many are in a group.
    await tx.update(GroupCode, { id: code.id }, { turn: () => 'turn + 1' });
    if (groupIds.length > 0) await tx.update(GroupChat, { id: In(groupIds) }, { status: () => 'status' });
    const fresh = (await tx.findOne(GroupCode, { id: code.id }))!;
    const before = await tx.findOne(GroupCodeVisit, { codeId: code.id, visitor });
    // Their own place is theirs.
    if (before && before.until > now) await tx.update(GroupCodeVisit, { id: before.id }, { until: 0 });
    const rooms = await readRooms(tx, fresh, now, { visitor });
    const room = pickRoom(fresh, rooms, { tagIds, lastEntryId: before?.entryId ?? '' }, Math.random);
    const groupId = room?.group?.id ?? '';
    const isKept = room !== null && (customerId !== null || await takeShare(tx, secrets, { groupId, free: room.freeThere, visitor, address, now }));
    await keepVisit(tx, { code, visitor, customerId, entryId: room?.entry.id ?? '', groupId, until: isKept ? now + holdMs : 0, now, isNew });
    if (!room) {
      // No news from WeCom tells that a picture of an unknown group is used up.
      if (rooms.some(({ entry }) => isUnknown(entry))) await noteAllFull(tx, fresh, now);
      return { outcome: 'full' };
    }
    await noteTurn(tx, fresh, room, now);
    return { outcome: 'shown', room };
  });
}

/** Which group was shown when: kept where groups follow one another. */
async function noteTurn(tx: WriteDb, code: GroupCode, { entry, group }: Room, now: number): Promise<void> {
  const lastShown = `${entry.id}:${group?.id ?? ''}`;
  if (code.rule !== 'order' || code.lastShown === lastShown) return;
  await tx.update(GroupCode, { id: code.id }, { lastShown });
  await noteEvent(tx, { codeId: code.id, entryId: entry.id, groupId: group?.id ?? '', kind: 'shown', at: now });
}

interface VisitFacts {
  code: GroupCode;
  visitor: string;
  customerId: string | null;
  entryId: string;
  groupId: string;
  until: number;
  now: number;
  isNew: boolean;
}

async function keepVisit(tx: WriteDb, { code, visitor, customerId, entryId, groupId, until, now, isNew }: VisitFacts): Promise<void> {
  await tx.insertMissing(GroupCodeVisit, {
    id: newId('gcv', now), codeId: code.id, visitor, entryId: '', groupId: '', firstAt: now, lastAt: now, shownAt: null, until: 0, scans: 0, joinId: null, customerId: null,
  });
  await tx.update(GroupCodeVisit, { codeId: code.id, visitor }, {
    lastAt: now, until, ...(isNew && { scans: () => 'scans + 1' }), ...(entryId !== '' && { entryId, groupId, shownAt: now }), ...(customerId && { customerId }),
  });
}

/** Of all groups of the code, also of those that are full or stood there before: the one in which the customer is. */
async function ownGroup(db: ReadDb, code: GroupCode, customerId: string): Promise<GroupChat | null> {
  const groupIds = [...new Set((await livingEntries(db, code.id)).flatMap((entry) => entry.groupIds))];
  if (groupIds.length === 0) return null;
  const [stay] = await db.find(GroupMember, { customerId, groupId: In(groupIds), leftAt: IsNull() }, { order: { joinedAt: 'DESC' } });
  return stay ? db.findOne(GroupChat, { id: stay.groupId, state: 'active' }) : null;
}

/** WeCom leads who is in one of the way's groups back to it; of groups that were taken off the way, being full, it knows nothing. */
const leadsTo = (entry: GroupCodeEntry, group: GroupChat) => entry.groupIds.includes(group.id) && !entry.isOff && (entry.kind === 'picture' || (entry.qrUrl !== '' && entry.known?.chatIds.includes(group.chatId) === true));

async function tagsOf(db: ReadDb, customerId: string): Promise<string[]> {
  const follows = await db.find(FollowUser, { customerId, lostAt: IsNull() });
  return [...(await tagIdsOf(db, follows.map((one) => one.id))).values()].flat();
}
