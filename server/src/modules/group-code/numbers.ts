import type { GroupCodeItem, GroupCodeList, GroupNumbers } from '@scrm/shared/group-code';
import { dateOfNumber, datesOf, dayNumber } from '../../core/db/days';
import type { ReadDb, ScopedQuery } from '../../core/db/scope';
import type { Reach } from '../../core/http/serve';
import { AppError } from '../../core/errors';
import { dateOf, localDay } from '../../core/zone';
import { customerRefs, visibleCustomerIds } from '../customer';
import { GroupMember } from '../group-chat';
import { Scan } from '../scan';
import { GroupCodeEntry, GroupCodeJoin, GroupCodeVisit } from './entity';
import { groupNames } from './present';
import { In } from 'typeorm';

/** Of a code, or of these, or of all; from and to in ms. */
export interface Range {
  id?: string | undefined;
  /** Without `id`. Null: of all. */
  ids?: readonly string[] | null;
  from: number;
  to: number;
  /** By which days begin. */
  zone: string;
}
interface Narrow extends Range {
  entryId?: string | undefined;
  groupId?: string | undefined;
}

const shownOutcomes = ['shown', 'own'];

/** Its rows, each found by code and time. */
function ofCodes<T extends Scan | GroupCodeJoin | GroupCodeVisit>(db: ReadDb, entity: new () => T, { id, ids }: Range): ScopedQuery<T> {
  const query = db.query(entity, 'one');
  if (id !== undefined) return query.andWhere('one.codeId = :id', { id });
  if (!ids) return query.andWhere('one.codeId IN (SELECT code.id FROM group_code code WHERE code.corpId = :scopeCorpId)');
  return query.andWhere(ids.length === 0 ? '1 = 0' : 'one.codeId IN (:...ids)', { ids });
}

export function scans(db: ReadDb, { from, to, entryId, groupId, ...range }: Narrow): ScopedQuery<Scan> {
  const query = ofCodes(db, Scan, { ...range, from, to }).andWhere('one.at >= :from AND one.at < :to', { from, to });
  // WeCom's word for the way is the entry's id.
  if (entryId) query.andWhere('one.wayId = :entryId', { entryId });
  if (groupId) query.andWhere('one.target = :groupId', { groupId });
  return query;
}

export function joins(db: ReadDb, { from, to, entryId, groupId, ...range }: Narrow, column: 'at' | 'leftAt'): ScopedQuery<GroupCodeJoin> {
  const query = ofCodes(db, GroupCodeJoin, { ...range, from, to }).andWhere(`one.${column} >= :from AND one.${column} < :to`, { from, to });
  if (entryId) query.andWhere('one.entryId = :entryId', { entryId });
  if (groupId) query.andWhere('one.groupId = :groupId', { groupId });
  return query;
}

/** Browsers that were shown a group last within this time. */
function visits(db: ReadDb, { from, to, entryId, groupId, ...range }: Narrow, onlyUnjoined: boolean): ScopedQuery<GroupCodeVisit> {
  const query = ofCodes(db, GroupCodeVisit, { ...range, from, to }).andWhere('one.shownAt >= :from AND one.shownAt < :to', { from, to });
  if (entryId) query.andWhere('one.entryId = :entryId', { entryId });
  if (groupId) query.andWhere('one.groupId = :groupId', { groupId });
  return onlyUnjoined ? query.andWhere('one.joinId IS NULL') : query;
}

type Counted = Record<string, string | number | null>;
const n = (row: Counted | undefined, key: string) => Number(row?.[key] ?? 0);

export async function readNumbers(db: ReadDb, range: Range & { id: string }): Promise<GroupNumbers> {
  const scanned = await scans(db, range).select('COUNT(*)', 'scans').addSelect('COUNT(DISTINCT one.visitor)', 'visitors').getRawOne<Counted>();
  const turnedAway = await scans(db, range).andWhere('one.outcome NOT IN (:...shownOutcomes)', { shownOutcomes }).getCount();
  const [shown, unjoined, joined, left] = [await visits(db, range, false).getCount(), await visits(db, range, true).getCount(), await joins(db, range, 'at').getCount(), await joins(db, range, 'leftAt').getCount()];
  return { scans: n(scanned, 'scans'), visitors: n(scanned, 'visitors'), shown, unjoined, turnedAway, joined, left, days: await byDay(db, range), groups: await byGroup(db, range) };
}

export async function byDay(db: ReadDb, range: Range): Promise<GroupNumbers['days']> {
  const [first, last] = [range.from, range.to - 1].map((at) => dateOf(localDay(range.zone, at))) as [string, string];
  const days = new Map(datesOf(first, last).map((day) => [day, { day, scans: 0, visitors: 0, joined: 0, left: 0 }]));
  const dayOf = (column: string) => dayNumber(column, range.zone, first, last);
  const put = (rows: Counted[], keys: ('scans' | 'visitors' | 'joined' | 'left')[]) => {
    for (const row of rows) {
      const day = days.get(dateOfNumber(row.day));
      if (day) for (const key of keys) day[key] = n(row, key);
    }
  };
  put(await scans(db, range).select(dayOf('one.at'), 'day').addSelect('COUNT(*)', 'scans').addSelect('COUNT(DISTINCT one.visitor)', 'visitors').groupBy('day').getRawMany<Counted>(), ['scans', 'visitors']);
  put(await joins(db, range, 'at').select(dayOf('one.at'), 'day').addSelect('COUNT(*)', 'joined').groupBy('day').getRawMany<Counted>(), ['joined']);
  put((await joins(db, range, 'leftAt').select(dayOf('one.leftAt'), 'day').addSelect('COUNT(*)', 'gone').groupBy('day').getRawMany<Counted>()).map((row) => ({ ...row, left: row.gone ?? 0 })), ['left']);
  return [...days.values()];
}

/** One line for each group that was shown or joined, and for each picture whose group nobody knows. */
async function byGroup(db: ReadDb, range: Range & { id: string }): Promise<GroupNumbers['groups']> {
  const lines = new Map<string, GroupNumbers['groups'][number]>();
  const entries = new Map((await db.find(GroupCodeEntry, { codeId: range.id })).map((entry) => [entry.id, entry]));
  const lineOf = (entryId: string, groupId: string) => {
    const key = `${entryId}:${groupId}`;
    const entry = entries.get(entryId);
    const counted = entry?.kind === 'way' ? 'exact' : groupId ? 'likely' : 'untold';
    if (!lines.has(key)) lines.set(key, { entryId, groupId, name: '', scans: 0, visitors: 0, joined: 0, left: 0, unjoined: 0, firstAt: null, lastAt: null, counted });
    return lines.get(key)!;
  };
  const scanned = await scans(db, range).andWhere('one.outcome IN (:...shownOutcomes) AND one.wayId <> \'\'', { shownOutcomes }).select('one.wayId', 'entryId').addSelect('one.target', 'target').addSelect('COUNT(*)', 'scans')
    .addSelect('COUNT(DISTINCT one.visitor)', 'visitors').addSelect('MIN(one.at)', 'firstAt').addSelect('MAX(one.at)', 'lastAt').groupBy('one.wayId').addGroupBy('one.target').getRawMany<Counted>();
  for (const row of scanned) {
    const target = String(row.target);
    Object.assign(lineOf(String(row.entryId), target.startsWith('gce_') ? '' : target), { scans: n(row, 'scans'), visitors: n(row, 'visitors'), firstAt: n(row, 'firstAt'), lastAt: n(row, 'lastAt') });
  }
  const perGroup = <T extends GroupCodeJoin | GroupCodeVisit>(query: ScopedQuery<T>) => query.select('one.entryId', 'entryId').addSelect('one.groupId', 'groupId').addSelect('COUNT(*)', 'n').groupBy('one.entryId').addGroupBy('one.groupId').getRawMany<Counted>();
  for (const row of await perGroup(joins(db, range, 'at'))) lineOf(String(row.entryId), String(row.groupId)).joined = n(row, 'n');
  for (const row of await perGroup(joins(db, range, 'leftAt'))) lineOf(String(row.entryId), String(row.groupId)).left = n(row, 'n');
  for (const row of await perGroup(visits(db, range, true))) if (row.entryId !== '') lineOf(String(row.entryId), String(row.groupId)).unjoined = n(row, 'n');
  const names = await groupNames(db, [...lines.values()].map((line) => line.groupId));
  for (const line of lines.values()) line.name = names.get(line.groupId) || entries.get(line.entryId)?.name || '';
  return [...lines.values()].sort((a, b) => (entries.get(a.entryId)?.position ?? 0) - (entries.get(b.entryId)?.position ?? 0) || a.name.localeCompare(b.name));
}

export interface RowsInput extends Narrow {
  list: GroupCodeList;
  cursor?: string | undefined;
  limit: number;
}

/** The rows behind one number: as many as the number says. */
export async function listRows(db: ReadDb, input: RowsInput, reach: Reach): Promise<{ items: GroupCodeItem[]; total: number; nextCursor: string | null }> {
  const start = input.cursor === undefined ? 0 : Number(input.cursor);
  if (!Number.isInteger(start) || start < 0) throw new AppError('bad_input', { detail: 'cursor' });
  const { total, items } = await page(db, input, start);
  const customers = await customerRefs(db, items.flatMap((item) => item.customerId ?? []));
  const visible = await visibleCustomerIds(db, [...customers.keys()], reach);
  const groups = await groupNames(db, items.map((item) => item.groupId));
  const end = start + items.length;
  return {
    total, nextCursor: end < total ? String(end) : null,
    items: items.map(({ customerId, groupId, ...item }) => {
      const ref = customerId && visible.has(customerId) ? customers.get(customerId) : undefined;
      return { ...item, groupName: groups.get(groupId) ?? '', customer: ref ? { id: ref.id, name: ref.name, avatarUrl: ref.avatarUrl } : null };
    }),
  };
}

type Item = Omit<GroupCodeItem, 'customer' | 'groupName'> & { customerId: string | null; groupId: string };

async function page(db: ReadDb, input: RowsInput, start: number): Promise<{ total: number; items: Item[] }> {
  const cut = async <T extends { id: string; corpId: string }>(query: () => ScopedQuery<T>, column: string, present: (rows: T[]) => Item[] | Promise<Item[]>) =>
    ({ total: await query().getCount(), items: await present(await query().orderBy(`one.${column}`, 'DESC').addOrderBy('one.id', 'DESC').skip(start).take(input.limit).getMany()) });
  switch (input.list) {
    case 'scans': return cut(() => scans(db, input), 'at', (rows) => rows.map(ofScan));
    case 'turnedAway': return cut(() => scans(db, input).andWhere('one.outcome NOT IN (:...shownOutcomes)', { shownOutcomes }), 'at', (rows) => rows.map(ofScan));
    case 'joined': return cut(() => joins(db, input, 'at'), 'at', (rows) => ofJoins(db, rows));
    case 'left': return cut(() => joins(db, input, 'leftAt'), 'leftAt', (rows) => ofJoins(db, rows));
    case 'shown': case 'unjoined': return cut(() => visits(db, input, input.list === 'unjoined'), 'shownAt', (rows) => rows.map((row) => ({
      id: row.id, at: row.shownAt!, outcome: '', visitor: short(row.visitor), name: '', leftAt: null, times: row.scans, customerId: row.customerId, groupId: row.groupId,
    })));
    case 'visitors': return visitors(db, input, start);
  }
}

const short = (visitor: string) => visitor.slice(-6);
const ofScan = (row: Scan): Item => ({ id: row.id, at: row.at, outcome: row.outcome, visitor: short(row.visitor), name: '', leftAt: null, times: 1, customerId: row.customerId, groupId: row.target });

async function ofJoins(db: ReadDb, rows: GroupCodeJoin[]): Promise<Item[]> {
  const members = new Map((rows.length === 0 ? [] : await db.find(GroupMember, { id: In(rows.map((row) => row.memberId)) })).map((member) => [member.id, member]));
  return rows.map((row) => ({ id: row.id, at: row.at, outcome: '', visitor: '', name: members.get(row.memberId)?.name ?? '', leftAt: row.leftAt, times: 1, customerId: row.customerId, groupId: row.groupId }));
}

/** Each browser once, with its last opening. */
async function visitors(db: ReadDb, input: RowsInput, start: number): Promise<{ total: number; items: Item[] }> {
  const total = await scans(db, input).select('COUNT(DISTINCT one.visitor)', 'n').getRawOne<Counted>();
  const rows = await scans(db, input).select('one.visitor', 'visitor').addSelect('MAX(one.at)', 'at').addSelect('COUNT(*)', 'times').addSelect('MAX(one.customerId)', 'customerId').groupBy('one.visitor')
    .orderBy('at', 'DESC').addOrderBy('visitor', 'DESC').offset(start).limit(input.limit).getRawMany<Counted>();
  return { total: n(total, 'n'), items: rows.map((row) => ({ id: String(row.visitor), at: n(row, 'at'), outcome: '', visitor: short(String(row.visitor)), name: '', leftAt: null, times: n(row, 'times'), customerId: row.customerId === null ? null : String(row.customerId), groupId: '' })) };
}
