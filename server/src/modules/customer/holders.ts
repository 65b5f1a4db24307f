import { In } from 'typeorm';
import type { CorpRow } from '../../core/db/columns';
import type { Class, Database } from '../../core/db/database';
import type { ReadDb, Where } from '../../core/db/scope';

/**
 * How a table goes along when two customers become one. Every table with a `customerId` goes along by itself; its entity says more in
 * static properties, so that no module has to know another:
 * `customerColumns`: the columns that name a customer, where it is not `customerId` alone;
 * `accountColumn`: the column with the external_userid that a row came by, so that rows which came after a merge find home when it is undone.
 * `goesWith`: rows that are part of another table's row with the same `by`, and are laid aside with it.
 */
export interface HolderEntity extends Class<Row> {
  readonly customerColumns?: readonly string[];
  readonly accountColumn?: string;
  readonly goesWith?: { readonly entity: Class<CorpRow>; readonly by: string };
}

export type Row = CorpRow & Record<string, unknown>;

/** One column of one table that names a customer. */
export interface Holder {
  entity: HolderEntity;
  table: string;
  column: string;
  accountColumn: string | null;
  /** The other columns of its unique keys: two rows that are equal in all of one cannot both be the same customer's. */
  keys: string[][];
  goesWith: { table: string; by: string } | null;
}

export function holdersOf(database: Database): Holder[] {
  const tableOf = new Map(database.tables.map((meta) => [meta.target, meta.tableName]));
  const holders = database.tables.flatMap((meta): Holder[] => {
    const entity = meta.target as HolderEntity;
    const columns = new Set(meta.columns.map((column) => column.propertyName));
    if (!columns.has('corpId')) return [];
    const unique = [meta.primaryColumns, ...meta.indices.filter((index) => index.isUnique).map((index) => index.columns)].map((columns) => columns.map((column) => column.propertyName));
    return (entity.customerColumns ?? ['customerId']).filter((column) => columns.has(column)).map((column) => ({
      entity, table: meta.tableName, column, accountColumn: entity.accountColumn ?? null,
      goesWith: entity.goesWith ? { table: tableOf.get(entity.goesWith.entity)!, by: entity.goesWith.by } : null,
      keys: unique.filter((key) => key.includes(column)).map((key) => key.filter((one) => one !== column && one !== 'corpId')),
    }));
  });
  // What goes with a row comes after it.
  return [...holders.filter((holder) => !holder.goesWith), ...holders.filter((holder) => holder.goesWith)];
}

export const whereOf = (fields: Record<string, unknown>): Where<Row> => fields as Where<Row>;

/** Rows of the other for which the survivor has one already. */
export async function collisionsOf(db: ReadDb, { entity, column, keys }: Holder, survivorId: string, otherId: string): Promise<Row[]> {
  if (keys.length === 0) return [];
  const theirs = await db.find(entity, whereOf({ [column]: otherId }));
  const ours = theirs.length === 0 ? [] : await db.find(entity, whereOf({ [column]: survivorId }));
  const taken = new Set(ours.flatMap((row) => keys.map((key) => markOf(row, key))));
  return theirs.filter((row) => keys.some((key) => key.every((one) => row[one] !== null) && taken.has(markOf(row, key))));
}

const markOf = (row: Row, key: readonly string[]) => JSON.stringify([key, key.map((one) => row[one])]);

export async function idsOf(db: ReadDb, { entity, column }: Holder, customerId: string): Promise<string[]> {
  const rows = await db.query(entity, 'held').andWhere(`held.${column} = :customerId`, { customerId }).select('held.id', 'id').getRawMany<{ id: string }>();
  return rows.map((row) => row.id);
}

/** In pieces that a statement can take. */
export async function inPieces<T>(items: readonly T[], work: (piece: T[]) => Promise<unknown>, size = 400): Promise<void> {
  for (let start = 0; start < items.length; start += size) await work(items.slice(start, start + size));
}

export const among = (ids: readonly string[]) => In([...ids]);
