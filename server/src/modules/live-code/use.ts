import type { Use } from '../../core/tasks';
import type { ReadDb } from '../../core/db/scope';
import { LiveCode } from './entity';

const withTag = (db: ReadDb, id: string) => db.query(LiveCode, 'code').andWhere('code.deletedAt IS NULL').andWhere('code.tagIds LIKE :part', { part: `%"${id}"%` }).getMany();

/** The tags that codes give to those who come through them. */
export const tagUse: Use = {
  thing: 'tag', kind: 'liveCode',
  find: async (db, id) => (await withTag(db, id)).map(({ id: codeId, name }) => ({ id: codeId, name })),
  replace: async (tx, from, into, now) => {
    for (const { id, tagIds, updatedAt } of await withTag(tx, from)) {
      await tx.update(LiveCode, { id }, { tagIds: [...new Set(tagIds.map((one) => (one === from ? into : one)))], updatedAt: Math.max(now, updatedAt + 1) });
    }
  },
};
