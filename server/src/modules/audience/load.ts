import { readBulk, type BulkRows } from '../../core/db/bulk';
import type { Database } from '../../core/db/database';
import { CorpIndex } from './memory/corp-index';
import { pauses } from './memory/pauses';
import { between } from './memory/texts';
import { ownSource, sources } from './sources';

/** Customers of one reading while the index is built. */
const perChunk = 4000;
/** Readings that the database is asked for before the first of them is put in. */
const ahead = 4;
/** At most this many values in one IN (…). */
const perRead = 500;

/** What the own source reads of some customers, and what each of the other sources does. */
interface Chunk {
  customers: BulkRows;
  rows: BulkRows[];
}

/** The index of all customers of a corp, from its rows, in chunks; others run in between. */
export async function buildIndex(database: Database, corpId: string, isStopped: () => boolean): Promise<CorpIndex | null> {
  const index = new CorpIndex(perChunk, true);
  const rest = pauses();
  const readings: Promise<Chunk>[] = [];
  for (let after: string | null = ''; after !== null || readings.length > 0;) {
    while (after !== null && readings.length < ahead) {
      const last = await endOfChunk(database, corpId, after);
      const reading = readChunk(database, (column) => `corpId = ? AND ${column} > ?${last === null ? '' : ` AND ${column} <= ?`}`, [corpId, after, ...(last === null ? [] : [last])]);
      reading.catch(() => undefined);
      readings.push(reading);
      after = last;
    }
    const chunk = await readings.shift()!;
    if (isStopped()) return null;
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
    const chunk = await readChunk(database, (column) => `corpId = ? AND ${column} IN (${marks})`, [corpId, ...some]);
    for (const id of some) index.remove(id);
    add(index, chunk);
  }
}

/** Who is the last of the chunk behind this customer; null where it reaches to the end. */
async function endOfChunk(database: Database, corpId: string, after: string): Promise<string | null> {
  const [row] = await database.query<{ id: string }>(`SELECT id FROM customer WHERE corpId = ? AND id > ? ORDER BY id LIMIT 1 OFFSET ${perChunk - 1}`, [corpId, after]);
  return row?.id ?? null;
}

async function readChunk(database: Database, where: (customerId: string) => string, parameters: unknown[]): Promise<Chunk> {
  const customers = await readBulk(database, ['id', ...ownSource.columns], `customer WHERE ${where('id')}`, parameters);
  const rows: BulkRows[] = [];
  // One after the other: a reading takes one connection, and leaves the others to those who wait for an answer.
  for (const { table, customerId, columns, only } of sources) rows.push(await readBulk(database, [customerId, ...columns], `${table} WHERE ${where(customerId)}${only ? ` AND ${only}` : ''}`, parameters));
  return { customers, rows };
}

/** All rows are here before the first slot is opened, so that nobody ever sees half a customer. */
function add(index: CorpIndex, { customers, rows }: Chunk): void {
  const ids: string[] = [];
  const texts: string[] = [];
  const slots: number[] = [];
  let at = 0;
  const into = {
    mark: (dimension: string, value: string) => index.mark(slots[at]!, dimension, value),
    setField: (fieldId: string, value: number | string) => index.setField(slots[at]!, fieldId, value),
    setNumber: (column: string, value: number) => index.setNumber(slots[at]!, column, value),
    addText: (text: string) => {
      if (text !== '') texts[at] = texts[at] ? texts[at] + between + text : text;
    },
  };
  for (; customers.next(); at++) {
    ids.push(customers.key);
    texts.push('');
    slots.push(index.open(customers.key, customers.number(0)));
    ownSource.read(customers, into);
  }
  sources.forEach(({ read }, which) => {
    const told = rows[which]!;
    at = 0;
    for (let [key, isTheirs] = ['', false]; told.next();) {
      if (told.key !== key) {
        // Both stand in the order of the ids; rows of somebody who came meanwhile are left for the next time.
        ({ key } = told);
        while (at < ids.length && ids[at]! < key) at++;
        isTheirs = ids[at] === key;
      }
      if (isTheirs) read(told, into);
    }
  });
  for (const text of texts) index.texts.push(text.toLowerCase());
}
