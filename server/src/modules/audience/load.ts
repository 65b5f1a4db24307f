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
    await add(index, customers, (source) => database.query<Row>(
      `SELECT ${source.customerId} AS customerId, ${source.columns.join(', ')} FROM ${source.table} WHERE corpId = ? AND ${source.customerId} > ? AND ${source.customerId} <= ?${source.only ? ` AND ${source.only}` : ''} ORDER BY ${source.customerId}`,
      [corpId, from, last],
    ));
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
    const read = (source: Pick<Source, 'table' | 'customerId' | 'only'>, columns: string) => database.query<Row>(
      `SELECT ${columns} FROM ${source.table} WHERE corpId = ? AND ${source.customerId} IN (${marks})${source.only ? ` AND ${source.only}` : ''} ORDER BY ${source.customerId}`, [corpId, ...some],
    );
    const customers = await read({ table: 'customer', customerId: 'id' }, 'id, lastAddedAt');
    const found = new Set(customers.map(({ id }) => id));
    for (const id of some) if (!found.has(id)) index.remove(id);
    await add(index, customers, (source) => read(source, `${source.customerId} AS customerId, ${source.columns.join(', ')}`));
  }
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
