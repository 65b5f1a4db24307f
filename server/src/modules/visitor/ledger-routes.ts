import { conversions, type Conversion } from '@scrm/shared/conversion';
import type { Language } from '@scrm/shared/error';
import { AppError } from '../../core/errors';
import { job } from '../../core/jobs/define';
import { write, type ReadDb } from '../../core/db/scope';
import { done, serve } from '../../core/http/serve';
import { reasonOf } from '../../wecom/errors';
import { customerRefs } from '../customer';
import { countConversions, retryConversion } from './ledger';
import { IdConversion } from './ledger-entity';

/** All that failed, one after the other, so that WeCom's quota is not burnt by a fault that is still there. */
export const retryFailed = job<object>('visitor.retryConversions', { lane: 'bulk', timeoutMs: 3_600_000 }, async (_, context) => {
  for (const { id } of await context.db.find(IdConversion, { state: 'failed' }, { order: { lastAt: 'ASC' }, take: 1000 })) {
    context.signal.throwIfAborted();
    await retryConversion(context, id);
  }
});

export const conversionRoutes = serve('conversions', conversions, {
  list: async ({ state, kind, customerId, cursor, limit }, { db, language }) => {
    const query = () => {
      const one = db.query(IdConversion, 'row');
      if (state) one.andWhere('row.state = :state', { state });
      if (kind) one.andWhere('row.kind = :kind', { kind });
      if (customerId) one.andWhere('row.customerId = :customerId', { customerId });
      return one;
    };
    const total = await query().getCount();
    const page = query().orderBy('row.lastAt', 'DESC').addOrderBy('row.id', 'DESC').limit(limit + 1);
    if (cursor) page.andWhere('(row.lastAt < :at OR (row.lastAt = :at AND row.id < :id))', readCursor(cursor));
    const found = await page.getMany();
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    return { items: await present(db, rows, language), total, nextCursor: found.length > limit && last ? `${last.lastAt}.${last.id}` : null, counts: await countConversions(db) };
  },

  retry: async ({ id }, context) => (await present(context.db, [await retryConversion(context, id)], context.language))[0]!,

  retryFailed: async (_, { db }) => {
    await write(db, (tx) => tx.enqueue(retryFailed, {}));
    return done;
  },
});

async function present(db: ReadDb, rows: readonly IdConversion[], language: Language): Promise<Conversion[]> {
  const customers = await customerRefs(db, rows.flatMap((row) => row.customerId ?? []));
  return rows.map(({ id, kind, subject, customerId, state, errcode, error, tries, firstAt, lastAt }) => {
    const ref = customerId ? customers.get(customerId) : undefined;
    return {
      id, kind, state, errcode, error: errcode > 0 ? reasonOf(errcode, language) : error, tries, firstAt, lastAt, customer: ref ? { id: ref.id, name: ref.name, avatarUrl: ref.avatarUrl } : null,
      subject: subject.length > 16 ? `${subject.slice(0, 6)}…${subject.slice(-6)}` : subject,
    };
  });
}

function readCursor(cursor: string): { at: number; id: string } {
  const [, at, id] = /^(\d{1,15})\.(\w{1,40})$/.exec(cursor) ?? [];
  if (!at || !id) throw new AppError('bad_input', { detail: 'cursor' });
  return { at: Number(at), id };
}
