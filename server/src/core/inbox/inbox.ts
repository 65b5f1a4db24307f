import { EventEmitter } from 'node:events';
import type { Clock } from '../clock';
import type { Database } from '../db/database';
import type { Durable } from '../db/durable';
import { GroupCommit } from '../db/group-commit';
import { newId } from '../db/ids';
import { AppError } from '../errors';
import { InboxRow } from './entity';

export type Callback = Pick<InboxRow, 'endpoint' | 'ref' | 'query' | 'raw'>;

type ArrivedCallback = [id: string, endpoint: InboxRow['endpoint'], ref: string, query: string, raw: string, receivedAt: number];

const insertArrival = 'INSERT INTO inbox_arrival (id, many, callbacks) VALUES (?, ?, ?)';
/** Each at most 60 kB: together they fit MySQL's `max_allowed_packet`. */
const mostTogether = 200;
const arrivalsAtOnce = 20;

/**
 * Where callbacks are kept before anything is done with them. Callbacks that arrive together share one commit and one
 * row, for rows and their places in indexes are what durability costs most. The dispatcher makes rows of them in its own
 * time.
 */
export class Inbox {
  readonly stored = new EventEmitter<{ stored: [] }>();
  private readonly group: GroupCommit<ArrivedCallback>;

  /** `durable` may be changed, so that a benchmark can measure what durability costs. */
  constructor(public durable: Durable, private readonly clock: Clock) {
    this.group = new GroupCommit((all) => this.durable.commit(insertArrival, [all[0]![0], all.length, JSON.stringify(all)]), { most: mostTogether });
  }

  /** Resolves after the commit; `unavailable` when there was none. */
  async add({ endpoint, ref, query, raw }: Callback): Promise<void> {
    const now = this.clock.now();
    try {
      await this.group.add([newId('cb', now), endpoint, ref, query, raw, now]);
    } catch (cause) {
      throw new AppError('unavailable', {}, { cause });
    }
    this.stored.emit('stored');
  }
}

function asRow([id, endpoint, ref, query, raw, receivedAt]: ArrivedCallback): InboxRow {
  return { id, endpoint, ref, query, raw, receivedAt, hash: null, state: 'stored', event: '', reason: '', wecomCorpId: '', corpId: null };
}

/** Makes rows, still to be dispatched, of what has arrived; how many arrivals there were. Another process may do the same: one of them wins. */
export async function unpackArrivals(database: Database): Promise<number> {
  return database.transaction(async (manager) => {
    const arrivals = (await manager.query(`SELECT id, callbacks FROM inbox_arrival ORDER BY id LIMIT ${arrivalsAtOnce}`)) as { id: string; callbacks: string }[];
    if (arrivals.length === 0) return 0;
    for (const { callbacks } of arrivals) await manager.insert(InboxRow, (JSON.parse(callbacks) as ArrivedCallback[]).map(asRow));
    await manager.query(`DELETE FROM inbox_arrival WHERE id IN (${arrivals.map(() => '?').join(', ')})`, arrivals.map(({ id }) => id));
    return arrivals.length;
  });
}

/** Callbacks that were acknowledged and not yet dispatched. */
export async function countWaiting(database: Database): Promise<number> {
  const [row] = await database.query<{ n: number | string }>('SELECT (SELECT COALESCE(SUM(many), 0) FROM inbox_arrival) + (SELECT COUNT(*) FROM inbox WHERE state = \'stored\') AS n');
  return Number(row!.n);
}
