import { codeWays, replyTellers, scanTellers, type CodeGrouping, type CodeWay } from '@scrm/shared/code-figures';
import type { CodeFigures, CodeNumberRow } from '@scrm/shared/code-numbers';
import { dateOfNumber, datesOf } from '../../core/db/days';
import type { ReadDb } from '../../core/db/scope';
import { channelsOfCodes, namesOf } from './names';
import { joinReached, keyColumn, sourcesOf, stepConditions, within, type Scope, type SourceName } from './source';

type Counts = Record<'scans' | 'added' | 'replied' | 'reached' | 'lostByCustomer' | 'lostByUs' | 'scanTold' | 'replyTold', number> & { ways: Set<CodeWay> };

type Key = string | number | null;
/** Beside all who were added. */
const ofAdds = ['replied', 'lostByCustomer', 'lostByUs'] as const;

const nothing = (): Counts => ({ scans: 0, added: 0, replied: 0, reached: 0, lostByCustomer: 0, lostByUs: 0, scanTold: 0, replyTold: 0, ways: new Set() });

export interface Table {
  total: CodeFigures;
  rows: CodeNumberRow[];
}

export async function readTable(db: ReadDb, scope: Scope, by: CodeGrouping): Promise<Table> {
  const counted = await count(db, scope, by);
  const all = nothing();
  for (const row of counted.values()) {
    for (const key of Object.keys(all) as (keyof Counts)[]) if (key !== 'ways') all[key] += row[key];
    for (const way of row.ways) all.ways.add(way);
  }
  if (by === 'day') for (const day of datesOf(scope.from, scope.to)) if (!counted.has(day)) counted.set(day, nothing());
  const total = present(all, all, scope);
  const names = await namesOf(db, by, [...counted.keys()]);
  const rows = [...counted].map(([key, counts]) => ({ key, name: names.get(key)?.name ?? '', staff: names.get(key)?.staff ?? null, ...present(counts, all, scope) }));
  return { total, rows: rows.sort((a, b) => (by === 'day' ? (a.key < b.key ? 1 : -1) : b.added - a.added || (b.scans ?? 0) - (a.scans ?? 0) || (a.key < b.key ? -1 : 1))) };
}

async function count(db: ReadDb, scope: Scope, by: CodeGrouping): Promise<Map<string, Counts>> {
  const rows = new Map<string, Counts>();
  const channels = by === 'channel' ? await channelsOfCodes(db) : null;
  const rowOf = (key: string | number | null) => {
    const text = by === 'day' ? dateOfNumber(key) : channels ? channels.get(String(key)) ?? '' : String(key ?? '');
    return rows.get(text) ?? rows.set(text, nothing()).get(text)!;
  };
  const scansIn = async (source: SourceName) => {
    const query = within(db, source, scope).select(keyColumn(source, by, scope), 'rowKey').addSelect('COUNT(*)', 'n').groupBy('rowKey');
    for (const { rowKey, n } of await query.getRawMany<{ rowKey: Key; n: string | number }>()) rowOf(rowKey).scans += Number(n);
  };
  const reached = async () => {
    const query = joinReached(within(db, 'adds', scope), scope).select(keyColumn('adds', by, scope), 'rowKey').addSelect('COUNT(*)', 'n').groupBy('rowKey');
    for (const { rowKey, n } of await query.getRawMany<{ rowKey: Key; n: string | number }>()) rowOf(rowKey).reached += Number(n);
  };
  const adds = async () => {
    // By one key alone: grouping by two takes a database twice as long.
    const query = within(db, 'adds', scope).select(keyColumn('adds', by, scope), 'rowKey').groupBy('rowKey');
    const count = (name: string, condition: string) => query.addSelect(`SUM(CASE WHEN ${condition} THEN 1 ELSE 0 END)`, name);
    for (const way of codeWays) count(`by_${way}`, `row.way = '${way}'`);
    for (const step of ofAdds) count(step, stepConditions[step]);
    for (const { rowKey, ...counts } of await query.getRawMany<{ rowKey: Key } & Record<string, string | number>>()) {
      const row = rowOf(rowKey);
      for (const step of ofAdds) row[step] += Number(counts[step]);
      for (const way of codeWays) {
        const n = Number(counts[`by_${way}`]);
        if (n === 0) continue;
        row.added += n;
        if (scanTellers.includes(way)) row.scanTold += n;
        if (replyTellers.includes(way)) row.replyTold += n;
        row.ways.add(way);
      }
    }
  };
  await Promise.all([...sourcesOf('scans').map(scansIn), adds(), reached()]);
  return rows;
}

/** What nothing in the row tells of is no zero; where the row is empty it is one if the whole tells of it. */
function present({ ways, ...counts }: Counts, all: Counts, { stage }: Pick<Scope, 'stage'>): CodeFigures {
  const told = (one: Pick<Counts, 'scans' | 'added' | 'scanTold' | 'replyTold'>) => ({ scans: one.scans + one.scanTold > 0, replied: one.replyTold > 0 });
  const tells = counts.added + counts.scans > 0 ? told(counts) : told(all);
  return { ...counts, scans: tells.scans ? counts.scans : null, replied: tells.replied ? counts.replied : null, reached: stage === null ? null : counts.reached, ways: [...ways].sort() };
}
