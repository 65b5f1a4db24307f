import { IsNull } from 'typeorm';
import { on } from '../../core/events';
import { staffLabelled } from '../org/events';
import { askAlign } from './due';
import { LiveCode } from './entity';
import { noteCode } from './page/news';
import { goesByLabels, keepRule, withLabels } from './rule-of';

/** Codes that go by labels get a new revision of their rule, so that the choice looks nothing up and a reason is understood by the labels of its time. */
export const followLabels = on(staffLabelled, 'liveCode.followLabels', async ({ staffId }, { db, write, clock }) => {
  const codes = await db.query(LiveCode, 'code').andWhere('code.deletedAt IS NULL').andWhere('code.rule LIKE :part', { part: `%"${staffId}"%` }).getMany();
  for (const { id, rule: known } of codes) {
    if (!known || !goesByLabels(known)) continue;
    await write(async (tx) => {
      const code = await tx.findOne(LiveCode, { id, deletedAt: IsNull() });
      const rule = code?.rule && await withLabels(tx, code.rule);
      if (!rule || JSON.stringify(rule) === JSON.stringify(code.rule)) return;
      await tx.update(LiveCode, { id }, { rule, ruleNo: code.ruleNo + 1 });
      await keepRule(tx, id, code.ruleNo + 1, rule, { byId: '', at: clock.now() });
      noteCode(tx, id);
      await askAlign(tx, id, clock.now());
    });
  }
}, { lane: 'urgent' });
