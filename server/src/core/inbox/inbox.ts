import { EventEmitter } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Clock } from '../clock';
import type { Database } from '../db/database';
import { GroupCommit } from '../db/group-commit';
import { newId } from '../db/ids';
import { AppError } from '../errors';
import { InboxRow } from './entity';

export type Callback = Pick<InboxRow, 'endpoint' | 'ref' | 'query' | 'raw'>;

/** Callbacks that share a commit, as the columns of `inbox_arrival` stand: the first one's id, how many, and all as JSON. */
export type Arrival = [id: string, many: number, callbacks: string];
type ArrivedCallback = [id: string, endpoint: InboxRow['endpoint'], ref: string, query: string, raw: string, receivedAt: number];

const insertArrival = 'INSERT INTO inbox_arrival (id, many, callbacks) VALUES (?, ?, ?)';
/** Each at most 60 kB: together they fit MySQL's `max_allowed_packet`. */
const mostTogether = 200;
const arrivalsAtOnce = 20;

/** Takes arrivals and resolves once they are durable. */
export interface InboxStore {
  commit(arrival: Arrival): Promise<void>;
  close(): Promise<void>;
}

/**
 * Where callbacks are kept before anything is done with them. Callbacks that arrive together share one commit and one
 * row, for rows and their places in indexes are what durability costs most. The dispatcher makes rows of them in its own
 * time.
 */
export class Inbox {
  readonly stored = new EventEmitter<{ stored: [] }>();
  private readonly group: GroupCommit<ArrivedCallback>;

  constructor(private store: InboxStore, private readonly clock: Clock) {
    this.group = new GroupCommit((all) => this.store.commit([all[0]![0], all.length, JSON.stringify(all)]), { most: mostTogether });
  }

  /** Another store from now on, so that a benchmark can measure what durability costs. */
  async keepIn(store: InboxStore): Promise<void> {
    await this.store.close();
    this.store = store;
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

  close(): Promise<void> {
    return this.store.close();
  }
}

export function openInboxStore(database: Database): InboxStore {
  return database.dialect === 'sqlite' ? new SqliteInboxStore(database) : new MysqlInboxStore(database);
}

/**
 * SQLite commits in a thread of its own, so that its disk flush does not hold up the other requests. A thread that
 * has ended fails what it was given, and the next callback starts another.
 */
class SqliteInboxStore implements InboxStore {
  private writer: SqliteWriter | null = null;

  constructor(private readonly database: Database) {}

  commit(arrival: Arrival): Promise<void> {
    if (!this.writer || this.writer.hasEnded) this.writer = new SqliteWriter(this.database.path);
    const writer = this.writer;
    return this.database.lendSqlite(() => writer.commit(arrival));
  }

  async close(): Promise<void> {
    await this.writer?.end();
  }
}

class SqliteWriter {
  hasEnded = false;
  private readonly worker: Worker;
  private readonly pending = new Map<number, { resolve: () => void; reject: (error: Error) => void }>();
  private next = 0;

  constructor(path: string) {
    this.worker = new Worker(new URL('./sqlite-writer.mjs', import.meta.url), { workerData: { path, insert: insertArrival }, execArgv: [] });
    this.worker.unref();
    this.worker.on('message', ({ batch, error }: { batch: number; error: string | null }) => {
      const waiting = this.pending.get(batch);
      this.pending.delete(batch);
      if (error === null) waiting?.resolve();
      else waiting?.reject(new Error(error));
    });
    this.worker.on('error', (error) => this.fail(error));
    this.worker.on('exit', () => this.fail(new Error('The inbox writer has ended')));
  }

  commit(arrival: Arrival): Promise<void> {
    const batch = this.next++;
    return new Promise((resolve, reject) => {
      this.pending.set(batch, { resolve, reject });
      this.worker.postMessage({ batch, arrival });
    });
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }

  private fail(error: Error): void {
    this.hasEnded = true;
    for (const waiting of this.pending.values()) waiting.reject(error);
    this.pending.clear();
  }
}

class MysqlInboxStore implements InboxStore {
  constructor(private readonly database: Database) {}

  async commit(arrival: Arrival): Promise<void> {
    await this.database.execute(insertArrival, arrival);
  }

  async close(): Promise<void> {}
}

/** Keeps nothing: what the durable stores are measured against. */
export class MemoryInboxStore implements InboxStore {
  private readonly ids = new Set<string>();

  async commit([id]: Arrival): Promise<void> {
    this.ids.add(id);
  }

  async close(): Promise<void> {}
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
