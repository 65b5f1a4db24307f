import { newId } from '../../core/db/ids';
import type { WriteDb } from '../../core/db/scope';
import { noteChange } from '../customer-change';
import { recordActivity } from '../customer';
import { CustomerStage, StageMove, type MovedBy } from './entity';
import { customerStageMoved } from './events';
import type { Flow, Plan } from './template';

/** Who moves a customer, and why. */
export interface Mover {
  by: MovedBy;
  staffId: string | null;
  name: string;
  reason: string;
  note: string;
}

interface Step {
  standing: CustomerStage;
  flow: Pick<Flow, 'id' | 'name'>;
  toStageId: string;
  now: number;
  mover: Mover;
  naturalKey?: string;
  /** The flow changes too: its customers go on in another one. */
  toFlow?: Pick<Flow, 'id' | 'name'>;
}

/** Writes one move with everything that hangs on it; false when the customer does not stand there any more. */
export async function step(tx: WriteDb, plan: Plan, { standing, flow, toStageId, now, mover, naturalKey, toFlow = flow }: Step): Promise<boolean> {
  const { customerId, stageId: fromStageId } = standing;
  const met = await tx.update(CustomerStage, { id: standing.id, stageId: fromStageId, flowId: standing.flowId }, {
    stageId: toStageId, flowId: toFlow.id, movedBy: mover.by, reason: mover.reason, ...(toStageId !== fromStageId && { since: now }),
  });
  if (met === 0) return false;
  noteChange(tx, [customerId]);
  await recordMove(tx, {
    customerId, flowId: toFlow.id, fromStageId: toFlow.id === flow.id ? fromStageId : null, toStageId, at: now, dwellMs: toFlow.id === flow.id ? Math.max(0, now - standing.since) : null, mover, naturalKey,
  });
  const nameOf = (id: string) => plan.stages.get(id)?.name ?? '';
  await recordActivity(tx, {
    customerId, staffId: mover.staffId, kind: 'customer.stageMoved', at: now, naturalKey: `stage:${newId('act')}`,
    data: { flowName: toFlow.name, fromFlowName: flow.name, from: nameOf(fromStageId), to: nameOf(toStageId), reason: mover.reason, note: mover.note, automatic: mover.by === 'automatic', by: mover.name },
  });
  return true;
}

interface NewMove extends Pick<StageMove, 'customerId' | 'flowId' | 'fromStageId' | 'toStageId' | 'at' | 'dwellMs'> {
  mover: Mover;
  naturalKey?: string;
}

async function recordMove(tx: WriteDb, { mover, naturalKey, ...move }: NewMove): Promise<void> {
  const id = newId('mov', move.at);
  await tx.insertMissing(StageMove, { id, ...move, movedBy: mover.by, staffId: mover.staffId, byName: mover.name, reason: mover.reason, note: mover.note, naturalKey: naturalKey ?? id });
  await tx.publish(customerStageMoved, {
    moveId: id, customerId: move.customerId, flowId: move.flowId, fromStageId: move.fromStageId, toStageId: move.toStageId, at: move.at, automatic: mover.by === 'automatic',
  }, { key: `moved:${id}` });
}

/** The customer begins in a flow. Again, or in two processes at once, they begin once. */
export async function enter(tx: WriteDb, flow: Flow, customerId: string, stageId: string, now: number): Promise<void> {
  const id = newId('cst', now);
  await tx.insertMissing(CustomerStage, { id, customerId, flowId: flow.id, stageId, since: now, movedBy: 'automatic', reason: '' });
  const standing = await tx.findOne(CustomerStage, { customerId, flowId: flow.id });
  if (standing?.id !== id) return;
  noteChange(tx, [customerId]);
  const mover: Mover = { by: 'automatic', staffId: null, name: '', reason: '', note: '' };
  await recordMove(tx, { customerId, flowId: flow.id, fromStageId: null, toStageId: stageId, at: now, dwellMs: null, mover, naturalKey: `enter:${id}` });
}
