import { IsNull } from 'typeorm';
import { on } from '../../core/events';
import { ownDaysChanged } from '../corp/events';
import { askAlign } from './due';
import { LiveCode } from './entity';
import { LiveCodeRule } from './entity-rule';
import { noteCode } from './page/news';
import { daysOf, keepRule, looksAtDays } from './rule-of';

/**
 * The company's calendar is another: lists are made anew, pages follow, and codes whose slots look at workdays get a new
 * revision of their rule, by which a reason from now on is understood.
 */
export const followOwnDays = on(ownDaysChanged, 'liveCode.followOwnDays', async (_, { db, write, clock }) => {
  const now = clock.now();
  const codes = (await db.find(LiveCode, { deletedAt: IsNull() })).filter(({ rule }) => rule !== null && looksAtDays(rule));
  for (const { id } of codes) {
    await write(async (tx) => {
      const { rule, ruleNo, deletedAt } = await tx.get(LiveCode, id, '活码');
      const kept = await tx.findOne(LiveCodeRule, { liveCodeId: id, no: ruleNo });
      if (deletedAt !== null || !rule || !looksAtDays(rule) || (kept && JSON.stringify(kept.days) === JSON.stringify(await daysOf(tx)))) return;
      await tx.update(LiveCode, { id }, { ruleNo: ruleNo + 1 });
      await keepRule(tx, id, ruleNo + 1, rule, { byId: '', at: now });
      noteCode(tx, id);
      await askAlign(tx, id, now);
    });
  }
}, { lane: 'urgent' });
