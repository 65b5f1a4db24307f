import type { Database } from '../../../core/db/database';
import { idSince, newId } from '../../../core/db/ids';
import type { WriteDb } from '../../../core/db/scope';
import { LiveCodeChange } from './entity';

/** ms; processes that were away for longer read everything anew. */
export const keptFor = 3_600_000;

export interface News {
  corpId: string;
  /** '' all codes of the corp. */
  liveCodeId: string;
}

const listeners = new WeakMap<Database, Set<(news: News) => void>>();
const gathered = new WeakMap<WriteDb, Set<string>>();

/**
 * To be called by everything that changes what a code's page shows or whom it may choose; without an id, of all codes of the
 * corp. In the same transaction, at its end: between the row's id and its commit lies next to nothing.
 */
export function noteCode(tx: WriteDb, liveCodeId = ''): void {
  const known = gathered.get(tx);
  if (known) return void known.add(liveCodeId);
  const ids = new Set([liveCodeId]);
  gathered.set(tx, ids);
  tx.beforeCommit(gathered, async () => {
    // The real time, also where a test turns the clock: ids order what happened in the database.
    await tx.insert(LiveCodeChange, [...ids].map((id) => ({ id: newId('lcn'), liveCodeId: id })));
    tx.afterCommit(() => {
      for (const tell of listeners.get(tx.database) ?? []) for (const id of ids) tell({ corpId: tx.corpId, liveCodeId: id });
    });
  });
}

/** Hears of this process's own changes as soon as they are committed. Gives back how to stop. */
export function listen(database: Database, tell: (news: News) => void): () => void {
  const all = listeners.get(database) ?? new Set();
  listeners.set(database, all.add(tell));
  return () => void all.delete(tell);
}

export async function readNews(database: Database, since: number): Promise<(News & { id: string })[]> {
  return database.query('SELECT id, corpId, liveCodeId FROM live_code_change WHERE id >= ? ORDER BY id', [idSince('lcn', since)]);
}

export async function pruneNews(database: Database, now: number): Promise<void> {
  await database.execute('DELETE FROM live_code_change WHERE id < ?', [idSince('lcn', now - keptFor)]);
}
