import { In } from 'typeorm';
import { seesEverything } from '../../core/files';
import type { ReadDb } from '../../core/db/scope';
import type { Use } from '../../core/tasks';
import { GroupCode, GroupCodeEntry } from './entity';

const withTag = (db: ReadDb, id: string) => db.query(GroupCodeEntry, 'entry').andWhere('entry.removedAt IS NULL').andWhere('entry.tagIds LIKE :part', { part: `%"${id}"%` }).getMany();

/** The tags by which codes choose a group. */
export const tagUse: Use = {
  thing: 'tag', kind: 'groupCode',
  find: async (context, id) => {
    const seesAll = await seesEverything(context, 'liveCode.read');
    const codeIds = [...new Set((await withTag(context.db, id)).map((entry) => entry.codeId))];
    return (codeIds.length === 0 ? [] : await context.db.find(GroupCode, { id: In(codeIds) })).map(({ id: codeId, name }) => ({ id: codeId, name: seesAll ? name : null }));
  },
  replace: async (tx, from, into, now) => {
    for (const { id, codeId, tagIds } of await withTag(tx, from)) {
      await tx.update(GroupCodeEntry, { id }, { tagIds: [...new Set(tagIds.map((one) => (one === from ? into : one)))] });
      const code = await tx.findOne(GroupCode, { id: codeId });
      if (code) await tx.update(GroupCode, { id: codeId }, { updatedAt: Math.max(now, code.updatedAt + 1) });
    }
  },
};
