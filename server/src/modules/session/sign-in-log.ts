import type { SignIn } from '@scrm/shared/session';
import type { Clock } from '../../core/clock';
import type { Database } from '../../core/db/database';
import { newId } from '../../core/db/ids';
import type { Actor } from '../../core/http/serve';
import { SignInRow } from './entity';

export type Try = Pick<SignInRow, 'corpId' | 'subjectId' | 'name' | 'method' | 'outcome' | 'ip' | 'userAgent'>;

export async function logSignIn(database: Database, clock: Clock, entry: Try): Promise<void> {
  const at = clock.now();
  await database.transaction((manager) => manager.insert(SignInRow, {
    id: newId('sin', at), at, ...entry, name: entry.name.slice(0, 128), ip: entry.ip.slice(0, 64), userAgent: entry.userAgent.slice(0, 300),
  }));
}

/** Of this company; those with local accounts, which belong to the server, are shown to its accounts only. */
export async function listSignIns(database: Database, actor: Actor & { corpId: string }, { name, outcome, cursor, limit }: { name?: string; outcome?: SignIn['outcome']; cursor?: string; limit: number }) {
  const narrow = () => {
    const query = database.everything.createQueryBuilder(SignInRow, 'row').where(actor.kind === 'account' ? '(row.corpId = :corpId OR row.corpId IS NULL)' : 'row.corpId = :corpId', { corpId: actor.corpId });
    if (name?.trim()) query.andWhere('LOWER(row.name) LIKE :like ESCAPE \'!\'', { like: `%${name.trim().toLowerCase().replace(/[!%_]/g, '!$&')}%` });
    if (outcome) query.andWhere('row.outcome = :outcome', { outcome });
    return query;
  };
  const page = narrow().orderBy('row.id', 'DESC').limit(limit + 1);
  if (cursor) page.andWhere('row.id < :cursor', { cursor });
  const [total, rows] = [await narrow().getCount(), await page.getMany()];
  const items = rows.slice(0, limit);
  return { items, total, nextCursor: rows.length > limit ? items.at(-1)!.id : null };
}
