import { EventEmitter } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Clock } from '../clock';
import type { Database } from '../db/database';
import { GroupCommit } from '../db/group-commit';
import { newId } from '../db/ids';
import { AppError } from '../errors';
import type { InboxRow } from './entity';

export type Callback = Pick<InboxRow, 'endpoint' | 'ref' | 'query' | 'raw'>;

/** One row as the columns of `insertInto` stand. */
export type StoredCallback = [id: string, endpoint: string, ref: string, query: string, raw: string, receivedAt: number];

const insertColumns = '(id, endpoint, ref, query, raw, receivedAt, hash, state, event, reason, wecomCorpId, corpId)';
const insertMarks = '(?, ?, ?, ?, ?, ?, NULL, \'stored\', \'\', \'\', \'\', NULL)';

/** Takes rows and resolves once they are durable. */
export interface InboxStore {
  commit(rows: StoredCallback[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * Where callbacks are kept before anything is done with them. Callbacks that arrive together share one commit, and the
 * next group is handed over while one is being committed, so that neither side waits for the other.
 */
export class Inbox {
  readonly stored = new EventEmitter<{ stored: [] }>();
  private readonly group: GroupCommit<StoredCallback>;

  constructor(private store: InboxStore, private readonly clock: Clock) {
    this.group = new GroupCommit((rows) => this.store.commit(rows), { atOnce: 2 });
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

  commit(rows: StoredCallback[]): Promise<void> {
    if (!this.writer || this.writer.hasEnded) this.writer = new SqliteWriter(this.database.path);
    const writer = this.writer;
    return this.database.lendSqlite(() => writer.commit(rows));
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
    const insert = `INSERT INTO inbox ${insertColumns} VALUES ${insertMarks}`;
    this.worker = new Worker(new URL('./sqlite-writer.mjs', import.meta.url), { workerData: { path, insert }, execArgv: [] });
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

  commit(rows: StoredCallback[]): Promise<void> {
    const batch = this.next++;
    return new Promise((resolve, reject) => {
      this.pending.set(batch, { resolve, reject });
      this.worker.postMessage({ batch, rows });
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

  async commit(rows: StoredCallback[]): Promise<void> {
    await this.database.execute(`INSERT INTO inbox ${insertColumns} VALUES ${rows.map(() => insertMarks).join(',')}`, rows.flat());
  }

  async close(): Promise<void> {}
}

/** Keeps nothing: what the durable stores are measured against. */
export class MemoryInboxStore implements InboxStore {
  private readonly ids = new Set<string>();

  async commit(rows: StoredCallback[]): Promise<void> {
    for (const [id] of rows) this.ids.add(id);
  }

  async close(): Promise<void> {}
}
