import { IsNull } from 'typeorm';
import { reachUnder, type FileKeeper } from '../../core/files';
import { filesOf } from '../file';
import { GroupWelcome } from './group-entity';
import { sentWith } from './group-message';
import { touchesReach } from './rule-reach';
import { WelcomeRule } from './rule-entity';

/** What a rule sends is for those who see the rule, what a group welcome sends for all who see group welcomes. */
export const welcomeFiles: FileKeeper = {
  name: 'welcome',
  shows: async (context, { id }) => {
    const { db } = context;
    const told = await db.query(WelcomeRule, 'rule').andWhere('rule.deletedAt IS NULL AND rule.message LIKE :part', { part: `%"${id}"%` }).getMany();
    const rules = told.filter(({ message }) => filesOf(message).some(({ fileId }) => fileId === id));
    const inGroups = (await db.find(GroupWelcome, { deletedAt: IsNull() })).some(({ message }) => filesOf(sentWith(message)).some(({ fileId }) => fileId === id));
    if (rules.length === 0 && !inGroups) return null;
    const reach = await reachUnder(context, 'welcome.read');
    if (!reach) return false;
    return inGroups || (await Promise.all(rules.map((rule) => touchesReach(db, rule, reach)))).includes(true);
  },
};
