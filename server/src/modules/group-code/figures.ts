import type { GroupFigures, GroupTold } from '@scrm/shared/group-code';
import { In } from 'typeorm';
import { daysIn } from '../../core/db/days';
import type { ReadDb, ScopedQuery } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { readTree } from '../channel';
import type { Scan } from '../scan';
import { GroupCode, GroupCodeEntry, type GroupCodeJoin } from './entity';
import { byDay, joins, scans, type Range } from './numbers';
import { codesInChannel, type Sight } from './reach';

const dayMs = 86_400_000;
const mostDays = 366;
const none = 'none';

type Counts = Record<'scans' | 'visitors' | 'joined' | 'left', number>;

/** Of the codes in sight, of a channel with all below it. */
export async function groupFiguresFor(db: ReadDb, sight: Sight, { channelId, ...span }: { from: string; to: string; channelId?: string | undefined; zone: string }) {
  return readFigures(db, { ...span, ids: await codesInChannel(db, sight, channelId, true) });
}

/** From the scan to the group, of all these codes together: by code, by channel and by day. `ids` null: all. */
async function readFigures(db: ReadDb, { from, to, ids, zone }: { from: string; to: string; ids: readonly string[] | null; zone: string }) {
  if (Date.parse(to) - Date.parse(from) >= mostDays * dayMs) throw new AppError('span_too_long', { days: mostDays });
  const span = daysIn(zone, from, to);
  const range: Range = { ids, zone, from: span.from, to: span.until };
  const [ofCodes, ofChannels, tree] = [await countBy(db, range, 'code'), await countBy(db, range, 'channel'), await readTree(db)];
  const rows = new Map((ofCodes.size === 0 ? [] : await db.find(GroupCode, { id: In([...ofCodes.keys()]) })).map((code) => [code.id, code]));
  const told = await toldOf(db, [...ofCodes.keys()]);
  const toldIn = (channelId: string) => wholeOf([...rows.values()].flatMap((code) => ((code.channelId ?? none) === channelId ? told.get(code.id)! : [])));
  const all = wholeOf([...told.values()]);
  const visitors = await scans(db, range).select('COUNT(DISTINCT one.visitor)', 'n').getRawOne<{ n: string | number }>();
  const sum = (key: keyof Counts) => [...ofCodes.values()].reduce((total, row) => total + row[key], 0);
  return {
    span, total: present({ scans: sum('scans'), visitors: Number(visitors?.n ?? 0), joined: sum('joined'), left: sum('left') }, all),
    codes: [...ofCodes].map(([id, row]) => ({ id, name: rows.get(id)?.name ?? '', ...present(row, told.get(id)!) })).sort(byScans),
    channels: [...ofChannels].map(([id, row]) => ({ id, name: tree.pathOf(id), ...present(row, toldIn(id)) })).sort(byScans),
    days: (await byDay(db, range)).map(({ day, ...row }) => ({ day, ...daysIn(zone, day, day), ...present(row, all) })).reverse(),
  };
}

const byScans = (a: GroupFigures & { id: string }, b: GroupFigures & { id: string }) => b.scans - a.scans || (b.joined ?? 0) - (a.joined ?? 0) || (a.id < b.id ? -1 : 1);

async function countBy(db: ReadDb, range: Range, by: 'code' | 'channel'): Promise<Map<string, Counts>> {
  const rows = new Map<string, Counts>();
  const count = async (query: ScopedQuery<Scan> | ScopedQuery<GroupCodeJoin>, columns: Partial<Record<keyof Counts, string>>) => {
    if (by === 'channel') query.innerJoin('(SELECT put.id AS id, put.channelId AS channelId FROM group_code put WHERE put.corpId = :scopeCorpId)', 'placed', 'placed.id = one.codeId');
    query.select(by === 'code' ? 'one.codeId' : `COALESCE(placed.channelId, '${none}')`, 'rowKey').groupBy('rowKey');
    for (const [key, sql] of Object.entries(columns)) query.addSelect(sql, `n_${key}`);
    for (const found of await query.getRawMany<{ rowKey: string } & Record<string, string | number>>()) {
      const row = rows.get(found.rowKey) ?? { scans: 0, visitors: 0, joined: 0, left: 0 };
      for (const key of Object.keys(columns) as (keyof Counts)[]) row[key] = Number(found[`n_${key}`]);
      rows.set(found.rowKey, row);
    }
  };
  await count(scans(db, range), { scans: 'COUNT(*)', visitors: 'COUNT(DISTINCT one.visitor)' });
  await count(joins(db, range, 'at'), { joined: 'COUNT(*)' });
  await count(joins(db, range, 'leftAt'), { left: 'COUNT(*)' });
  return rows;
}

/** WeCom tells who joined by a join way, and by the picture of a group that is known here; of other pictures nothing. */
async function toldOf(db: ReadDb, codeIds: readonly string[]): Promise<Map<string, GroupTold>> {
  const entries = codeIds.length === 0 ? [] : await db.find(GroupCodeEntry, { codeId: In([...codeIds]) });
  return new Map(codeIds.map((id) => [id, wholeOf(entries.filter(({ codeId }) => codeId === id).map(({ kind, groupIds }) => (kind === 'way' || groupIds.length > 0 ? 'all' : 'none')))]));
}

const wholeOf = (parts: readonly GroupTold[]): GroupTold => (parts.every((one) => one === 'all') ? 'all' : parts.every((one) => one === 'none') ? 'none' : 'part');

const present = (row: Counts, told: GroupTold): GroupFigures => ({ ...row, ...(told === 'none' && { joined: null, left: null }), told });
