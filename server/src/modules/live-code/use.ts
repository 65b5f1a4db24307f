import { reachUnder } from '../../core/files';
import type { Use } from '../../core/tasks';
import type { ReadDb } from '../../core/db/scope';
import { withTags } from './content';
import { LiveCode } from './entity';
import { isInSight, sightOf } from './reach';

const withTag = (db: ReadDb, id: string) => db.query(LiveCode, 'code').andWhere('code.deletedAt IS NULL').andWhere('(code.tagIds LIKE :part OR code.rule LIKE :part)', { part: `%"${id}"%` }).getMany();

/** The tags that codes give to those who come through them. */
export const tagUse: Use = {
  thing: 'tag', kind: 'liveCode',
  find: async (context, id) => {
    const reach = await reachUnder(context, 'liveCode.read');
    const sight = reach && (await sightOf({ ...context, reach: () => Promise.resolve(reach) }));
    return (await withTag(context.db, id)).map((code) => ({ id: code.id, name: sight && isInSight(code, sight) ? code.name : null }));
  },
  replace: async (tx, from, into, now) => {
    const other = (tagIds: string[]) => [...new Set(tagIds.map((one) => (one === from ? into : one)))];
    for (const { id, tagIds, rule, updatedAt } of await withTag(tx, from)) {
      await tx.update(LiveCode, { id }, { tagIds: other(tagIds), rule: rule && withTags(rule, other), updatedAt: Math.max(now, updatedAt + 1) });
    }
  },
};
