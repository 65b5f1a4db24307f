import { decodeTime } from 'ulid';
import type { Database } from '../../core/db/database';
import { idSince, newId } from '../../core/db/ids';
import type { WriteDb } from '../../core/db/scope';
import { CustomerChange, type Change } from './entity';

/** One row of the feed holds this many customers at most. */
const customersPerRow = 500;
/** ms; who was away for longer builds anew. */
export const keptFor = 86_400_000;

interface Gathered {
  customerIds: Set<string>;
  gone: NonNullable<Change['gone']>[];
}

const gathered = new WeakMap<WriteDb, Gathered>();
const followers = new WeakMap<Database, (tx: WriteDb, customerIds: readonly string[]) => Promise<void>>();
const listeners = new WeakMap<Database, Set<(corpId: string, id: string, change: Change) => void>>();

/**
 * To be called by everything that changes what customers are filtered by: name, remark, tags, followers, source. One row for
 * the whole transaction, in the same transaction, at its end: between its id and its commit lies next to nothing.
 */
export function noteChange(tx: WriteDb, customerIds: Iterable<string>): void {
  const { customerIds: all } = gather(tx);
  for (const id of customerIds) all.add(id);
}

/** Nobody has this value of this dimension any more. */
export function noteGone(tx: WriteDb, dimension: string, value: string): void {
  gather(tx).gone.push({ dimension, value });
}

function gather(tx: WriteDb): Gathered {
  const known = gathered.get(tx);
  if (known) return known;
  const fresh: Gathered = { customerIds: new Set(), gone: [] };
  gathered.set(tx, fresh);
  tx.beforeCommit(gathered, () => save(tx, fresh));
  return fresh;
}

async function save(tx: WriteDb, { customerIds, gone }: Gathered): Promise<void> {
  const ids = [...customerIds];
  const changes: Change[] = gone.map((one) => ({ gone: one }));
  for (let start = 0; start < ids.length; start += customersPerRow) {
    const some = ids.slice(start, start + customersPerRow);
    await followers.get(tx.database)?.(tx, some);
    changes.push({ customerIds: some });
  }
  if (changes.length === 0) return;
  // The real time, also where a test turns the clock: ids order what happened in the database.
  const rows = changes.map((body) => ({ id: newId('chg'), body }));
  await tx.insert(CustomerChange, rows);
  tx.afterCommit(() => {
    for (const tell of listeners.get(tx.database) ?? []) for (const { id, body } of rows) tell(tx.corpId, id, body);
  });
}

/** What must follow from each change in its own transaction, at its end. */
export function beforeChange(database: Database, follow: (tx: WriteDb, customerIds: readonly string[]) => Promise<void>): void {
  followers.set(database, follow);
}

/** Hears of this process's own changes as soon as they are committed. Gives back how to stop. */
export function listen(database: Database, tell: (corpId: string, id: string, change: Change) => void): () => void {
  const all = listeners.get(database) ?? new Set();
  listeners.set(database, all.add(tell));
  return () => void all.delete(tell);
}

/**
 * What was committed since `at` (ms), of all corps or of one. Ids are given out before the commit, so a slow transaction may appear
 * behind those that are read already: readers look back again and leave out what they know.
 */
export async function readChanges(database: Database, at: number, corpId?: string): Promise<{ id: string; corpId: string; change: Change }[]> {
  const rows = await database.query<{ id: string; corpId: string; body: string }>(`SELECT id, corpId, body FROM customer_change WHERE id >= ?${corpId ? ' AND corpId = ?' : ''} ORDER BY id`, [idSince('chg', at), ...(corpId ? [corpId] : [])]);
  return rows.map(({ id, corpId, body }) => ({ id, corpId, change: JSON.parse(body) as Change }));
}

/** When a change was made, ms. */
export const timeOf = (id: string): number => decodeTime(id.slice('chg_'.length));

export async function pruneChanges(database: Database, now: number): Promise<void> {
  await database.execute('DELETE FROM customer_change WHERE id < ?', [idSince('chg', now - keptFor)]);
}
