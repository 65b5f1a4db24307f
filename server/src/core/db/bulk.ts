import type { Database } from './database';

/** Row after row, each of as many cells as columns were asked for, in the order of the first; the cells as text. */
export type BulkCells = readonly string[];

/** Stands for NULL. */
export const none = '\u0018';
/** A control character that no text of ours holds; where one does, the rows are read one by one. */
const between = '\u001f';
/** A limit of 1 kB or 1 MB otherwise; MariaDB sets it in front of the statement, MySQL and TiDB behind its verb. */
const longest = 1 << 24;

/**
 * Very many small rows, for whoever builds something of all of them. MySQL sends them as one text, because a packet and an
 * object for each row cost several times what stands in it.
 */
export async function readBulk(database: Database, columns: readonly string[], from: string, parameters: readonly unknown[]): Promise<BulkCells> {
  const select = `SELECT ${columns.map((column, n) => `${column} AS c${n}`).join(', ')} FROM ${from}`;
  if (database.dialect === 'mysql') {
    const cells = columns.map((_, n) => `COALESCE(c${n}, '${none}')`).join(`, '${between}', `);
    const [row] = await database.query<{ n: string | number; text: string | null }>(
      `/*M! SET STATEMENT group_concat_max_len = ${longest} FOR */ SELECT /*+ SET_VAR(group_concat_max_len = ${longest}) */ COUNT(*) AS n, GROUP_CONCAT(CONCAT(${cells}) SEPARATOR '${between}') AS text FROM (${select}) listed`, [...parameters],
    );
    const told = row!.text === null ? [] : row!.text.split(between);
    if (told.length === Number(row!.n) * columns.length && isInOrder(told, columns.length)) return told;
  }
  const rows = await database.query<Record<string, string | number | null>>(`SELECT * FROM (${select}) listed ORDER BY c0`, [...parameters]);
  return rows.flatMap((row) => columns.map((_, n) => String(row[`c${n}`] ?? none)));
}

/** As an index gives them. */
function isInOrder(cells: BulkCells, columns: number): boolean {
  for (let i = columns; i < cells.length; i += columns) if (cells[i]! !== cells[i - columns]! && cells[i]! < cells[i - columns]!) return false;
  return true;
}

/** The same text, without holding on to the larger one that it was cut from. */
export const ownText = (text: string): string => Buffer.from(text, 'utf16le').toString('utf16le');
