import type { Standing, StageMove as MoveReply, StageRef } from '@scrm/shared/stage';
import type { ReadDb } from '../../core/db/scope';
import { staffRefs } from '../org';
import { StageFlow, type CustomerStage, type Stage, type StageMove } from './entity';
import { standingsOf } from './standings';
import { allows, readPlan, type Plan } from './template';

export function stageRef({ id, name, kind, colour }: Stage): StageRef {
  return { id, name, kind, colour };
}

const gone: StageRef = { id: '-', name: '–', kind: 'open', colour: 'faint' };
export const refOf = (plan: Plan, id: string): StageRef => {
  const stage = plan.stages.get(id);
  return stage ? stageRef(stage) : gone;
};

/** Null: the flow was removed and the customer is on the way to another. */
export function presentStanding(plan: Plan, standing: CustomerStage): Standing | null {
  const flow = plan.flows.find((one) => one.id === standing.flowId);
  if (!flow) return null;
  return {
    flowId: flow.id, flowName: flow.name, stage: refOf(plan, standing.stageId), since: standing.since, action: plan.stages.get(standing.stageId)?.action ?? '', reason: standing.reason,
    steps: flow.steps.map((one) => ({ ...stageRef(one), allowed: allows(flow, standing.stageId, one.id), reasons: one.reasons })),
  };
}

/** The names of the stages in which these customers stand, by customer, as lists show them. */
export async function stageNamesOf(db: ReadDb, customerIds: readonly string[]): Promise<Map<string, string[]>> {
  const plan = await readPlan(db);
  const names = new Map<string, string[]>();
  if (!plan) return names;
  for (const standing of await standingsOf(db, customerIds)) {
    const shown = presentStanding(plan, standing);
    if (shown) names.set(standing.customerId, [...(names.get(standing.customerId) ?? []), shown.stage.name]);
  }
  return names;
}

export async function presentMoves(db: ReadDb, plan: Plan, rows: readonly StageMove[]): Promise<MoveReply[]> {
  const staff = await staffRefs(db, rows.flatMap((row) => row.staffId ?? []));
  const flows = new Map((await db.find(StageFlow)).map((flow) => [flow.id, flow.name]));
  return rows.map((row) => ({
    id: row.id, flowName: flows.get(row.flowId) ?? '', from: row.fromStageId === null ? null : refOf(plan, row.fromStageId), to: refOf(plan, row.toStageId), at: row.at, by: row.movedBy,
    staff: row.staffId ? staff.get(row.staffId) ?? null : null, byName: row.byName, reason: row.reason, note: row.movedBy === 'automatic' ? '' : row.note, dwellMs: row.dwellMs,
  }));
}
