import type { Database } from '../../../core/db/database';
import type { SavedState } from '../rule';
import type { Facts } from './book';
import { mostVisitors } from './visitors';

/** What is counted of these codes, and up to which batch. Absent: nobody scanned yet. */
export async function readCounters(database: Database, ids: string[]): Promise<Map<string, { number: number; state: SavedState }>> {
  if (ids.length === 0) return new Map();
  const rows = await database.query<{ codeId: string; number: number | string; state: string }>(`SELECT codeId, number, state FROM live_code_counter WHERE codeId IN (${ids.map(() => '?').join(', ')})`, ids);
  return new Map(rows.map(({ codeId, number, state }) => [codeId, { number: Number(number), state: JSON.parse(state) as SavedState }]));
}

/** To whom these codes showed somebody new since then, oldest first. */
export async function readShown(database: Database, codes: Pick<Facts, 'id' | 'corpId'>[], since: number): Promise<Map<string, { visitor: string; staffId: string; at: number }[]>> {
  const found = new Map<string, { visitor: string; staffId: string; at: number }[]>();
  for (const corpId of new Set(codes.map((code) => code.corpId))) {
    const ids = codes.filter((code) => code.corpId === corpId).map(({ id }) => id);
    const rows = await database.query<{ codeId: string; visitor: string; target: string; at: number | string; reason: string | null }>(
      `SELECT codeId, visitor, target, at, reason FROM scan WHERE corpId = ? AND codeId IN (${ids.map(() => '?').join(', ')}) AND at > ? AND outcome = 'shown' ORDER BY at DESC, id DESC LIMIT ${mostVisitors}`, [corpId, ...ids, since]);
    for (const { codeId, visitor, target, at, reason } of rows.reverse()) {
      if (reason === null || /^\{"kind":"(existingOwner|again)"/.test(reason)) continue;
      const own = found.get(codeId) ?? [];
      own.push({ visitor, staffId: target, at: Number(at) });
      found.set(codeId, own);
    }
  }
  return found;
}
