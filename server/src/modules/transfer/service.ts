import { In } from 'typeorm';
import type { ItemState } from '@scrm/shared/transfer';
import { AppError } from '../../core/errors';
import { newId } from '../../core/db/ids';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import type { Reach } from '../../core/http/serve';
import { zoneOf } from '../corp';
import { Staff } from '../org';
import { Transfer, TransferGroup, TransferItem } from './entity';
import type { Drawn, Plan } from './plan';
import { checkTakers, drawPlan, isUsable } from './plan';
import { checkRetry } from './queue';
import { retryDue, run } from './orders';

export const queueStates: ItemState[] = ['refused', 'full', 'limited', 'failed'];
const open: ItemState[] = ['waiting', 'asking', 'pending', 'moving'];

interface Order {
  plan: Plan;
  drawn: Drawn;
  message: string;
  nextStep: string;
  autoRetry: boolean;
  /** Groups of the giver that go to the first taker. */
  chatIds: readonly string[];
  by: string;
  now: number;
}

/** Writes an order down and begins it. Who came into another hand-over meanwhile is left out. */
export async function createTransfer(tx: WriteDb, { plan, drawn, message, nextStep, autoRetry, chatIds, by, now }: Order): Promise<string> {
  const id = newId('trf', now);
  await addItems(tx, id, { plan, drawn, autoRetry, now });
  const total = await tx.count(TransferItem, { transferId: id });
  if (total + chatIds.length === 0) throw new AppError('transfer_nobody');
  await tx.insert(Transfer, {
    id, kind: plan.kind, fromStaffId: plan.fromStaffId, way: plan.to.way, message, nextStep, autoRetry, state: 'running', total, createdBy: by.slice(0, 64), createdAt: now, settledAt: null,
  });
  const [first] = [...drawn.takers.keys()];
  if (chatIds.length > 0) await tx.insert(TransferGroup, chatIds.map((chatId) => ({ id: newId('trg', now), transferId: id, chatId, toStaffId: first!, state: 'waiting', errcode: 0, retryAt: null })));
  await tx.enqueue(run, { transferId: id }, { key: id });
  return id;
}

/** Hands one customer over because something else says so, in the name of `by`. False: it cannot begin now, for example because they were handed over too often lately. */
export async function handOverOne(tx: WriteDb, { customerId, fromStaffId, toStaffId, by, now }: { customerId: string; fromStaffId: string; toStaffId: string; by: string; now: number }): Promise<boolean> {
  const from = await tx.get(Staff, fromStaffId, '员工');
  const plan: Plan = { kind: from.state === 'left' ? 'resigned' : 'onJob', fromStaffId, to: { way: 'hand', pairs: [{ customerId, staffId: toStaffId }] } };
  const drawn = await drawPlan(tx, plan, { reach: { staffIds: null }, now }).catch((error: unknown) => {
    if (error instanceof AppError) return null;
    throw error;
  });
  if (!drawn || drawn.moves.length === 0) return false;
  await createTransfer(tx, { plan, drawn, message: '', nextStep: '', autoRetry: false, chatIds: [], by, now });
  return true;
}

async function addItems(tx: WriteDb, transferId: string, { plan, drawn, autoRetry, now }: Pick<Order, 'plan' | 'drawn' | 'autoRetry' | 'now'>): Promise<void> {
  const rows = drawn.moves.map(({ customerId, externalUserid, toStaffId }) => ({
    id: newId('tri', now), transferId, customerId, externalUserid, fromStaffId: plan.fromStaffId, toStaffId, kind: plan.kind, state: 'waiting' as const, reason: '', errcode: 0, openKey: externalUserid,
    claim: '', tries: 0, refusals: 0, autoRetry, askedAt: null, dueAt: null, settledAt: null, retryAt: null, createdAt: now,
  }));
  if (rows.length > 0) await tx.insertMissing(TransferItem, rows);
}

/** The one order of a batch task for this giver: made at first, grown with every part. Nobody is asked yet. */
export async function growTransfer(tx: WriteDb, taskKey: string, { plan, drawn, message, by, now }: Pick<Order, 'plan' | 'drawn' | 'message' | 'by' | 'now'>): Promise<string> {
  await tx.insertMissing(Transfer, {
    id: newId('trf', now), taskKey, kind: plan.kind, fromStaffId: plan.fromStaffId, way: plan.to.way, message, nextStep: '', autoRetry: false, state: 'running', total: 0, createdBy: by.slice(0, 64), createdAt: now, settledAt: null,
  });
  const { id } = (await tx.findOne(Transfer, { taskKey }))!;
  await addItems(tx, id, { plan, drawn, autoRetry: false, now });
  await tx.update(Transfer, { id }, { state: 'running', settledAt: null, total: await tx.count(TransferItem, { transferId: id }) });
  return id;
}

/** Leaves what was not asked of WeCom yet; the rest goes its way. Whom a call is being made for stop, should it come to nothing. */
export async function cancelTransfer(tx: WriteDb, id: string, now: number): Promise<void> {
  for (const item of await tx.find(TransferItem, { transferId: id, state: 'waiting' })) {
    await tx.update(TransferItem, { id: item.id, state: 'waiting' }, { state: 'givenUp', reason: 'cancelled', openKey: item.id, settledAt: now });
  }
  await tx.update(TransferItem, { transferId: id, state: 'asking' }, { reason: 'cancelled' });
  await tx.update(TransferGroup, { transferId: id, state: 'waiting' }, { state: 'failed' });
  // Nor are groups that WeCom refused asked for again.
  await tx.update(TransferGroup, { transferId: id, state: 'failed' }, { retryAt: null });
  await closeIfOver(tx, id, now);
}

/** Items of the queue, as far as the caller reaches. */
export async function queuedItems(db: ReadDb, ids: readonly string[], { staffIds }: Reach): Promise<TransferItem[]> {
  const rows = await db.find(TransferItem, { id: In([...ids]) });
  const visible = rows.filter((item) => staffIds === null || staffIds.includes(item.fromStaffId));
  if (visible.length < new Set(ids).size) throw new AppError('not_found', { what: '交接' });
  return visible.filter((item) => queueStates.includes(item.state));
}

/** Those whose taker can still receive: the others stay where they are until somebody names another. */
export async function withUsableTaker<T extends Pick<TransferItem, 'fromStaffId' | 'toStaffId'>>(db: ReadDb, items: readonly T[]): Promise<T[]> {
  const takers = new Map((await db.find(Staff, { id: In([...new Set(items.map((item) => item.toStaffId))]) })).map((row) => [row.id, row]));
  return items.filter(({ toStaffId, fromStaffId }) => toStaffId !== fromStaffId && isUsable(takers.get(toStaffId)));
}

/** Tries again now. Of a double click the second finds nothing in the queue. */
export async function retryItems(tx: WriteDb, items: readonly TransferItem[], { toStaffId, now }: { toStaffId?: string; now: number }): Promise<number> {
  const taker = toStaffId === undefined ? null : await tx.get(Staff, toStaffId, '员工');
  const zone = await zoneOf(tx);
  for (const item of items) {
    checkRetry(item, now, zone);
    checkTakers([taker ?? (await tx.get(Staff, item.toStaffId, '员工'))], item.fromStaffId);
  }
  let retried = 0;
  for (const item of items) {
    retried += await tx.update(TransferItem, { id: item.id, state: item.state }, { state: 'waiting', reason: '', errcode: 0, retryAt: null, settledAt: null, claim: '', ...(taker && { toStaffId: taker.id }) });
  }
  for (const transferId of new Set(items.map((item) => item.transferId))) {
    await tx.update(Transfer, { id: transferId }, { state: 'running', settledAt: null });
    await tx.enqueue(run, { transferId });
  }
  return retried;
}

export async function giveUpItems(tx: WriteDb, items: readonly TransferItem[], now: number): Promise<void> {
  for (const item of items) await tx.update(TransferItem, { id: item.id, state: item.state }, { state: 'givenUp', openKey: item.id, retryAt: null, settledAt: now });
}

export async function setAutoRetry(tx: WriteDb, items: readonly TransferItem[], on: boolean, now: number): Promise<void> {
  for (const item of items) {
    await tx.update(TransferItem, { id: item.id }, { autoRetry: on });
    if (on && item.retryAt !== null) await wakeAt(tx, Math.max(item.retryAt, now));
  }
}

const quarterMs = 900_000;

/** Looks at the queue at that time; one look serves all of the same quarter of an hour. */
export async function wakeAt(tx: WriteDb, retryAt: number): Promise<void> {
  const at = Math.ceil(retryAt / quarterMs) * quarterMs;
  await tx.enqueue(retryDue, {}, { key: `transfer.retry:${at}`, runAt: at });
}

/** An order is over when nothing of it is on its way; what is in the queue can open it again. */
export async function closeIfOver(tx: WriteDb, transferId: string, now: number): Promise<void> {
  const left = await tx.count(TransferItem, { transferId, state: In(open) });
  const groups = await tx.count(TransferGroup, { transferId, state: 'waiting' });
  if (left + groups === 0) await tx.update(Transfer, { id: transferId, state: 'running' }, { state: 'done', settledAt: now });
}
