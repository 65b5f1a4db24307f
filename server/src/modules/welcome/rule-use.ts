import { reachUnder } from '../../core/files';
import type { Use } from '../../core/tasks';
import type { ReadDb } from '../../core/db/scope';
import { WelcomeRule } from './rule-entity';
import { touchesReach } from './rule-reach';

const withTag = (db: ReadDb, id: string) => db.query(WelcomeRule, 'rule').andWhere('rule.deletedAt IS NULL AND rule.tagIds LIKE :part', { part: `%"${id}"%` }).getMany();

/** The tags by which rules tell customers apart. */
export const ruleTagUse: Use = {
  thing: 'tag', kind: 'welcomeRule',
  find: async (context, id) => {
    const reach = await reachUnder(context, 'welcome.read');
    return Promise.all((await withTag(context.db, id)).map(async (rule) => ({ id: rule.id, name: reach && (await touchesReach(context.db, rule, reach)) ? rule.name : null })));
  },
  replace: async (tx, from, into, now) => {
    for (const { id, tagIds, updatedAt } of await withTag(tx, from)) {
      await tx.update(WelcomeRule, { id }, { tagIds: [...new Set(tagIds.map((one) => (one === from ? into : one)))], updatedAt: Math.max(now, updatedAt + 1) });
    }
  },
};
