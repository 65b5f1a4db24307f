import type { EntityManager } from 'typeorm';
import type { Database } from '../../../core/db/database';
import { LiveCode } from '../entity';
import { loadState, newState, replay, saveState, type CompiledRule, type DayExceptions, type SavedState } from '../rule';
import { daysOf } from '../rule-of';
import { keptFor, read, type Batch, type KeptScan } from './batch';
import { compiledOf } from './facts';

const batchesAtOnce = 20;
/** SQLite takes 32,766 parameters a statement. */
const rowsAtOnce = 1000;
const compiledAtMost = 5000;

const columns = ['id', 'corpId', 'kind', 'codeId', 'visitor', 'at', 'outcome', 'target', 'wayId', 'reason', 'customerId'];
const aRow = `(${columns.map(() => '?').join(', ')})`;

/** Makes rows of the batches and counts them, in one commit; how many batches there were. One process at a time gets through. */
export class Unpacker {
  private readonly compiled = new Map<string, { compiled: CompiledRule }>();

  constructor(private readonly database: Database) {}

  /** Until nothing waits. */
  async drain(): Promise<void> {
    while ((await this.unpack()) > 0);
  }

  async unpack(): Promise<number> {
    const waiting = await this.database.query<{ number: number }>(`SELECT number FROM live_code_batch WHERE isUnpacked = 0 ORDER BY number LIMIT ${batchesAtOnce}`);
    if (waiting.length === 0) return 0;
    try {
      return await this.database.transaction(async (manager) => {
        const batches = await claim(manager);
        const scans = batches.flatMap((batch) => batch.scans);
        await tellCustomers(manager, scans);
        for (let start = 0; start < scans.length; start += rowsAtOnce) await insert(manager, scans.slice(start, start + rowsAtOnce));
        await this.count(manager, batches);
        return batches.length;
      });
    } catch (error) {
      if (error instanceof Taken) return 0;
      throw error;
    }
  }

  private async count(manager: EntityManager, batches: Batch[]): Promise<void> {
    const byCode = new Map<string, KeptScan[]>();
    for (const { scans } of batches) for (const scan of scans) if (scan[9]) byCode.set(scan[3], [...(byCode.get(scan[3]) ?? []), scan]);
    const number = batches.at(-1)!.number;
    const days = new Map<string, DayExceptions>();
    for (const [codeId, scans] of byCode) {
      const code = await manager.findOneBy(LiveCode, { id: codeId });
      if (!code) continue;
      if (!days.has(code.corpId)) days.set(code.corpId, await daysOf(this.database.corp(code.corpId)));
      const compiled = compiledOf(code, days.get(code.corpId)!, this.compiled.get(codeId));
      if (this.compiled.size > compiledAtMost) this.compiled.clear();
      this.compiled.set(codeId, { compiled });
      const [counter] = (await manager.query('SELECT state FROM live_code_counter WHERE codeId = ?', [codeId])) as { state: string }[];
      const state = counter ? loadState(compiled, JSON.parse(counter.state) as SavedState) : newState(compiled);
      for (const scan of scans) replay(compiled, state, scan[9]!, scan[7]);
      // Who is open is seen from the scans of the last half hour.
      state.open.fill(0);
      const saved = JSON.stringify(saveState(compiled, state));
      if (counter) await manager.query('UPDATE live_code_counter SET number = ?, state = ? WHERE codeId = ?', [number, saved, codeId]);
      else await manager.query('INSERT INTO live_code_counter (codeId, corpId, number, state) VALUES (?, ?, ?, ?)', [codeId, code.corpId, number, saved]);
    }
  }
}

/** Another process is making rows of these. */
class Taken extends Error {}

async function claim(manager: EntityManager): Promise<Batch[]> {
  const rows = (await manager.query(`SELECT number, scans FROM live_code_batch WHERE isUnpacked = 0 ORDER BY number LIMIT ${batchesAtOnce}`)) as { number: number | string; scans: string }[];
  if (rows.length === 0) throw new Taken();
  const { affected } = await manager.queryRunner!.query(`UPDATE live_code_batch SET isUnpacked = 1 WHERE isUnpacked = 0 AND number IN (${rows.map(() => '?').join(', ')})`, rows.map(({ number }) => Number(number)), true);
  if (affected !== rows.length) throw new Taken();
  return read(rows);
}

/** Whose browser it is may be known by now. */
async function tellCustomers(manager: EntityManager, scans: KeptScan[]): Promise<void> {
  const unknown = scans.filter((scan) => scan[10] === null);
  for (const corpId of new Set(unknown.map((scan) => scan[1]))) {
    const own = unknown.filter((scan) => scan[1] === corpId);
    for (let start = 0; start < own.length; start += rowsAtOnce) {
      const some = own.slice(start, start + rowsAtOnce);
      const known = (await manager.query(`SELECT value, customerId FROM customer_identity WHERE corpId = ? AND kind = 'visitor' AND value IN (${some.map(() => '?').join(', ')})`, [corpId, ...some.map((scan) => scan[4])])) as { value: string; customerId: string }[];
      const customers = new Map(known.map(({ value, customerId }) => [value, customerId]));
      for (const scan of some) scan[10] = customers.get(scan[4]) ?? null;
    }
  }
}

async function insert(manager: EntityManager, scans: KeptScan[]): Promise<void> {
  const values = scans.flatMap((scan) => scan.map((value, index) => (index === 9 && value !== null ? JSON.stringify(value) : value)));
  await manager.query(`INSERT INTO scan (${columns.join(', ')}) VALUES ${scans.map(() => aRow).join(', ')}`, values);
}

/** Batches that everybody has read. The newest stays: by it the numbers go on. */
export async function pruneBatches(database: Database, now: number): Promise<void> {
  const [row] = await database.query<{ number: number | string | null }>('SELECT MAX(number) AS number FROM live_code_batch');
  await database.execute('DELETE FROM live_code_batch WHERE isUnpacked = 1 AND keptAt < ? AND number < ?', [now - keptFor, Number(row!.number ?? 0)]);
}
