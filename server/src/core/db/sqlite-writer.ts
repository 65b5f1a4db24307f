import type { DataSource, EntityManager, QueryRunner } from 'typeorm';

type Work<T> = (manager: EntityManager) => Promise<T>;

interface Waiting {
  work: Work<unknown>;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/** How long one commit may gather, and how much. */
const gatherMs = 20;
const gatherMost = 100;

/**
 * The one connection that writes to SQLite. Transactions run one after the other; those that wait while others run
 * share a commit, each in a savepoint of its own, because the flush to the disk is what costs. A transaction that fails
 * takes only itself back, and nobody is told of success before the commit that holds it.
 */
export class SqliteWriter {
  private readonly waiting: Waiting[] = [];
  private readonly borrowers: (() => Promise<void>)[] = [];
  private running = false;

  constructor(private readonly source: DataSource) {}

  run<T>(work: Work<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.waiting.push({ work, resolve: resolve as (result: unknown) => void, reject });
      if (!this.running) void this.drain();
    });
  }

  /**
   * Leaves the file to another connection for one commit, after the group that runs. SQLite lets one write at a time and
   * makes the others try again at growing distances, so without this a busy writer would starve the other.
   */
  lend<T>(work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.borrowers.push(() => work().then(resolve, reject));
      if (!this.running) void this.drain();
    });
  }

  private async drain(): Promise<void> {
    this.running = true;
    // SQLite has one query runner, shared by all who ask for one.
    const runner = this.source.createQueryRunner() as QueryRunner & { isTransactionActive: boolean };
    while (this.waiting.length + this.borrowers.length > 0) {
      for (const borrow of this.borrowers.splice(0)) await borrow();
      if (this.waiting.length > 0) await this.commitGroup(runner);
    }
    this.running = false;
  }

  private async commitGroup(runner: QueryRunner & { isTransactionActive: boolean }): Promise<void> {
    const done: { one: Waiting; result: unknown }[] = [];
    try {
      // IMMEDIATE: a transaction that begins by reading could otherwise not become a writer any more.
      await runner.query('BEGIN IMMEDIATE');
    } catch (error) {
      this.waiting.shift()!.reject(error);
      return;
    }
    runner.isTransactionActive = true;
    const until = performance.now() + gatherMs;
    try {
      while (done.length < gatherMost && performance.now() < until && this.borrowers.length === 0 && (await this.hasMore())) {
        const one = this.waiting.shift()!;
        const result = await this.inSavepoint(runner, one);
        if (result) done.push({ one, result: result.value });
      }
      await runner.query('COMMIT');
      for (const { one, result } of done) one.resolve(result);
    } catch (error) {
      await runner.query('ROLLBACK').catch(() => undefined);
      for (const { one } of done) one.reject(error);
    } finally {
      runner.isTransactionActive = false;
    }
  }

  /** Whoever comes within this turn of the event loop and the next still shares the commit. */
  private async hasMore(): Promise<boolean> {
    for (let turn = 0; turn < 2 && this.waiting.length === 0; turn++) await new Promise((resolve) => setImmediate(resolve));
    return this.waiting.length > 0;
  }

  private async inSavepoint(runner: QueryRunner, one: Waiting): Promise<{ value: unknown } | null> {
    await runner.query('SAVEPOINT one');
    try {
      const value = await one.work(runner.manager);
      await runner.query('RELEASE one');
      return { value };
    } catch (error) {
      one.reject(error);
      await runner.query('ROLLBACK TO one');
      await runner.query('RELEASE one');
      return null;
    }
  }
}
