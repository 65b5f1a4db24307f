import type { Database } from '../../core/db/database';
import { CorpIndex, pauses } from './memory/corp-index';
import { joinTexts, sources, type Source } from './sources';

/** Customers of one reading while the index is built. */
const perChunk = 2000;
/** At most this many values in one IN (…). */
const perRead = 500;

type Row = Record<string, string | number | null>;

/** The index of all customers of a corp, from its rows, in chunks; others run in between. */
export async function buildIndex(database: Database, corpId: string, isStopped: () => boolean): Promise<CorpIndex | null> {
  const index = new CorpIndex(perChunk, true);
  const rest = pauses();
  for (let after = ''; ;) {
    const customers = await database.query<Row>('SELECT id, lastAddedAt FROM customer WHERE corpId = ? AND id > ? ORDER BY id LIMIT ?', [corpId, after, perChunk]);
    if (isStopped()) return null;
    const last = customers.at(-1)?.id as string | undefined;
    if (last === undefined) break;
    const from = after;
    await add(index, customers, (source) => readSource(database, source, `corpId = ? AND ${source.customerId} > ? AND ${source.customerId} <= ?`, [corpId, from, last]));
    after = last;
    await rest();
  }
  return index.compacted();
}

/** Reads these customers anew; who is no longer there leaves. */
export async function loadCustomers(database: Database, corpId: string, ids: readonly string[], index: CorpIndex): Promise<void> {
  for (let start = 0; start < ids.length; start += perRead) {
    const some = ids.slice(start, start + perRead);
    const marks = some.map(() => '?').join(', ');
    const customers = await database.query<Row>(`SELECT id, lastAddedAt FROM customer WHERE corpId = ? AND id IN (${marks}) ORDER BY id`, [corpId, ...some]);
    const found = new Set(customers.map(({ id }) => id));
    for (const id of some) if (!found.has(id)) index.remove(id);
    await add(index, customers, (source) => readSource(database, source, `corpId = ? AND ${source.customerId} IN (${marks})`, [corpId, ...some]));
  }
}

/** In the order of the customers' ids. */
async function readSource(database: Database, { table, customerId, columns, only, listed }: Source, where: string, parameters: unknown[]): Promise<Row[]> {
  const from = `FROM ${table} WHERE ${where}${only ? ` AND ${only}` : ''}`;
  if (!listed) return database.query<Row>(`SELECT ${customerId} AS customerId, ${columns.join(', ')} ${from} ORDER BY ${customerId}`, parameters);
  const [column] = columns as [string];
  const lists = await database.query<{ customerId: string; list: string; n: string | number }>(`SELECT ${customerId} AS customerId, GROUP_CONCAT(${column}) AS list, COUNT(*) AS n ${from} GROUP BY ${customerId} ORDER BY ${customerId}`, parameters);
  const rows: Row[] = [];
  for (const { customerId: id, list, n } of lists) {
    const values = list.split(',');
    // MySQL cuts a list that is too long for it.
    if (values.length !== Number(n)) return readSource(database, { table, customerId, columns, only } as Source, where, parameters);
    for (const value of values) rows.push({ customerId: id, [column]: value });
  }
  return rows;
}

/** All rows are here before the first slot is opened, so that nobody ever sees half a customer. */
async function add(index: CorpIndex, customers: readonly Row[], read: (source: Source) => Promise<Row[]>): Promise<void> {
  const rows: Row[][] = [];
  for (const source of sources) rows.push(await read(source));
  const slots = new Map(customers.map(({ id, lastAddedAt }) => [id as string, index.open(id as string, Number(lastAddedAt))]));
  const texts = new Map<number, string[]>();
  let slot = -1;
  const into = {
    mark: (dimension: string, value: string | number) => index.mark(slot, dimension, String(value)),
    setNumber: (column: string, value: number) => index.setNumber(slot, column, value),
    addText: (text: string) => {
      const known = texts.get(slot);
      if (known) known.push(text);
      else texts.set(slot, [text]);
    },
  };
  sources.forEach((source, which) => {
    for (const row of rows[which]!) {
      slot = slots.get(row.customerId as string) ?? -1;
      if (slot >= 0) source.read(row, into);
    }
  });
  for (const each of slots.values()) index.texts.push(joinTexts(texts.get(each) ?? []));
}
