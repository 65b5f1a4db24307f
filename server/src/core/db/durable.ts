import { Worker } from 'node:worker_threads';
import { createPool, type Pool } from 'mysql2/promise';
import { isConflict, type Database } from './database';

/**
 * Commits single statements, flushed before they resolve, beside everything else that is written: for the few places where
 * things arrive by thousands a second. The same few statements each time, for they are kept prepared.
 */
export interface Durable {
  commit(sql: string, parameters: unknown[]): Promise<void>;
  close(): Promise<void>;
}

export function openDurable(database: Database): Durable {
  return database.dialect === 'sqlite' ? new SqliteDurable(database) : new MysqlDurable(database);
}

/** Keeps nothing: what the durable ones are measured against. */
export const forgetful: Durable = { commit: () => Promise.resolve(), close: () => Promise.resolve() };

/**
 * SQLite commits in a thread of its own, so that its disk flush does not hold up the requests. A thread that has ended
 * fails what it was given, and the next statement starts another.
 */
class SqliteDurable implements Durable {
  private thread: Thread | null = null;

  constructor(private readonly database: Database) {}

  commit(sql: string, parameters: unknown[]): Promise<void> {
    if (!this.thread || this.thread.hasEnded) this.thread = new Thread(this.database.path);
    const { thread } = this;
    return this.database.lendSqlite(() => thread.commit(sql, parameters));
  }

  async close(): Promise<void> {
    await this.thread?.end();
  }
}

class Thread {
  hasEnded = false;
  private readonly worker: Worker;
  private readonly pending = new Map<number, { resolve: () => void; reject: (error: Error) => void }>();
  private next = 0;

  constructor(path: string) {
    this.worker = new Worker(new URL('./durable-writer.mjs', import.meta.url), { workerData: { path }, execArgv: [] });
    this.worker.unref();
    this.worker.on('message', ({ number, error }: { number: number; error: { message: string; code?: string } | null }) => {
      const waiting = this.pending.get(number);
      this.pending.delete(number);
      if (error === null) waiting?.resolve();
      else waiting?.reject(Object.assign(new Error(error.message), { code: error.code }));
    });
    this.worker.on('error', (error) => this.fail(error));
    this.worker.on('exit', () => this.fail(new Error('The thread that commits has ended')));
  }

  commit(sql: string, parameters: unknown[]): Promise<void> {
    const number = this.next++;
    return new Promise((resolve, reject) => {
      this.pending.set(number, { resolve, reject });
      this.worker.postMessage({ number, sql, parameters });
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

/** With connections of its own, for it speaks the binary protocol: large texts need no escaping. */
class MysqlDurable implements Durable {
  private pool: Pool | null = null;

  constructor(private readonly database: Database) {}

  async commit(sql: string, parameters: unknown[]): Promise<void> {
    this.pool ??= createPool({ uri: this.database.path, charset: 'utf8mb4', connectionLimit: 4 });
    for (let attempt = 1; ; attempt++) {
      try {
        await this.pool.execute(sql, parameters as (string | number)[]);
        return;
      } catch (error) {
        if (!isConflict(error) || attempt >= 5) throw error;
      }
    }
  }

  async close(): Promise<void> {
    await this.pool?.end();
  }
}
