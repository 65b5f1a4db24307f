import type { PickReason } from '@scrm/shared/live-code-rule';
import type { Database } from '../../../core/db/database';
import { isDuplicate } from '../../../core/db/database';
import type { Durable } from '../../../core/db/durable';

/** As it is kept with each scan: by the rule of that number the reason gives the same person again. */
export type KeptReason = PickReason & { ruleNo: number };

/** One scan, in the order of the columns of `scan`. Without a reason nothing was chosen: the code is closed. */
export type KeptScan = [
  id: string, corpId: string, kind: 'channel', codeId: string, visitor: string, at: number, outcome: string, target: string, wayId: string,
  reason: KeptReason | null, customerId: string | null,
];

export interface Batch {
  number: number;
  scans: KeptScan[];
}

const insert = 'INSERT INTO live_code_batch (number, keptAt, isUnpacked, scans) VALUES (?, ?, 0, ?)';
/** How long batches are kept for processes that have not read them yet. ms of the real time. */
export const keptFor = 600_000;
const readAtOnce = 50;

/**
 * All scans of all processes, in one order: each commit is a numbered batch, and a number is there once. Whoever is late with
 * a number has to read what the others did first, so every process counts the same scans in the same order, and nobody
 * gives out a place that is gone.
 */
export class Batches {
  constructor(private readonly database: Database, private readonly durable: Durable) {}

  /** False: that number is taken. */
  async append(number: number, scans: KeptScan[]): Promise<boolean> {
    try {
      await this.durable.commit(insert, [number, Date.now(), JSON.stringify(scans)]);
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  async last(): Promise<number> {
    const [row] = await this.database.query<{ number: number | string | null }>('SELECT MAX(number) AS number FROM live_code_batch');
    return Number(row!.number ?? 0);
  }

  async after(number: number): Promise<Batch[]> {
    return read(await this.database.query('SELECT number, scans FROM live_code_batch WHERE number > ? ORDER BY number LIMIT ?', [number, readAtOnce]));
  }

  /** Of these codes, what the counters do not hold yet. In parts: while nobody makes rows of batches, more and more wait. */
  async waiting(upTo: number, codeIds: ReadonlySet<string>): Promise<Batch[]> {
    const found: Batch[] = [];
    for (let after = -1; ;) {
      const part = read(await this.database.query('SELECT number, scans FROM live_code_batch WHERE isUnpacked = 0 AND number > ? AND number <= ? ORDER BY number LIMIT ?', [after, upTo, readAtOnce]));
      for (const { number, scans } of part) {
        const own = scans.filter(([, , , codeId]) => codeIds.has(codeId));
        if (own.length > 0) found.push({ number, scans: own });
      }
      const last = part.at(-1);
      if (!last) return found;
      after = last.number;
    }
  }
}

export function read(rows: { number: number | string; scans: string }[]): Batch[] {
  return rows.map(({ number, scans }) => ({ number: Number(number), scans: JSON.parse(scans) as KeptScan[] }));
}
