import { write, type ReadDb, type WriteDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { CallContext } from '../../core/http/serve';
import { visibleCustomer } from '../customer';
import { emptyFields } from '../field';
import { getStaff, staffDisplayName } from '../org';
import { CustomerStage, StageMove, type Stage } from './entity';
import { placeCustomer } from './place';
import { step, type Mover } from './step';
import { allows, ensureTemplate, readPlan, type Flow, type Plan } from './template';

export const flowWord = '流程';
export const stageWord = '阶段';

export interface MoveInput {
  flowId: string;
  toStageId: string;
  /** Where the customer stood when the caller decided. */
  seenStageId: string;
  reason?: string;
  note?: string;
  /** Runs in the same transaction, once they have moved. `at`: ms. */
  with?(tx: WriteDb, moved: { fromStageId: string; at: number }): Promise<void>;
}

type Caller = Pick<CallContext, 'db' | 'actor' | 'reach' | 'clock'>;

/** A person moves one customer, as far as their reach and the flow's rules go. The same move again changes nothing. */
export async function moveOne(caller: Caller, customerId: string, input: MoveInput): Promise<void> {
  const { db, actor, clock } = caller;
  const customer = await visibleCustomer(customerId, caller);
  const name = actor.staffId ? staffDisplayName(await getStaff(db, actor.staffId)) : actor.name;
  const mover: Mover = { by: actor.staffId ? 'staff' : 'account', staffId: actor.staffId, name, reason: input.reason ?? '', note: input.note ?? '' };
  await write(db, async (tx) => {
    const now = clock.now();
    await ensureTemplate(tx, now);
    const plan = (await readPlan(tx))!;
    const flow = flowOf(plan, input.flowId);
    const to = flow.steps.find((step) => step.id === input.toStageId);
    if (!to) throw new AppError('not_found', { what: stageWord });
    await placeCustomer(tx, plan, customer.id, now);
    const standing = await tx.findOne(CustomerStage, { customerId: customer.id, flowId: flow.id });
    if (!standing) throw new AppError('not_found', { what: flowWord });
    if (standing.stageId === to.id) return;
    const stands = plan.stages.get(standing.stageId)!;
    if (standing.stageId !== input.seenStageId) throw new AppError('stale_edit', { stageId: stands.id, stageName: stands.name });
    checkMove(plan, flow, stands.id, to, mover.reason);
    const missing = await emptyFields(tx, customer.id, flow.requiredFieldIds[to.id] ?? []);
    if (missing.length > 0) throw new AppError('stage_fields_missing', { to: to.name, fields: missing.map(({ name }) => name), fieldIds: missing.map(({ id }) => id) });
    if (await step(tx, plan, { standing, flow, toStageId: to.id, now, mover })) return input.with?.(tx, { fromStageId: stands.id, at: now });
    // Somebody else was quicker between our reading and our writing.
    const after = plan.stages.get((await tx.findOne(CustomerStage, { id: standing.id }))?.stageId ?? '');
    if (after?.id !== to.id) throw new AppError('stale_edit', { stageId: after?.id, stageName: after?.name });
  });
}

/** Puts a customer back who still stands where that move brought them, whatever the flow allows people to do. */
export async function moveBack({ db, actor, clock }: Omit<Caller, 'reach'>, customerId: string, move: { flowId: string; fromStageId: string; toStageId: string; at: number; note: string }): Promise<void> {
  const name = actor.staffId ? staffDisplayName(await getStaff(db, actor.staffId)) : actor.name;
  await write(db, async (tx) => {
    const plan = (await readPlan(tx))!;
    const flow = flowOf(plan, move.flowId);
    if (!flow.steps.some((one) => one.id === move.fromStageId)) throw new AppError('not_found', { what: stageWord });
    const standing = await tx.findOne(CustomerStage, { customerId, flowId: flow.id, stageId: move.toStageId, since: move.at });
    const mover: Mover = { by: actor.staffId ? 'staff' : 'account', staffId: actor.staffId, name, reason: '', note: move.note };
    if (!standing || !(await step(tx, plan, { standing, flow, toStageId: move.fromStageId, now: clock.now(), mover }))) throw new AppError('stage_moved_since');
  });
}

/** What the flow allows people to do. */
export function checkMove(plan: Plan, flow: Flow, fromId: string, to: Stage, reason: string): void {
  if (!allows(flow, fromId, to.id)) throw new AppError('stage_move_not_allowed', { from: plan.stages.get(fromId)?.name ?? '', to: to.name });
  if (to.kind === 'lost' && to.reasons.length > 0 && !to.reasons.includes(reason)) throw new AppError('stage_reason_needed', { to: to.name, reasons: to.reasons });
}

export interface AutomaticMove {
  customerId: string;
  toStageId: string;
  /** Only in this flow; without it in every flow of the customer that has the stage. */
  flowId?: string;
  /** Told on the timeline: which rule, which order. At most 60 characters. */
  reason: string;
  /** At most 60 characters; the same cause moves the same customer once. */
  cause: string;
  /** ms. */
  now: number;
}

/** A rule or an order moves a customer, whatever the flow allows people to do. True when they moved. */
export async function moveStage(tx: WriteDb, move: AutomaticMove): Promise<boolean> {
  const plan = await readPlan(tx);
  if (!plan) return false;
  await placeCustomer(tx, plan, move.customerId, move.now);
  const mover: Mover = { by: 'automatic', staffId: null, name: '', reason: move.reason, note: '' };
  let moved = false;
  for (const standing of await tx.find(CustomerStage, { customerId: move.customerId, ...(move.flowId && { flowId: move.flowId }) })) {
    const flow = plan.flows.find((one) => one.id === standing.flowId);
    if (!flow?.steps.some((one) => one.id === move.toStageId) || standing.stageId === move.toStageId) continue;
    const naturalKey = `${standing.id}:${move.cause}`;
    if (await tx.findOne(StageMove, { naturalKey })) continue;
    moved = (await step(tx, plan, { standing, flow, toStageId: move.toStageId, now: move.now, mover, naturalKey })) || moved;
  }
  return moved;
}

export function flowOf(plan: Plan, flowId: string): Flow {
  const flow = plan.flows.find((one) => one.id === flowId);
  if (!flow) throw new AppError('not_found', { what: flowWord });
  return flow;
}

/** The moves of a customer, newest first. */
export function movesOf(db: ReadDb, customerId: string): Promise<StageMove[]> {
  return db.find(StageMove, { customerId }, { order: { at: 'DESC', id: 'DESC' } });
}
