import type { Database } from '../../core/db/database';
import { CorpIndex } from './memory/corp-index';
import { pauses } from './memory/pauses';
import { joinTexts, sources, type Source } from './sources';

/** Customers of one reading while the index is built. */
const perChunk = 2000;
/** At most this many values in one IN (…). */
const perRead = 500;

type Row = Record<string, string | number | null>;

interface Chunk {
  customers: Row[];
  rows: Row[][];
}

/** The index of all customers of a corp, from its rows, in chunks; others run in between. */
export async function buildIndex(database: Database, corpId: string, isStopped: () => boolean): Promise<CorpIndex | null> {
  const index = new CorpIndex(perChunk, true);
  const rest = pauses();
  const readBehind = async (after: string): Promise<Chunk> => {
    const customers = await database.query<Row>('SELECT id, lastAddedAt FROM customer WHERE corpId = ? AND id > ? ORDER BY id LIMIT ?', [corpId, after, perChunk]);
    const last = customers.at(-1)?.id;
    return { customers, rows: last === undefined ? [] : await readSources(database, (column) => `corpId = ? AND ${column} > ? AND ${column} <= ?`, [corpId, after, last]) };
  };
  for (let next = readBehind(''); ;) {
    const chunk = await next;
    const last = chunk.customers.at(-1)?.id as string | undefined;
    if (isStopped()) return null;
    if (last === undefined) break;
    // The database reads the next ones while these are put in.
    next = readBehind(last);
    next.catch(() => undefined);
    add(index, chunk);
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
    const rows = await readSources(database, (column) => `corpId = ? AND ${column} IN (${marks})`, [corpId, ...some]);
    for (const id of some) if (!found.has(id)) index.remove(id);
    add(index, { customers, rows });
  }
}

function readSources(database: Database, where: (customerId: string) => string, parameters: unknown[]): Promise<Row[][]> {
  return Promise.all(sources.map((source) => readSource(database, source, where(source.customerId), parameters)));
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
function add(index: CorpIndex, { customers, rows }: Chunk): void {
  const slots = new Map(customers.map(({ id, lastAddedAt }) => [id as string, index.open(id as string, Number(lastAddedAt))]));
  const texts = new Map<number, string[]>();
  let slot = -1;
  const into = {
    mark: (dimension: string, value: string | number) => index.mark(slot, dimension, String(value)),
    setField: (fieldId: string, value: number | string) => index.setField(slot, fieldId, value),
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
