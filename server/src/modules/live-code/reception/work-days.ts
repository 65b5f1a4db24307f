import { IsNull } from 'typeorm';
import type { WorkDay as WorkDayReply } from '@scrm/shared/reception';
import { newId } from '../../../core/db/ids';
import { write, type ReadDb } from '../../../core/db/scope';
import { AppError } from '../../../core/errors';
import { askAlign } from '../due';
import { LiveCode } from '../entity';
import { WorkDay } from '../entity-rule';
import { noteCode } from '../page';
import { keepRule, slotsOf } from '../rule-of';

export async function readWorkDays(db: ReadDb): Promise<WorkDayReply[]> {
  return (await db.find(WorkDay, {}, { order: { date: 'ASC' } })).map(({ date, kind, name }) => ({ date, kind, name }));
}

/** Codes whose slots look at workdays get a new revision of their rule: by it a reason from today on is understood. */
export async function saveWorkDays(db: ReadDb, days: WorkDayReply[], before: WorkDayReply[], { byId, now }: { byId: string; now: number }): Promise<void> {
  const wanted = [...new Map(days.map((day) => [day.date, day])).values()];
  await write(db, async (tx) => {
    if (JSON.stringify(await readWorkDays(tx)) !== JSON.stringify(before)) throw new AppError('stale_edit');
    noteCode(tx);
    await tx.remove(WorkDay, {});
    await tx.insert(WorkDay, wanted.map(({ date, kind, name }) => ({ id: newId('wd'), date, kind, name })));
    for (const code of await tx.find(LiveCode, { deletedAt: IsNull() })) {
      if (!code.rule || ![...slotsOf(code.rule), ...code.rule.skipVerify.windows].some(({ dayKinds }) => dayKinds.length < 2)) continue;
      await tx.update(LiveCode, { id: code.id }, { ruleNo: code.ruleNo + 1 });
      await keepRule(tx, code.id, code.ruleNo + 1, code.rule, { byId, at: now });
      await askAlign(tx, code.id, now);
    }
  });
}
