import type { Database } from './db/database';
import type { Secrets } from './secrets';

type Row = Record<string, string | null>;

/** A column of sealed text, of which '' and NULL are empty. Whoever seals a column lists it in their module, so that a change of keys reaches it. */
export interface SealedColumn {
  table: string;
  column: string;
  /** Which column says whose row it is; `corpId` unless given. */
  corpColumn?: string;
  /** Further columns that `context` needs. */
  reads?: string[];
  /** What the value was sealed with, made of its row. */
  context(row: Row): string;
  /** A blind index over what is sealed, which belongs to the same key. */
  blind?: { column: string; of(plain: string, row: Row, secrets: Secrets): string | null };
  /** Not every row of the column is sealed: the column that says which are. */
  flag?: string;
}

/** A table that keeps rows of others as JSON: what was sealed in them stays sealed there. */
export interface SealedCopies {
  table: string;
  column: string;
  /** Says of which table a row was. */
  ofColumn: string;
}

/** How SQL reads and writes a column: as it is, or within the copy of its row. Sealed text holds neither quotes nor backslashes. */
interface Place extends SealedColumn {
  inside?: SealedCopies;
}

/** The same columns in the rows that `copies` keeps. */
export const inCopies = (columns: readonly SealedColumn[], copies: SealedCopies): Place[] => columns.map((one) => ({ ...one, inside: copies }));

const tableOf = ({ table, inside }: Place) => inside?.table ?? table;
const read = ({ inside }: Place, column: string) => (inside ? `REPLACE(JSON_EXTRACT(${inside.column}, '$.${column}'), '"', '')` : column);
const assign = ({ inside }: Place, column: string) => (inside ? `'$.${column}', ?` : `${column} = ?`);
const set = ({ inside }: Place, parts: string[]) => (inside ? `${inside.column} = JSON_SET(${inside.column}, ${parts.join(', ')})` : parts.join(', '));

function conditions(one: Place): string {
  const { table, column, corpColumn = 'corpId', flag, inside } = one;
  const value = read(one, column);
  const isThere = `${value} IS NOT NULL AND ${value} NOT IN ('', 'null')`;
  if (!inside) return `${corpColumn} = ? AND ${isThere}${flag ? ` AND ${flag} = 1` : ''}`;
  return `corpId = ? AND ${inside.ofColumn} = '${table}' AND ${inside.column} IS NOT NULL AND ${isThere}${flag ? ` AND CAST(JSON_EXTRACT(${inside.column}, '$.${flag}') AS CHAR) IN ('1', 'true')` : ''}`;
}

/** How many values of a corp are sealed, and how many of them with a key that is on its way out. */
export async function countSealed(database: Database, secrets: Secrets, columns: readonly Place[], corpId: string): Promise<{ sealed: number; old: number }> {
  const sum = { sealed: 0, old: 0 };
  for (const one of columns) {
    const [row] = await database.query<{ sealed: number; old: number | null }>(
      `SELECT COUNT(*) AS sealed, SUM(CASE WHEN ${isOld(one)} THEN 1 ELSE 0 END) AS old FROM ${tableOf(one)} WHERE ${conditions(one)}`, [secrets.currentMark, corpId]);
    sum.sealed += Number(row!.sealed);
    sum.old += Number(row!.old ?? 0);
  }
  return sum;
}

/** Seals up to `limit` rows after `after` anew. Gives the id of the last, or null at the end, and how many were sealed anew. */
export async function resealPage(database: Database, secrets: Secrets, one: Place, page: { corpId: string; after: string; limit: number }): Promise<{ last: string | null; resealed: number }> {
  const names = [...new Set(['id', one.column, ...(one.reads ?? [])])].map((name) => `${read(one, name)} AS ${name}`);
  const table = tableOf(one);
  const rows = await database.query<Row & { place: string }>(
    `SELECT id AS place, ${names.join(', ')} FROM ${table} WHERE ${conditions(one)} AND id > ? AND ${isOld(one)} ORDER BY place LIMIT ${page.limit}`, [page.corpId, page.after, secrets.currentMark]);
  if (rows.length === 0) return { last: null, resealed: 0 };
  await database.transaction(async (manager) => {
    for (const row of rows) {
      const before = row[one.column]!;
      const context = one.context(row);
      const plain = secrets.open(before, context);
      const parts = [assign(one, one.column)];
      const values: unknown[] = [secrets.seal(plain, context)];
      if (one.blind) {
        parts.push(assign(one, one.blind.column));
        values.push(one.blind.of(plain, row, secrets));
      }
      // Whoever changed the value meanwhile has sealed it with the new key already.
      await manager.query(`UPDATE ${table} SET ${set(one, parts)} WHERE id = ? AND ${read(one, one.column)} = ?`, [...values, row.place, before]);
    }
  });
  return { last: rows.at(-1)!.place, resealed: rows.length };
}

/** The id of a key has six characters, and a dot follows it. */
const isOld = (one: Place) => `SUBSTR(${read(one, one.column)}, 1, 7) <> ?`;
