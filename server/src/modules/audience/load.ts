import { ownText, readBulk, type BulkCells } from '../../core/db/bulk';
import type { Database } from '../../core/db/database';
import { CorpIndex } from './memory/corp-index';
import { pauses } from './memory/pauses';
import { between } from './memory/texts';
import { ownSource, sources } from './sources';

/** Customers of one reading while the index is built. */
const perChunk = 2000;
/** At most this many values in one IN (…). */
const perRead = 500;

interface Chunk {
  ids: string[];
  /** Id, when added last, and what the source of their own row reads. */
  customers: BulkCells;
  rows: BulkCells[];
}

/** The index of all customers of a corp, from its rows, in chunks; others run in between. */
export async function buildIndex(database: Database, corpId: string, isStopped: () => boolean): Promise<CorpIndex | null> {
  const index = new CorpIndex(perChunk, true);
  const rest = pauses();
  const readBehind = async (after: string): Promise<Chunk> => {
    const chunk = await readCustomers(database, `corpId = ? AND id > ? ORDER BY id LIMIT ${perChunk}`, [corpId, after]);
    const last = chunk.ids.at(-1);
    return { ...chunk, rows: last === undefined ? [] : await readSources(database, (column) => `corpId = ? AND ${column} > ? AND ${column} <= ?`, [corpId, after, last]) };
  };
  for (let next = readBehind(''); ;) {
    const chunk = await next;
    const last = chunk.ids.at(-1);
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
    const chunk = await readCustomers(database, `corpId = ? AND id IN (${marks})`, [corpId, ...some]);
    const found = new Set(chunk.ids);
    const rows = await readSources(database, (column) => `corpId = ? AND ${column} IN (${marks})`, [corpId, ...some]);
    for (const id of some) if (!found.has(id)) index.remove(id);
    add(index, { ...chunk, rows });
  }
}

const ownColumns = ['id', 'lastAddedAt', ...ownSource.columns];

async function readCustomers(database: Database, where: string, parameters: unknown[]): Promise<Omit<Chunk, 'rows'>> {
  const customers = await readBulk(database, ownColumns, `customer WHERE ${where}`, parameters);
  const ids: string[] = [];
  for (let i = 0; i < customers.length; i += ownColumns.length) ids.push(ownText(customers[i]!));
  return { ids, customers };
}

function readSources(database: Database, where: (customerId: string) => string, parameters: unknown[]): Promise<BulkCells[]> {
  return Promise.all(sources.map(({ table, customerId, columns, only }) => readBulk(database, [customerId, ...columns], `${table} WHERE ${where(customerId)}${only ? ` AND ${only}` : ''}`, parameters)));
}

/** All rows are here before the first slot is opened, so that nobody ever sees half a customer. */
function add(index: CorpIndex, { ids, customers, rows }: Chunk): void {
  const texts: string[] = ids.map(() => '');
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
  for (; at < ids.length; at++) {
    const own = at * ownColumns.length;
    slots.push(index.open(ids[at]!, Number(customers[own + 1])));
    ownSource.read(customers, own + 2, into);
  }
  sources.forEach(({ columns, read }, which) => {
    const cells = rows[which]!;
    at = 0;
    for (let i = 0; i < cells.length; i += columns.length + 1) {
      const id = cells[i]!;
      // Both stand in the order of the ids; rows of somebody who came meanwhile are left for the next time.
      while (at < ids.length && ids[at] !== id && ids[at]! < id) at++;
      if (ids[at] === id) read(cells, i + 1, into);
    }
  });
  for (const text of texts) index.texts.push(text.toLowerCase());
}
