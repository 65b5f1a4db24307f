import { AppError } from '../../core/errors';
import type { CustomerStage } from './entity';
import { firstStep, type Plan } from './template';
import { checkMove } from './move';

/** A move that was not made. */
export interface Foreseen {
  flowId: string;
  fromStageId: string;
  toStageId: string;
}

/** What it would be to move a customer to the stage of this name, by the same rules. Null: they stand there. Throws what the move would throw. */
export function foresee(plan: Plan, standings: readonly CustomerStage[], name: string): Foreseen | null {
  const wanted = name.trim();
  // Who stands nowhere yet begins at the first step of the default flow.
  const fallback = plan.flows.at(-1)!;
  const stands = standings.length > 0 ? standings : [{ flowId: fallback.id, stageId: firstStep(fallback).id }];
  for (const { flowId, stageId } of stands) {
    const flow = plan.flows.find((one) => one.id === flowId);
    const to = flow?.steps.find((step) => step.name === wanted);
    if (!flow || !to) continue;
    if (to.id === stageId) return null;
    checkMove(plan, flow, stageId, to, '');
    return { flowId, fromStageId: stageId, toStageId: to.id };
  }
  throw new AppError('import_stage_unknown', { name: wanted });
}
