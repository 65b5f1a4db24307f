import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DataSource, type EntityManager, type EntityMetadata, type MigrationInterface, type QueryRunner } from 'typeorm';
import { allowLongLists } from './long-lists';
import { ReadDb, WriteDb, type Publisher } from './scope';
import { SqliteWriter } from './sqlite-writer';

export type Class<T> = new () => T;

export interface DatabaseOptions {
  /** `sqlite:./data/scrm.db`, or `mysql://user:password@host:3306/name`. */
  url: string;
  entities: Class<object>[];
  migrations: Class<MigrationInterface>[];
  /** Finds writes inside writes, which would wait for themselves. It slows every promise down, so tests do it. */
  findsNesting?: boolean;
}

/** Rows of another connection are being changed; the transaction can simply be run again. */
const conflictCodes = new Set(['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT']);

const codeOf = (error: unknown) => (error as { code?: string; driverError?: { code?: string } }).driverError?.code ?? (error as { code?: string }).code ?? '';
export const isConflict = (error: unknown) => conflictCodes.has(codeOf(error));

/** Longer than any migration of large tables should take. */
const migrateWaitSeconds = 1800;

/** A unique key was there already. */
export const isDuplicate = (error: unknown) => ['ER_DUP_ENTRY', 'SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY'].includes(codeOf(error));

/**
 * One database, SQLite or MySQL. On SQLite there are two connections: one reads (and sees only what is committed),
 * one writes, one transaction at a time: TypeORM's single shared connection would mix overlapping transactions
 * (https://github.com/typeorm/typeorm/issues/1884).
 */
export class Database {
  private readonly sqliteWriter: SqliteWriter;
  /** Who turns an event into jobs; set once by `createApp`. */
  publisher: Publisher | null = null;

  private constructor(
    readonly dialect: 'sqlite' | 'mysql',
    private readonly reader: DataSource,
    private readonly writer: DataSource,
    readonly path: string,
    private readonly inside: AsyncLocalStorage<true> | null,
  ) {
    this.sqliteWriter = new SqliteWriter(writer);
  }

  static async open(options: DatabaseOptions): Promise<Database> {
    const inside = options.findsNesting ? new AsyncLocalStorage<true>() : null;
    const shared = { entities: options.entities, migrations: options.migrations, migrationsTableName: 'migration', migrationsTransactionMode: 'each' as const };
    if (options.url.startsWith('sqlite:')) {
      const path = options.url.slice('sqlite:'.length);
      mkdirSync(dirname(path), { recursive: true });
      const sqlite = () => new DataSource({
        type: 'better-sqlite3', database: path, statementCacheSize: 300, ...shared,
        prepareDatabase: (db: { pragma(text: string): unknown; function(name: string, options: object, work: (text: unknown) => unknown): unknown }) => {
          // SQLite's own knows only a to z; MySQL's, and ours in memory, every letter.
          db.function('LOWER', { deterministic: true }, (text) => (typeof text === 'string' ? text.toLowerCase() : text));
          db.pragma('busy_timeout = 10000');
          db.pragma('journal_mode = WAL');
          // Every commit reaches the disk before `success` is said.
          db.pragma('synchronous = FULL');
          // What is deleted is overwritten with zeros, not only forgotten: somebody's erasure reaches the disk.
          db.pragma('secure_delete = ON');
        },
      });
      const writer = allowLongLists(await sqlite().initialize());
      const reader = allowLongLists(await sqlite().initialize());
      return new Database('sqlite', reader, writer, path, inside);
    }
    const pool = new DataSource({
      type: await mysqlKind(options.url), url: options.url, charset: 'utf8mb4', timezone: 'Z', poolSize: 20, bigNumberStrings: false, supportBigNumbers: true,
      extra: { connectTimeout: 10_000 }, ...shared,
    });
    await pool.initialize();
    return new Database('mysql', pool, pool, options.url, inside);
  }

  /** Brings the tables to the newest migration. Of processes that start at once the others wait until one has done it. */
  async migrate(): Promise<void> {
    if (this.dialect === 'sqlite') return void await this.writer.runMigrations();
    const runner = this.writer.createQueryRunner();
    try {
      const [lock] = await runner.query('SELECT GET_LOCK(CONCAT(\'migrate \', LEFT(DATABASE(), 50)), ?) AS held', [migrateWaitSeconds]) as [{ held: number | string | null }];
      if (Number(lock.held) !== 1) throw new Error('Another process has been at the tables of this database for half an hour; see what it does, then start again');
      await this.chooseCollation();
      await this.writer.runMigrations();
    } finally {
      await runner.query('SELECT RELEASE_LOCK(CONCAT(\'migrate \', LEFT(DATABASE(), 50)))').catch(() => undefined);
      await runner.release();
    }
  }

  async revertLastMigration(): Promise<void> {
    await this.writer.undoLastMigration();
  }

  /** The statements that would make the tables equal to the entities: empty when migrations and entities agree. */
  async drift(): Promise<string[]> {
    const log = await this.writer.driver.createSchemaBuilder().log();
    return log.upQueries.map((query) => query.query);
  }

  /** Every table as the entities spell it, for the few that must treat all alike. */
  get tables(): readonly EntityMetadata[] {
    return this.writer.entityMetadatas;
  }

  /** A handle that sees this corp's rows and no others. */
  corp(corpId: string): ReadDb {
    return new ReadDb(this, this.reader.manager, corpId);
  }

  /**
   * A transaction on this corp's rows. It may be run again after a conflict with another process, so `work` must
   * only touch the database: no network call, no state outside.
   */
  write<T>(corpId: string, work: (tx: WriteDb) => Promise<T>): Promise<T> {
    return this.transaction(async (manager, committed) => {
      const tx = new WriteDb(this, manager, corpId, committed);
      const result = await work(tx);
      await tx.finish();
      return result;
    });
  }

  /** All rows of all corps: for the tables that belong to none (jobs, inbox, sessions, corps themselves). */
  get everything(): EntityManager {
    return this.reader.manager;
  }

  /** A transaction without a scope; `committed` collects what is to be done once it is durable. */
  async transaction<T>(work: (manager: EntityManager, committed: (() => void)[]) => Promise<T>): Promise<T> {
    if (this.inside?.getStore()) throw new Error('write() inside write(): pass the transaction on instead');
    for (let attempt = 1; ; attempt++) {
      const committed: (() => void)[] = [];
      try {
        const result = await this.attempt((manager) => work(manager, committed));
        for (const done of committed) done();
        return result;
      } catch (error) {
        if (!isConflict(error) || attempt >= 4) throw error;
      }
    }
  }

  private attempt<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const { inside } = this;
    const guarded = inside ? (manager: EntityManager) => inside.run(true, () => work(manager)) : work;
    return this.dialect === 'mysql' ? this.writer.transaction('READ COMMITTED', guarded) : this.sqliteWriter.run(guarded);
  }

  /** One statement, committed by itself. `?` stands for a parameter on both databases. */
  async execute(sql: string, parameters: unknown[] = []): Promise<{ affected: number }> {
    if (this.inside?.getStore()) throw new Error('execute() inside write(): use the transaction');
    if (this.dialect === 'sqlite') return this.sqliteWriter.run((manager) => affectedBy(manager.queryRunner!, sql, parameters));
    const runner = this.writer.createQueryRunner();
    try {
      return await affectedBy(runner, sql, parameters);
    } finally {
      await runner.release();
    }
  }

  /** For a writer with a connection of its own to the same SQLite file: its commit happens inside `work`. */
  lendSqlite<T>(work: () => Promise<T>): Promise<T> {
    return this.sqliteWriter.lend(work);
  }

  /**
   * Takes what was deleted out of SQLite's write-ahead log; `secure_delete` has taken it out of the file itself. MySQL does
   * that in its own time: InnoDB purges deleted rows and reuses their pages, and the binary log and backups keep them until
   * they expire, so those need an expiry (see the README).
   */
  async forgetDeleted(): Promise<void> {
    if (this.dialect === 'sqlite') await this.sqliteWriter.lend(() => this.reader.query('PRAGMA wal_checkpoint(TRUNCATE)'));
  }

  query<T>(sql: string, parameters: unknown[] = []): Promise<T[]> {
    return this.reader.query(sql, parameters) as Promise<T[]>;
  }

  async isAlive(): Promise<boolean> {
    return this.reader.query('SELECT 1').then(() => true, () => false);
  }

  async close(): Promise<void> {
    // Each one that is left on slows down every promise of the process for good.
    this.inside?.disable();
    await this.reader.destroy();
    if (this.writer !== this.reader) await this.writer.destroy();
  }

  /**
   * Keys must compare byte for byte, as they do on SQLite: 'a' is not 'A', and a trailing space counts. The
   * collation has another name on MySQL 8 than on MariaDB. Tables made later inherit it.
   */
  private async chooseCollation(): Promise<void> {
    const [row] = (await this.writer.query('SELECT VERSION() AS version, DATABASE() AS name')) as { version: string; name: string }[];
    const collation = /mariadb/i.test(row!.version) ? 'utf8mb4_nopad_bin' : 'utf8mb4_0900_bin';
    await this.writer.query(`ALTER DATABASE \`${row!.name}\` CHARACTER SET utf8mb4 COLLATE ${collation}`);
  }
}

async function affectedBy(runner: QueryRunner, sql: string, parameters: unknown[]): Promise<{ affected: number }> {
  const result = await runner.query(sql, parameters, true);
  return { affected: result.affected ?? 0 };
}

/** TypeORM compares schemas rightly only when it knows which of the two servers it talks to. */
async function mysqlKind(url: string): Promise<'mysql' | 'mariadb'> {
  const { createConnection } = await import('mysql2/promise');
  const connection = await createConnection(url);
  try {
    const [rows] = await connection.query('SELECT VERSION() AS version');
    return /mariadb/i.test((rows as { version: string }[])[0]!.version) ? 'mariadb' : 'mysql';
  } finally {
    await connection.end();
  }
}
