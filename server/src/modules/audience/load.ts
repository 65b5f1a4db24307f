import { placesAmong, readBulk, type BulkRows } from '../../core/db/bulk';
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
  // Where the next chunk ends is asked for while those before it are put in.
  let ending = endOfChunk(database, corpId, '');
  for (let after: string | null = ''; after !== null || readings.length > 0;) {
    while (after !== null && readings.length < ahead) {
      const last: string | null = await ending;
      const reading = readChunk(database, (column) => `corpId = ? AND ${column} > ?${last === null ? '' : ` AND ${column} <= ?`}`, [corpId, after, ...(last === null ? [] : [last])]);
      reading.catch(() => undefined);
      readings.push(reading);
      after = last;
      if (last !== null) {
        ending = endOfChunk(database, corpId, last);
        ending.catch(() => undefined);
      }
    }
    const chunk = await readings.shift()!;
    if (isStopped()) return null;
    const steps = add(index, chunk);
    do await rest();
    while (!steps.next().done);
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
    const steps = add(index, chunk);
    while (!steps.next().done) continue;
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

/**
 * All rows are here before the first slot is opened, so that nobody ever sees half a customer: who may be asked meanwhile
 * takes all steps in one go. While an index is built others may run between them.
 */
function* add(index: CorpIndex, { customers, rows }: Chunk): Generator<void> {
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
    texts.push('');
    slots.push(index.open(customers.key, customers.number(0)));
    ownSource.read(customers, into);
  }
  for (const [which, { read }] of sources.entries()) {
    yield;
    const told = rows[which]!;
    const places = placesAmong(customers, told);
    for (let row = 0; told.next(); row++) {
      at = places[row]!;
      // Rows of somebody who came meanwhile are left for the next time.
      if (at >= 0) read(told, into);
    }
  }
  for (const text of texts) index.texts.push(text.toLowerCase());
}
