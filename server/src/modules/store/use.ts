import { seesEverything } from '../../core/files';
import type { Class } from '../../core/db/database';
import type { ReadDb } from '../../core/db/scope';
import type { Use } from '../../core/tasks';
import { Store, StoreCode } from './entity';

const withTag = async (db: ReadDb, id: string) => {
  const of = (entity: Class<Store | StoreCode>) => db.query(entity, 'row').andWhere('row.deletedAt IS NULL AND row.tagIds LIKE :part', { part: `%"${id}"%` }).getMany();
  return [[Store, await of(Store)], [StoreCode, await of(StoreCode)]] as const;
};

/** The tags that stores and their codes give to those who come through them. */
export const tagUse: Use = {
  thing: 'tag', kind: 'liveCode',
  find: async (context, id) => {
    const seesAll = await seesEverything(context, 'store.read');
    return (await withTag(context.db, id)).flatMap(([, rows]) => rows.map((row) => ({ id: row.id, name: seesAll ? row.name : null })));
  },
  replace: async (tx, from, into, now) => {
    for (const [entity, rows] of await withTag(tx, from)) {
      for (const { id, tagIds, updatedAt } of rows) await tx.update(entity as Class<Store>, { id }, { tagIds: [...new Set(tagIds.map((one) => (one === from ? into : one)))], updatedAt: Math.max(now, updatedAt + 1) });
    }
  },
};
