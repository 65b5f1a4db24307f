import { IsNull } from 'typeorm';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { JobContext } from '../../core/jobs/define';
import type { TaskFailure } from '../../core/tasks';
import { WeComError } from '../../wecom/errors';
import { livingCustomer, relationOf, remarkCustomer, tagCustomer } from '../customer';
import { assignSource, getSource, heldValues, isSame, leadSourcesOf, setValues, type Teller } from '../field';
import { createNote } from '../note';
import { CustomerStage, moveOne } from '../stage';
import { CustomerImportRow, type CustomerImport } from './entity';
import { judge } from './judge';
import { knowledgeFor, type Knowledge } from './knowledge';
import { openCells, openSteps, sealSteps } from './sealed';
import type { Step } from './step';

export const tellerOf = ({ starter }: Knowledge): Teller => ({ source: 'import', staffId: starter.staffId, name: starter.name });

/** What somebody with these rights reads and writes by. */
export const callerOf = ({ db, clock }: JobContext, { actor, reach }: Knowledge) => ({ db, clock, actor, reach: async () => reach });

/** Does what a row says. Once more after a crash it goes on with what it had written down to do; what is done already stays. */
export async function applyRow(context: JobContext, record: CustomerImport, row: CustomerImportRow): Promise<TaskFailure | undefined> {
  if (row.cells === null) return row.problem ?? undefined;
  const knowledge = await knowledgeFor(context, record.id, record.starter);
  try {
    const begun = await begin(context, record, row, knowledge);
    if (!begun) return undefined;
    for (const step of begun.steps) await carryOut(context, knowledge, begun.customerId, row.id, step);
    await end(context, row.id, { state: 'done', problem: null, columnName: '', cells: null });
    return undefined;
  } catch (error) {
    const problem = failureOf(error);
    if (!problem) throw error;
    await end(context, row.id, { state: 'wrong', problem });
    return problem;
  }
}

/** What is wrong with this one row, and not with everything. */
export function failureOf(error: unknown): TaskFailure | null {
  if (error instanceof AppError) return { code: error.code, data: error.data };
  if (error instanceof WeComError && error.reaction !== 'retry') return { code: 'task_wecom_refused', data: { errcode: error.errcode } };
  return null;
}

/** Writes down what will be done, together with what needs no call to WeCom. Null when there is nothing to do. */
async function begin(context: JobContext, record: CustomerImport, row: CustomerImportRow, knowledge: Knowledge): Promise<{ customerId: string; steps: Step[] } | null> {
  const { secrets, write } = context;
  if (row.steps !== null && row.customerId !== null) return { customerId: row.customerId, steps: openSteps(row.steps, secrets) };
  const [judged] = await judge(context, knowledge, record, [openCells(row.cells!, secrets).cells]);
  const { state, customerId, problem, column, steps, newTags, waitKey } = judged!;
  const columnName = column < 0 ? '' : (record.headers[column] ?? '').slice(0, 200);
  if (newTags.length > 0) throw new AppError('import_tag_unknown', { name: newTags });
  if (state === 'wrong') {
    await endUnbegun(context, row.id, { problem, columnName });
    throw new AppError(problem!.code, problem!.data);
  }
  if (state !== 'planned' || customerId === null) {
    await endUnbegun(context, row.id, { state, customerId, problem, columnName, waitKey, ...(state === 'same' && { cells: null }) });
    return null;
  }
  const isFirst = await write(async (tx) => {
    if ((await tx.update(CustomerImportRow, { id: row.id, steps: IsNull() }, { customerId, steps: sealSteps(steps, secrets) })) === 0) return false;
    await applyHere(tx, context, knowledge, customerId, steps);
    return true;
  });
  // Another worker has begun with it, and ends it.
  return isFirst ? { customerId, steps } : null;
}

/** Fields and source. */
async function applyHere(tx: WriteDb, { secrets, clock }: JobContext, knowledge: Knowledge, customerId: string, steps: readonly Step[]): Promise<void> {
  const now = clock.now();
  const fields = steps.flatMap((step) => (step.what === 'field' ? [step] : []));
  if (fields.length > 0) {
    const held = (await heldValues(tx, [customerId], fields.map((step) => step.fieldId), secrets)).get(customerId);
    const still = fields.filter(({ fieldId, before }) => isSame(held?.get(fieldId) ?? { state: 'unknown' }, before));
    await setValues(tx, {
      customerId, seenVersion: Number.MAX_SAFE_INTEGER, teller: tellerOf(knowledge), viewer: knowledge.viewer, secrets, now, language: 'zh',
      values: still.map(({ fieldId, after }) => ({ fieldId, value: after.state === 'value' ? after.value : null, none: false })),
    });
  }
  for (const step of steps) {
    if (step.what !== 'source' || ((await leadSourcesOf(tx, [customerId])).get(customerId) ?? null) !== step.before) continue;
    await assignSource(tx, customerId, await getSource(tx, step.after), tellerOf(knowledge), now);
  }
}

/** What is told to WeCom, or has rules of its own; each looks before it acts. */
async function carryOut(context: JobContext, knowledge: Knowledge, customerId: string, rowId: string, step: Step): Promise<void> {
  const by = knowledge.starter.name;
  switch (step.what) {
    case 'field': case 'source': return;
    case 'remark':
      return mustFollow(remarkCustomer(context, { ...(await through(context.db, customerId, step)), remark: step.after, by }));
    case 'tags':
      return mustFollow(tagCustomer(context, { ...(await through(context.db, customerId, step)), add: step.add, remove: [], by, how: 'task' }));
    case 'stage': {
      const standing = await context.db.findOne(CustomerStage, { customerId, flowId: step.flowId });
      // Whoever stands elsewhere by now was moved by somebody meanwhile.
      if (standing && standing.stageId !== step.from) return;
      return moveOne(callerOf(context, knowledge), customerId, { flowId: step.flowId, toStageId: step.to, seenStageId: step.from });
    }
    case 'note':
      await createNote(callerOf(context, knowledge), { customerId, key: noteKey(rowId), text: step.text, isPrivate: false, mentionIds: [], fileIds: [] });
  }
}

/** The relation that a step means: exactly that account of a merged person. */
export async function through(db: ReadDb, customerId: string, { staffId, account }: { staffId: string; account: string }) {
  const customer = await livingCustomer(db, customerId);
  return customer ? relationOf(customer, { customerId, staffId, account }) : { customerId, staffId };
}

export const noteKey = (rowId: string): string => `import-${rowId}`;

async function mustFollow(work: Promise<boolean>): Promise<void> {
  if (!(await work)) throw new AppError('customer_not_followed');
}

type Patch = Partial<Omit<CustomerImportRow, 'problem'>> & { problem?: TaskFailure | null };

/** Only while nobody has begun with the row. */
async function endUnbegun({ write, clock }: JobContext, id: string, patch: Patch): Promise<void> {
  await write((tx) => tx.update(CustomerImportRow, { id, steps: IsNull() }, { ...patch, at: clock.now() } as never));
}

async function end({ write, clock }: JobContext, id: string, patch: Patch): Promise<void> {
  await write((tx) => tx.update(CustomerImportRow, { id }, { ...patch, at: clock.now() } as never));
}
