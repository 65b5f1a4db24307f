import type { z } from 'zod';
import { CustomerStageInput } from '@scrm/shared/task';
import { AppError } from '../../core/errors';
import { defineTaskKind, type TaskContext, type TaskSource } from '../../core/tasks';
import { customerSource } from '../customer';
import { actorOf } from '../task';
import { CustomerStage } from './entity';
import { flowOf, flowWord, moveBack, moveOne, stageWord } from './move';
import { readPlan } from './template';

/** Where somebody stood before they were moved at `at` (ms). */
interface Step {
  fromStageId: string;
  at: number;
}

const callerOf = ({ db, clock, corpId, starter }: TaskContext) => ({ db, clock, actor: actorOf(starter, corpId), reach: async () => starter.reach });

/** Many go to one stage, each as far as the flow allows it from where they stand. */
export const stageMany = defineTaskKind<z.output<typeof CustomerStageInput>, Step>({
  kind: 'customer.stage', permission: 'customer.write', input: CustomerStageInput, source: customerSource as TaskSource,
  check: async (db, { flowId, toStageId, reason }) => {
    const plan = await readPlan(db);
    if (!plan) throw new AppError('not_found', { what: flowWord });
    const flow = flowOf(plan, flowId);
    const to = flow.steps.find((step) => step.id === toStageId);
    if (!to) throw new AppError('not_found', { what: stageWord });
    if (to.kind === 'lost' && to.reasons.length > 0 && !to.reasons.includes(reason)) throw new AppError('stage_reason_needed', { to: to.name, reasons: to.reasons });
    return { flow: flow.name, to: to.name, reason };
  },
  item: async (context, customerId, input) => {
    const standing = await context.db.findOne(CustomerStage, { customerId, flowId: input.flowId });
    await moveOne(callerOf(context), customerId, { ...input, seenStageId: standing?.stageId ?? '', with: (tx, step) => context.keep(tx, step satisfies Step) });
    return undefined;
  },
  // Of two moves by one task, when it was tried again, the last is the one that counts.
  undo: async (context, customerId, steps, { flowId, toStageId, note }) => {
    await moveBack(callerOf(context), customerId, { flowId, toStageId, note, ...steps.at(-1)! });
    return undefined;
  },
});
