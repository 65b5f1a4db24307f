import type { Database } from '../../../core/db/database';
import type { SavedState } from '../rule';
import type { Facts } from './book';

/** What is counted of these codes, and up to which batch. Absent: nobody scanned yet. */
export async function readCounters(database: Database, ids: string[]): Promise<Map<string, { number: number; state: SavedState }>> {
  if (ids.length === 0) return new Map();
  const rows = await database.query<{ codeId: string; number: number | string; state: string }>(`SELECT codeId, number, state FROM live_code_counter WHERE codeId IN (${ids.map(() => '?').join(', ')})`, ids);
  return new Map(rows.map(({ codeId, number, state }) => [codeId, { number: Number(number), state: JSON.parse(state) as SavedState }]));
}

/** Who got somebody new by these codes since then, oldest first. */
export async function readOpen(database: Database, codes: Pick<Facts, 'id' | 'corpId'>[], since: number): Promise<Map<string, { staffId: string; at: number }[]>> {
  const found = new Map<string, { staffId: string; at: number }[]>();
  for (const corpId of new Set(codes.map((code) => code.corpId))) {
    const ids = codes.filter((code) => code.corpId === corpId).map(({ id }) => id);
    const rows = await database.query<{ codeId: string; target: string; at: number | string; reason: string | null }>(
      `SELECT codeId, target, at, reason FROM scan WHERE corpId = ? AND codeId IN (${ids.map(() => '?').join(', ')}) AND at > ? AND outcome = 'shown' ORDER BY at`, [corpId, ...ids, since]);
    for (const { codeId, target, at, reason } of rows) {
      if (reason === null || reason.startsWith('{"kind":"existingOwner"')) continue;
      found.set(codeId, [...(found.get(codeId) ?? []), { staffId: target, at: Number(at) }]);
    }
  }
  return found;
}
