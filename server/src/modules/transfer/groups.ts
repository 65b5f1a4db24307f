import { In, LessThanOrEqual } from 'typeorm';
import type { TransferRules } from '@scrm/shared/transfer';
import { AppError } from '../../core/errors';
import type { JobContext } from '../../core/jobs/define';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import { clockTime } from '../../core/zone';
import { transferGroups } from '../../wecom/api/transfer';
import { zoneOf } from '../corp';
import { getStaff, Staff } from '../org';
import { asked, kindOf } from './asked';
import { Transfer, TransferGroup, TransferLeaver } from './entity';
import { run } from './orders';
import { checkTakers } from './plan';
import { wakeAt, withUsableTaker } from './service';
import { dayMs, limitOf, readSetting } from './setting';

/** Groups change owners at once. What was moved before a kill answers 90504 or 90508, which is as good as done. */
const movedBefore = new Set([90504, 90508]);
/** It is no group of customers, or is no more. */
const hopeless = new Set([40050, 90501, 90509]);
/** Twice in 90 days. https://developer.work.weixin.qq.com/document/path/95703 */
const isResting = (errcode: number) => errcode === 40128;

export async function moveGroups({ db, corpId, clock, write, wecom, signal }: JobContext, transfer: Transfer): Promise<void> {
  for (;;) {
    const [first] = await db.find(TransferGroup, { transferId: transfer.id, state: 'waiting' }, { order: { id: 'ASC' }, take: 1 });
    if (!first) return;
    const groups = await db.find(TransferGroup, { transferId: transfer.id, state: 'waiting', toStaffId: first.toStaffId }, { order: { id: 'ASC' }, take: limitOf('perCall') });
    const owner = await getStaff(db, first.toStaffId);
    const kind = kindOf(await getStaff(db, transfer.fromStaffId));
    const chatIds = groups.map((group) => group.chatId);
    const failed = await asked(async () => (await transferGroups(await wecom(corpId), kind, { chatIds, owner: owner.userId }, { signal })).failed_chat_list.map(({ chat_id: id, errcode }) => ({ id, errcode })), chatIds);
    const now = clock.now();
    await write(async (tx) => {
      const rules = await readSetting(tx, 'rules');
      let moved = 0;
      for (const { id, chatId } of groups) {
        const errcode = failed.get(chatId) ?? 0;
        const isDone = errcode === 0 || movedBefore.has(errcode);
        const retryAt = isDone ? null : retryAtOf(errcode, now, rules);
        if (isDone) moved++;
        await tx.update(TransferGroup, { id }, { state: isDone ? 'done' : 'failed', errcode, retryAt });
        if (retryAt !== null && transfer.autoRetry) await wakeAt(tx, retryAt);
      }
      // The checklist of who left is counted again at night only.
      const leaver = await tx.findOne(TransferLeaver, { staffId: transfer.fromStaffId });
      if (leaver) await tx.update(TransferLeaver, { id: leaver.id }, { groups: Math.max(0, leaver.groups - moved) });
    });
  }
}

/** 45009: 300 groups of one owner a day. */
function retryAtOf(errcode: number, now: number, rules: TransferRules): number | null {
  if (hopeless.has(errcode)) return null;
  if (isResting(errcode)) return now + limitOf('perCustomerDays') * dayMs;
  return now + (errcode === 45009 ? 1 : rules.failedWaitDays) * dayMs;
}

/** Groups whose time has come, of orders that go on by themselves, and whose taker can still receive. */
export async function dueGroups(db: ReadDb, now: number): Promise<TransferGroup[]> {
  const due = await db.find(TransferGroup, { state: 'failed', retryAt: LessThanOrEqual(now) });
  if (due.length === 0) return [];
  const orders = new Map((await db.find(Transfer, { id: In([...new Set(due.map((group) => group.transferId))]), autoRetry: true })).map((row) => [row.id, row]));
  const able = await withUsableTaker(db, due.filter(({ transferId }) => orders.has(transferId)).map((group) => ({ ...group, fromStaffId: orders.get(group.transferId)!.fromStaffId })));
  const ids = new Set(able.map((group) => group.id));
  return due.filter((group) => ids.has(group.id));
}

/** Asks for them again. Of a double click the second finds nothing that was refused. */
export async function retryGroups(tx: WriteDb, groups: readonly TransferGroup[], toStaffId?: string): Promise<number> {
  let retried = 0;
  for (const { id } of groups) retried += await tx.update(TransferGroup, { id, state: 'failed' }, { state: 'waiting', errcode: 0, retryAt: null, ...(toStaffId && { toStaffId }) });
  for (const transferId of new Set(groups.map((group) => group.transferId))) {
    await tx.update(Transfer, { id: transferId }, { state: 'running', settledAt: null });
    await tx.enqueue(run, { transferId });
  }
  return retried;
}

/** All that WeCom refused of an order and may take now, as somebody asks by hand. */
export async function retryGroupsOf(tx: WriteDb, transfer: Transfer, { toStaffId, now }: { toStaffId?: string; now: number }): Promise<number> {
  const refused = (await tx.find(TransferGroup, { transferId: transfer.id, state: 'failed' })).filter((group) => group.retryAt !== null);
  const able = refused.filter(({ errcode, retryAt }) => !isResting(errcode) || retryAt! <= now);
  if (able.length === 0 && refused.length > 0) throw new AppError('transfer_too_early', { at: clockTime(await zoneOf(tx), Math.min(...refused.map((group) => group.retryAt!))).slice(0, 16) });
  for (const id of new Set(toStaffId ? [toStaffId] : able.map((group) => group.toStaffId))) checkTakers([await tx.get(Staff, id, '员工')], transfer.fromStaffId);
  return retryGroups(tx, able, toStaffId);
}
