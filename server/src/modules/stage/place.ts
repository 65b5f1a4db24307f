import { In } from 'typeorm';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import { FollowUser, isStillFollowing } from '../customer';
import { noteChange } from '../customer-change';
import { Staff, StaffDepartment, subtreeOf } from '../org';
import { CustomerStage } from './entity';
import { enter, step, type Mover } from './step';
import { firstStep, stepFor, type Flow, type Plan } from './template';

/** Which flow each staff member works in: the first whose range has them, else the default. */
export type FlowsOf = (staffId: string) => Flow;

const change: Mover = { by: 'automatic', staffId: null, name: '', reason: '', note: '' };

/** Who is in whose range now. */
export async function readScopes(db: ReadDb, plan: Plan): Promise<FlowsOf> {
  const fallback = plan.flows.at(-1)!;
  const byStaff = new Map<string, Flow>();
  // Whoever left keeps their line until somebody takes over: their customers are not to wander to and fro.
  const left = plan.flows.length > 1 ? await db.find(Staff, { state: 'left' }) : [];
  for (const flow of plan.flows.filter((one) => !one.isDefault)) {
    const departments = (await Promise.all(flow.departmentIds.map((id) => subtreeOf(db, id)))).flat();
    const members = departments.length === 0 ? [] : await db.find(StaffDepartment, { departmentId: In(departments) });
    const former = left.filter((one) => one.departmentIds.some((id) => departments.includes(id)));
    for (const id of [...flow.staffIds, ...members.map((member) => member.staffId), ...former.map((one) => one.id)]) if (!byStaff.has(id)) byStaff.set(id, flow);
  }
  return (staffId) => byStaff.get(staffId) ?? fallback;
}

/** The flows that a customer goes by whoever looks after them; of the lost, by whoever did. */
function wantedFlows(follows: readonly FollowUser[], flowsOf: FlowsOf, fallback: Flow): Flow[] {
  const present = follows.filter(isStillFollowing);
  const counted = present.length > 0 ? present : follows;
  const found = [...new Set(counted.map((follow) => flowsOf(follow.staffId)))];
  return found.length > 0 ? found : [fallback];
}

/**
 * Puts a customer into the flows of their staff. Who stands right stays untouched; a flow that has become the wrong
 * one is exchanged for the right one and the stage kept as far as the new flow has it.
 */
export async function placeCustomer(tx: WriteDb, plan: Plan, customerId: string, now: number, scopes?: FlowsOf): Promise<void> {
  const flowsOf = scopes ?? (await readScopes(tx, plan));
  const follows = await tx.find(FollowUser, { customerId });
  const wanted = wantedFlows(follows, flowsOf, plan.flows.at(-1)!);
  const standings = await tx.find(CustomerStage, { customerId });
  const spare = standings.filter((one) => !wanted.some((flow) => flow.id === one.flowId));
  for (const flow of wanted) {
    const has = standings.find((one) => one.flowId === flow.id);
    if (has) continue;
    const from = spare.shift();
    if (from) await exchange(tx, plan, from, flow, now);
    else await enter(tx, flow, customerId, firstStep(flow).id, now);
  }
  if (spare.length === 0) return;
  await tx.remove(CustomerStage, { id: In(spare.map((one) => one.id)) });
  noteChange(tx, [customerId]);
}

async function exchange(tx: WriteDb, plan: Plan, standing: CustomerStage, toFlow: Flow, now: number): Promise<void> {
  const flow = plan.flows.find((one) => one.id === standing.flowId) ?? { id: standing.flowId, name: '' };
  await step(tx, plan, { standing, flow, toFlow, toStageId: stepFor(plan, toFlow, standing.stageId).id, now, mover: change });
}

/** Stands in a stage that the template or the flow has not any more: goes where the admin said. */
async function straighten(tx: WriteDb, plan: Plan, standing: CustomerStage, now: number): Promise<void> {
  const flow = plan.flows.find((one) => one.id === standing.flowId)!;
  const note = plan.stages.get(standing.stageId)?.removedAt === null ? 'flow' : 'template';
  await step(tx, plan, { standing, flow, toStageId: stepFor(plan, flow, standing.stageId).id, now, mover: { ...change, note } });
}

/** Puts many right at once; who stands right already costs nothing but the reading. */
export async function placeMany(tx: WriteDb, plan: Plan, customerIds: readonly string[], scopes: FlowsOf, now: number): Promise<void> {
  const where = { customerId: In([...customerIds]) };
  const follows = groupBy(await tx.find(FollowUser, where));
  const standings = groupBy(await tx.find(CustomerStage, where));
  for (const id of customerIds) {
    const wanted = wantedFlows(follows.get(id) ?? [], scopes, plan.flows.at(-1)!);
    const has = standings.get(id) ?? [];
    const isPlaced = wanted.length === has.length && wanted.every((flow) => has.some((one) => one.flowId === flow.id));
    if (!isPlaced) await placeCustomer(tx, plan, id, now, scopes);
    const stands = isPlaced ? has : await tx.find(CustomerStage, { customerId: id });
    for (const standing of stands) {
      const fits = plan.flows.find((flow) => flow.id === standing.flowId)?.steps.some((one) => one.id === standing.stageId);
      if (!fits) await straighten(tx, plan, standing, now);
    }
  }
}

function groupBy<T extends { customerId: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(row.customerId, [...(groups.get(row.customerId) ?? []), row]);
  return groups;
}
