import { IsNull } from 'typeorm';
import type { TaskContext, TaskFailure } from '../../core/tasks';
import { Customer, FollowUser, remarkCustomer, tagCustomer } from '../customer';
import { assignSource, getSource, heldValues, isSame, leadSourcesOf, setValues } from '../field';
import { Note, removeNote } from '../note';
import { CustomerStage, moveStage } from '../stage';
import { callerOf, failureOf, noteKey, tellerOf, through } from './apply';
import { CustomerImportRow, type CustomerImport } from './entity';
import { knowledgeFor, type Knowledge } from './knowledge';
import { openSteps } from './sealed';
import { stepWords, type Step } from './step';

/** Puts back what a row changed, step by step and the last first, where it still is as the row left it. What somebody changed since is told and left. */
export async function undoRow(context: TaskContext, record: CustomerImport, row: CustomerImportRow): Promise<TaskFailure | undefined> {
  if (row.steps === null || row.customerId === null || row.state === 'undone' || row.state === 'left') return undefined;
  const knowledge = await knowledgeFor(context, `undo:${record.id}`, context.starter);
  const left: (string | { zh: string; en: string })[] = [];
  for (const step of openSteps(row.steps, context.secrets).reverse()) {
    const isBack = await putBack(context, knowledge, { customerId: row.customerId, rowId: row.id, authorId: record.starter.staffId ?? record.starterId }, step).catch((error: unknown) => {
      if (failureOf(error)) return false;
      throw error;
    });
    if (!isBack) left.push(step.what === 'field' ? step.name : stepWords[step.what]);
  }
  const problem: TaskFailure | null = left.length === 0 ? null : { code: 'import_left', data: { what: [...new Set(left)].reverse() } };
  await context.write((tx) => tx.update(CustomerImportRow, { id: row.id }, { state: problem ? 'left' : 'undone', problem: problem as never, columnName: '', cells: null, at: context.clock.now() }));
  return undefined;
}

/** False where somebody changed it since. */
async function putBack(context: TaskContext, knowledge: Knowledge, { customerId, rowId, authorId }: { customerId: string; rowId: string; authorId: string }, step: Step): Promise<boolean> {
  const { db, write, secrets, clock } = context;
  const by = knowledge.starter.name;
  switch (step.what) {
    case 'field':
      return write(async (tx) => {
        const now = (await heldValues(tx, [customerId], [step.fieldId], secrets)).get(customerId)?.get(step.fieldId) ?? { state: 'unknown' as const };
        if (isSame(now, step.before)) return true;
        if (!isSame(now, step.after)) return false;
        const { before } = step;
        await setValues(tx, {
          customerId, seenVersion: Number.MAX_SAFE_INTEGER, teller: tellerOf(knowledge), viewer: knowledge.viewer, secrets, now: clock.now(), language: 'zh',
          values: [{ fieldId: step.fieldId, value: before.state === 'value' ? before.value : null, none: before.state === 'none' }],
        });
        return true;
      });
    case 'source':
      return write(async (tx) => {
        const now = (await leadSourcesOf(tx, [customerId])).get(customerId) ?? null;
        if (now === step.before) return true;
        if (now !== step.after) return false;
        await assignSource(tx, customerId, step.before === null ? null : await getSource(tx, step.before), tellerOf(knowledge), clock.now());
        return true;
      });
    case 'remark': {
      const now = (await db.find(FollowUser, { customerId, staffId: step.staffId, account: step.account })).map(({ remark }) => remark);
      if (now.includes(step.before)) return true;
      // WeCom takes no empty remark; the name is what it shows where nobody wrote one.
      const remark = step.before || [...((await db.findOne(Customer, { id: customerId }))?.name ?? '')].slice(0, 20).join('');
      if (remark === '' || !now.includes(step.after)) return now.includes(remark);
      return remarkCustomer(context, { ...(await through(db, customerId, step)), remark, by });
    }
    case 'tags':
      return tagCustomer(context, { ...(await through(db, customerId, step)), add: [], remove: step.add, by, how: 'task' });
    case 'stage': {
      const now = await db.findOne(CustomerStage, { customerId, flowId: step.flowId });
      if (now?.stageId === step.from) return true;
      if (now?.stageId !== step.to) return false;
      return write((tx) => moveStage(tx, { customerId, flowId: step.flowId, toStageId: step.from, reason: '撤销导入', cause: `undo:${rowId}`, now: clock.now() }));
    }
    case 'note': {
      const caller = callerOf(context, knowledge);
      const note = await db.findOne(Note, { writingKey: `${authorId}:${noteKey(rowId)}`, removedAt: IsNull() });
      if (!note) return true;
      if (note.edits > 0) return false;
      await removeNote(caller, note.id);
      return true;
    }
  }
}
