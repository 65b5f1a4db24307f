import { In, IsNull, MoreThan, Not } from 'typeorm';
import type { EntryVerdict } from '@scrm/shared/group-code';
import type { ReadDb } from '../../core/db/scope';
import { GroupChat } from '../group-chat';
import { Staff } from '../org';
import { GroupCodeEntry, GroupCodeVisit, type GroupCode } from './entity';

/**
 * How many places a group has: its cap, less the head-room of the code, less its members as WeCom told them last, less the places that are kept
 * for people to whom the group was shown within the last minutes (`holdMs`). A place is given back when the time is over, or taken when somebody
 * comes in. So a group that is known to be full, or is spoken for, is never shown to a stranger.
 * Of a picture whose group nobody knows WeCom tells nothing: there each person to whom it was shown counts as one who came.
 */
export const holdMs = 180_000;

export interface Group {
  row: GroupChat;
  ownerHere: boolean;
  held: number;
}

/** An entry with what it can give at the moment. */
export interface Room {
  entry: GroupCodeEntry;
  groups: Group[];
  verdict: EntryVerdict;
  /** The group that the next one comes into, as far as anybody knows; null: not known, or none. */
  group: GroupChat | null;
  /** Null: without end. */
  free: number | null;
  /** Of these, in that group. */
  freeThere: number | null;
}

export const isLiving = ({ row, ownerHere }: Group) => row.state === 'active' && row.status !== 1 && ownerHere;

/** Members at which a group is not shown any more. */
export const fullAt = ({ cap }: Pick<GroupCodeEntry, 'cap'>, { headRoom }: Pick<GroupCode, 'headRoom'>) => Math.max(1, cap - headRoom);

export const livingEntries = (db: ReadDb, codeId: string) => db.find(GroupCodeEntry, { codeId, removedAt: IsNull() }, { order: { position: 'ASC' } });

/** Join ways of the code that are or should be at WeCom. */
export async function waysOf(db: ReadDb, codeId: string): Promise<GroupCodeEntry[]> {
  return (await db.find(GroupCodeEntry, { codeId, kind: 'way' })).filter((entry) => entry.removedAt === null || entry.configId !== '');
}

/** A picture whose group nobody knows. */
export const isUnknown = ({ kind, groupIds }: GroupCodeEntry) => kind === 'picture' && groupIds.length === 0;

/** In the order of the code. `now` in ms. `held` false: as if no place were kept for anybody. `visitor`: to whom it will be shown, and who takes no second place. */
export async function readRooms(db: ReadDb, code: Pick<GroupCode, 'id' | 'headRoom'>, now: number, { held = true, visitor = '' } = {}): Promise<Room[]> {
  const entries = await livingEntries(db, code.id);
  const groups = await readGroups(db, entries.flatMap((entry) => entry.groupIds), held ? now : Number.MAX_SAFE_INTEGER);
  return Promise.all(entries.map(async (entry) => roomOf(entry, code, entry.groupIds.flatMap((id) => groups.get(id) ?? []), now, isUnknown(entry) ? await shownSince(db, entry, visitor) : 0)));
}

export async function readGroups(db: ReadDb, ids: readonly string[], now: number): Promise<Map<string, Group>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows = await db.find(GroupChat, { id: In(wanted) });
  const owners = await db.find(Staff, { id: In([...new Set(rows.map((row) => row.ownerId))]) });
  const gone = new Set(owners.filter((one) => one.state === 'left').map((one) => one.id));
  const held = await db.query(GroupCodeVisit, 'visit').andWhere('visit.groupId IN (:...wanted) AND visit.until > :now', { wanted, now })
    .select('visit.groupId', 'id').addSelect('COUNT(*)', 'n').groupBy('visit.groupId').getRawMany<{ id: string; n: string | number }>();
  const counts = new Map(held.map(({ id, n }) => [id, Number(n)]));
  return new Map(rows.map((row) => [row.id, { row, ownerHere: !gone.has(row.ownerId), held: counts.get(row.id) ?? 0 }]));
}

const shownSince = (db: ReadDb, entry: GroupCodeEntry, besides: string) => db.count(GroupCodeVisit, { entryId: entry.id, lastAt: MoreThan(entry.pictureSince - 1), visitor: Not(besides) });

function roomOf(entry: GroupCodeEntry, code: Pick<GroupCode, 'headRoom'>, groups: Group[], now: number, shown: number): Room {
  const limit = fullAt(entry, code);
  const living = groups.filter(isLiving);
  const free = (group: Group) => Math.max(0, limit - group.row.memberCount - group.held);
  const open = living.find((group) => free(group) > 0) ?? null;
  const places = isUnknown(entry) ? Math.max(0, limit - shown) : entry.autoCreate && living.length > 0 ? null : living.reduce((sum, group) => sum + free(group), 0);
  const verdict = (): EntryVerdict => {
    if (entry.isOff) return 'off';
    if (entry.kind === 'picture' && entry.pictureUntil !== null && entry.pictureUntil <= now) return 'ended';
    if (!isUnknown(entry) && living.length === 0) return 'gone';
    if (entry.kind === 'way' && entry.qrUrl === '') return 'notReady';
    return places === 0 ? 'full' : 'open';
  };
  return { entry, groups, verdict: verdict(), group: open?.row ?? living.at(-1)?.row ?? null, free: places, freeThere: places === null || !open ? places : free(open) };
}
