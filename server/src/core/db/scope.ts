import type { DeepPartial, EntityManager, FindManyOptions, FindOptionsOrder, FindOptionsWhere, ObjectLiteral, QueryDeepPartialEntity, SelectQueryBuilder } from 'typeorm';
import type { Thing } from '@scrm/shared/thing';
import type { EventDef } from '../events';
import type { EnqueueOptions, JobDef, JobOrder } from '../jobs/define';
import { AppError } from '../errors';
import type { CorpRow } from './columns';
import type { Class, Database } from './database';

export type Where<T> = FindOptionsWhere<T> | FindOptionsWhere<T>[];
/** A row to insert: `corpId` is filled in, `id` too where the entity's prefix is given. */
export type NewRow<T extends CorpRow> = Omit<DeepPartial<T>, 'corpId'>;

/** Turns jobs and events into job rows, in the transaction that it is given. */
export interface Publisher {
  enqueue(manager: EntityManager, committed: (() => void)[], corpId: string | null, jobs: { def: JobOrder; data: unknown; options: EnqueueOptions }[]): Promise<void>;
  subscribers(eventName: string): readonly JobDef[];
}

/**
 * A query that cannot leave its corp: the condition on `corpId` stands first, and what would replace it or stand
 * beside it (`where`, `orWhere`) is not there. Put alternatives inside one `andWhere('(a OR b)')`.
 */
export type ScopedQuery<T extends ObjectLiteral> = Omit<SelectQueryBuilder<T>, 'where' | 'orWhere' | 'whereInIds' | 'orWhereInIds' | 'from' | 'addFrom' | 'select' | 'subQuery' | 'update' | 'delete' | 'insert' | 'clone' | 'createQueryBuilder'> & {
  select(selection: string | string[], alias?: string): ScopedQuery<T>;
  andWhere(condition: string, parameters?: ObjectLiteral): ScopedQuery<T>;
};

/** Reads the rows of one corp. */
export class ReadDb {
  constructor(readonly database: Database, protected readonly manager: EntityManager, readonly corpId: string) {}

  protected scoped<T extends CorpRow>(where: Where<T> = {}): Where<T> {
    if (Array.isArray(where)) return where.map((one) => this.scoped<T>(one)) as FindOptionsWhere<T>[];
    if ('corpId' in where && where.corpId !== this.corpId) throw new Error('Another corp’s id in a scoped query');
    return { ...where, corpId: this.corpId } as FindOptionsWhere<T>;
  }

  find<T extends CorpRow>(entity: Class<T>, where?: Where<T>, options: { order?: FindOptionsOrder<T>; take?: number; skip?: number } = {}): Promise<T[]> {
    return this.manager.find(entity, { where: this.scoped<T>(where), ...options } as FindManyOptions<T>);
  }

  findOne<T extends CorpRow>(entity: Class<T>, where: Where<T>, options: { order?: FindOptionsOrder<T> } = {}): Promise<T | null> {
    return this.manager.findOne(entity, { where: this.scoped<T>(where), ...options } as FindManyOptions<T>);
  }

  /** The row of this id, or `not_found` with what it is called. */
  async get<T extends CorpRow>(entity: Class<T>, id: string, what: Thing): Promise<T> {
    const row = await this.findOne<T>(entity, { id } as FindOptionsWhere<T>);
    if (!row) throw new AppError('not_found', { what });
    return row;
  }

  count<T extends CorpRow>(entity: Class<T>, where?: Where<T>): Promise<number> {
    return this.manager.count(entity, { where: this.scoped<T>(where) } as FindManyOptions<T>);
  }

  query<T extends CorpRow>(entity: Class<T>, alias: string): ScopedQuery<T> {
    return this.manager.createQueryBuilder(entity, alias).where(`${alias}.corpId = :scopeCorpId`, { scopeCorpId: this.corpId }) as unknown as ScopedQuery<T>;
  }
}

/** Reads and writes the rows of one corp inside a transaction. */
export class WriteDb extends ReadDb {
  private readonly lastly = new Map<object, () => Promise<void>>();

  constructor(database: Database, manager: EntityManager, corpId: string, private readonly committed: (() => void)[]) {
    super(database, manager, corpId);
  }

  async insert<T extends CorpRow>(entity: Class<T>, rows: NewRow<T> | NewRow<T>[]): Promise<void> {
    for (const chunk of chunks(this.own(rows))) {
      await this.manager.createQueryBuilder().insert().into(entity).values(chunk).updateEntity(false).execute();
    }
  }

  /** Rows whose natural key is already there are left as they are. */
  async insertMissing<T extends CorpRow>(entity: Class<T>, rows: NewRow<T> | NewRow<T>[]): Promise<void> {
    for (const chunk of chunks(this.own(rows))) {
      await this.manager.createQueryBuilder().insert().into(entity).values(chunk).orIgnore().updateEntity(false).execute();
    }
  }

  /** Inserts, or overwrites the named columns where the natural key (`keys`, without `corpId`) is already there. */
  async upsert<T extends CorpRow>(entity: Class<T>, rows: NewRow<T> | NewRow<T>[], keys: (keyof T & string)[], overwrite: (keyof T & string)[]): Promise<void> {
    for (const chunk of chunks(this.own(rows))) {
      await this.manager.createQueryBuilder().insert().into(entity).values(chunk).orUpdate(overwrite, ['corpId', ...keys]).updateEntity(false).execute();
    }
  }

  /** How many rows were met. */
  async update<T extends CorpRow>(entity: Class<T>, where: Where<T>, patch: QueryDeepPartialEntity<T>): Promise<number> {
    if ('corpId' in patch) throw new Error('A row cannot move to another corp');
    const result = await this.manager.update(entity, this.scoped<T>(where) as FindOptionsWhere<T>, patch);
    return result.affected ?? 0;
  }

  async remove<T extends CorpRow>(entity: Class<T>, where: Where<T>): Promise<number> {
    const result = await this.manager.delete(entity, this.scoped<T>(where) as FindOptionsWhere<T>);
    return result.affected ?? 0;
  }

  /** A job row in this transaction: it runs when, and only when, the transaction commits. */
  enqueue<D>(def: JobOrder<D>, data: D, options: EnqueueOptions = {}): Promise<void> {
    return this.publisher.enqueue(this.manager, this.committed, this.corpId, [{ def, data, options }]);
  }

  /** One job for every subscriber. `key` is the event's natural key: the same event twice makes the jobs once. */
  publish<D>(event: EventDef<D>, data: D, options: { key: string; cause?: string | null }): Promise<void> {
    const subscribers = this.publisher.subscribers(event.name);
    return this.publisher.enqueue(this.manager, this.committed, this.corpId, subscribers.map((def) => ({ def, data, options })));
  }

  afterCommit(work: () => void): void {
    this.committed.push(work);
  }

  /** Done once at the end of the transaction, however often it is asked for: what many changes of one transaction share. */
  beforeCommit(key: object, work: () => Promise<void>): void {
    this.lastly.set(key, work);
  }

  async finish(): Promise<void> {
    for (const work of this.lastly.values()) await work();
  }

  private get publisher(): Publisher {
    if (!this.database.publisher) throw new Error('The database has no publisher yet');
    return this.database.publisher;
  }

  private own<T extends CorpRow>(rows: NewRow<T> | NewRow<T>[]): QueryDeepPartialEntity<T>[] {
    return (Array.isArray(rows) ? rows : [rows]).map((row) => ({ ...row, corpId: this.corpId }) as unknown as QueryDeepPartialEntity<T>);
  }
}

/** A transaction on the corp that this handle reads. */
export function write<T>(db: ReadDb, work: (tx: WriteDb) => Promise<T>): Promise<T> {
  return db.database.write(db.corpId, work);
}

/** SQLite takes at most 32,766 parameters a statement. */
function* chunks<T>(rows: T[], size = 200): Generator<T[]> {
  for (let start = 0; start < rows.length; start += size) yield rows.slice(start, start + size);
}
