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
  /** Not every row of the column is sealed: the condition that says which are. */
  where?: string;
}

const conditions = ({ column, corpColumn = 'corpId', where }: SealedColumn) => `${corpColumn} = ? AND ${column} IS NOT NULL AND ${column} <> ''${where ? ` AND ${where}` : ''}`;

/** How many values of a corp are sealed, and how many of them with a key that is on its way out. */
export async function countSealed(database: Database, secrets: Secrets, columns: readonly SealedColumn[], corpId: string): Promise<{ sealed: number; old: number }> {
  const sum = { sealed: 0, old: 0 };
  for (const one of columns) {
    const [row] = await database.query<{ sealed: number; old: number | null }>(
      `SELECT COUNT(*) AS sealed, SUM(CASE WHEN ${isOld(one)} THEN 1 ELSE 0 END) AS old FROM ${one.table} WHERE ${conditions(one)}`, [secrets.currentMark, corpId]);
    sum.sealed += Number(row!.sealed);
    sum.old += Number(row!.old ?? 0);
  }
  return sum;
}

/** Seals up to `limit` rows after `after` anew. Gives the id of the last, or null at the end, and how many were sealed anew. */
export async function resealPage(database: Database, secrets: Secrets, one: SealedColumn, page: { corpId: string; after: string; limit: number }): Promise<{ last: string | null; resealed: number }> {
  const names = [...new Set(['id', one.column, ...(one.reads ?? [])])];
  const rows = await database.query<Row>(
    `SELECT ${names.join(', ')} FROM ${one.table} WHERE ${conditions(one)} AND id > ? AND ${isOld(one)} ORDER BY id LIMIT ${page.limit}`, [page.corpId, page.after, secrets.currentMark]);
  if (rows.length === 0) return { last: null, resealed: 0 };
  await database.transaction(async (manager) => {
    for (const row of rows) {
      const before = row[one.column]!;
      const context = one.context(row);
      const plain = secrets.open(before, context);
      const set = [`${one.column} = ?`];
      const values: unknown[] = [secrets.seal(plain, context)];
      if (one.blind) {
        set.push(`${one.blind.column} = ?`);
        values.push(one.blind.of(plain, row, secrets));
      }
      // Whoever changed the value meanwhile has sealed it with the new key already.
      await manager.query(`UPDATE ${one.table} SET ${set.join(', ')} WHERE id = ? AND ${one.column} = ?`, [...values, row.id, before]);
    }
  });
  return { last: rows.at(-1)!.id!, resealed: rows.length };
}

/** The id of a key has six characters, and a dot follows it. */
const isOld = ({ column }: SealedColumn) => `SUBSTR(${column}, 1, 7) <> ?`;
