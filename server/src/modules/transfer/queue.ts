import { In } from 'typeorm';
import type { ItemState, TransferRules } from '@scrm/shared/transfer';
import { AppError } from '../../core/errors';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import { clockTime } from '../../core/zone';
import { TransferItem } from './entity';
import { dayMs, limitOf } from './setting';

type QueueState = 'refused' | 'full' | 'limited' | 'failed';

/** Which state a refusal of WeCom puts an item in; unknown codes are failures that can be tried again by hand. */
export function stateOf(errcode: number): QueueState {
  if (errcode === 40099) return 'full';
  if (errcode === 40128) return 'limited';
  return 'failed';
}

/** WeCom will answer the same for ever: there is nothing to hand over any more. */
export const hopeless = new Set([40096, 40130, 40131, 84061]);

/** How often this customer may still be asked. */
export function triesLeftOf({ refusals }: Pick<TransferItem, 'refusals'>): number {
  return Math.max(0, 1 + limitOf('triesAfterRefusal') - refusals);
}

/**
 * When it makes sense to try again; null: never. After its last refusal a customer rests 90 days, and who was handed over
 * twice waits until the older of the two is 90 days old.
 */
export function retryAtOf(item: Pick<TransferItem, 'refusals' | 'errcode'>, state: QueueState, { now, rules, handedOverAt }: { now: number; rules: TransferRules; handedOverAt: readonly number[] }): number | null {
  const rest = limitOf('perCustomerDays') * dayMs;
  if (state === 'refused') return now + (triesLeftOf(item) > 0 ? rules.refusedWaitDays * dayMs : rest);
  if (state === 'full') return now + rules.fullWaitDays * dayMs;
  if (state === 'limited') {
    const latest = [...handedOverAt].filter((at) => at > now - rest).sort((a, b) => b - a);
    return (latest[limitOf('perCustomer') - 1] ?? latest.at(-1) ?? now) + rest;
  }
  return hopeless.has(item.errcode) ? null : now + rules.failedWaitDays * dayMs;
}

/** When these accounts were handed over lately, by account; those that are on the way count. */
export async function recentHandOvers(db: ReadDb, externalUserids: readonly string[], now: number): Promise<Map<string, number[]>> {
  const found = new Map<string, number[]>();
  const since = now - limitOf('perCustomerDays') * dayMs;
  for (let start = 0; start < externalUserids.length; start += 500) {
    const rows = await db.find(TransferItem, { externalUserid: In(externalUserids.slice(start, start + 500)), state: In(['done', 'moving']) });
    // WeCom counts from when it was asked.
    for (const { externalUserid, askedAt } of rows) if (askedAt !== null && askedAt > since) found.set(externalUserid, [...(found.get(externalUserid) ?? []), askedAt]);
  }
  return found;
}

export interface Refusal {
  item: TransferItem;
  state: QueueState;
  reason: string;
  errcode: number;
  /** ms. */
  now: number;
  rules: TransferRules;
}

/** Puts an item in the queue, with the time at which it is tried again. False when it is not on its way any more. */
export async function enterQueue(tx: WriteDb, { item, state, reason, errcode, now, rules }: Refusal): Promise<boolean> {
  const refusals = item.refusals + (state === 'refused' ? 1 : 0);
  const handedOverAt = state === 'limited' ? (await recentHandOvers(tx, [item.externalUserid], now)).get(item.externalUserid) ?? [] : [];
  const retryAt = retryAtOf({ refusals, errcode }, state, { now, rules, handedOverAt });
  const isOver = retryAt === null;
  const changed = await tx.update(TransferItem, { id: item.id, state: In(['asking', 'pending', 'moving'] satisfies ItemState[]) }, {
    state: isOver ? 'givenUp' : state, reason, errcode, refusals, retryAt, dueAt: null, settledAt: now, ...(isOver && { openKey: item.id }),
  });
  return changed > 0;
}

/** Until WeCom would refuse for certain, nobody can retry. */
export function checkRetry(item: TransferItem, now: number, zone: string): void {
  const isResting = item.state === 'limited' || (item.state === 'refused' && triesLeftOf(item) === 0);
  if (isResting && item.retryAt !== null && item.retryAt > now) {
    throw new AppError('transfer_too_early', { at: clockTime(zone, item.retryAt).slice(0, 16) });
  }
}
