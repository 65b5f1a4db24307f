import { In, LessThan, LessThanOrEqual } from 'typeorm';
import { on } from '../../core/events';
import { carryOut, every, job, type JobContext } from '../../core/jobs/define';
import { clockTime, dateAt } from '../../core/zone';
import type { EventFields } from '../../wecom/events';
import { zoneOf } from '../corp';
import { callback } from '../corp/events';
import { customerAdded, customerLost } from '../customer/events';
import { staffByUserIds } from '../org';
import { staffLeft } from '../org/events';
import { announceLoss, orderDigest, orderRestCards, sendDigest, sendLoss } from './alert';
import { Transfer, TransferItem } from './entity';
import { followPair, settleItems } from './follow';
import { dueGroups, retryGroups } from './groups';
import { readLeavers } from './leaver';
import { follow, retryDue, run, settle, tell, tellDigest, tellRest } from './orders';
import { enterQueue, triesLeftOf } from './queue';
import { runTransfer, wakeFor } from './run';
import { closeIfOver, retryItems, withUsableTaker } from './service';
import { readSetting } from './setting';

const hourMs = 3_600_000;

const runJob = carryOut(run, ({ transferId }, context) => runTransfer(context, transferId));
const followJob = carryOut(follow, (pair, context) => followPair(context, pair));
const settleJob = carryOut(settle, ({ itemIds }, context) => settleItems(context, itemIds));

const minuteMs = 60_000;

/** Callbacks tell one by one what took effect: one look a minute serves all between the same two. */
async function lookSoon({ db, write, clock }: JobContext, where: { customerId: string; fromStaffId?: string; toStaffId?: string }): Promise<void> {
  const item = await db.findOne(TransferItem, { ...where, state: 'pending' });
  if (!item) return;
  const { fromStaffId, toStaffId, kind } = item;
  const runAt = Math.ceil((clock.now() + 1) / minuteMs) * minuteMs;
  await write((tx) => tx.enqueue(follow, { fromStaffId, toStaffId, kind }, { key: `transfer.look:${fromStaffId}:${toStaffId}:${runAt}`, runAt }));
}

/** The customer refused, or the taker was full when it should have taken effect. The event does not say who the giver was. */
export const onFail = on(callback<EventFields<'change_external_contact.transfer_fail'>>('change_external_contact.transfer_fail'), 'transfer.onFail', async ({ fields, at }, { db, write, clock }) => {
  const taker = (await staffByUserIds(db, [fields.userId])).get(fields.userId);
  if (!taker) return;
  const item = await db.findOne(TransferItem, { externalUserid: fields.externalUserid, toStaffId: taker.id, state: In(['asking', 'pending']) });
  // WeCom tells whole seconds; what is older than the question is a repetition from an earlier try.
  if (!item || at + 999 < item.askedAt!) return;
  const state = fields.failReason === 'customer_limit_exceed' ? 'full' : fields.failReason === 'customer_refused' ? 'refused' : 'failed';
  await write(async (tx) => {
    const rules = await readSetting(tx, 'rules');
    if (!(await enterQueue(tx, { item, state, reason: state === 'failed' ? 'noRecord' : '', errcode: 0, now: clock.now(), rules }))) return;
    await wakeFor(tx, item.id);
    await closeIfOver(tx, item.transferId, clock.now());
  });
});

/** Whose time has come in the queue is tried again where that is wished. A customer who refused as often as WeCom lets them begins anew after the rest. */
const retryDueJob = carryOut(retryDue, async (_, { db, write, clock }) => {
  const now = clock.now();
  const due = await db.find(TransferItem, { state: In(['refused', 'full', 'limited', 'failed']), retryAt: LessThanOrEqual(now), autoRetry: true });
  const able = await withUsableTaker(db, due);
  const groups = await dueGroups(db, now);
  if (able.length + groups.length === 0) return;
  await write(async (tx) => {
    await retryGroups(tx, groups);
    const rested = able.filter((item) => item.state === 'refused' && triesLeftOf(item) === 0).map((item) => item.id);
    if (rested.length > 0) await tx.update(TransferItem, { id: In(rested) }, { refusals: 0 });
    await retryItems(tx, able, { now });
  });
});

/** What a lost job left lying is picked up again. */
export const sweep = every('7,37 * * * *', 'transfer.sweep', async ({ slot }, { db: { database }, corps, clock }) => {
  for (const corp of await corps.active()) {
    const db = database.corp(corp.id);
    const late = await db.find(TransferItem, { state: 'pending', dueAt: LessThan(clock.now() - hourMs / 2) });
    const pairs = new Map(late.map(({ fromStaffId, toStaffId, kind }) => [`${fromStaffId}:${toStaffId}:${kind}`, { fromStaffId, toStaffId, kind }]));
    const stuck = await db.query(Transfer, 'transfer').andWhere('transfer.state = :running AND transfer.createdAt < :before', { running: 'running', before: clock.now() - hourMs }).getMany();
    const moving = await db.find(TransferItem, { state: 'moving', settledAt: LessThan(clock.now() - hourMs / 2) });
    await database.write(corp.id, async (tx) => {
      for (const [key, pair] of pairs) await tx.enqueue(follow, pair, { key: `transfer.follow:${key}:${slot}` });
      for (const { id } of stuck) await tx.enqueue(run, { transferId: id }, { key: `transfer.run:${id}:${slot}` });
      if (moving.length > 0) await tx.enqueue(settle, { itemIds: moving.map((item) => item.id) }, { key: `transfer.settle:${slot}` });
      await tx.enqueue(retryDue, {}, { key: `transfer.retry:${slot}` });
    });
  }
});

export const lookAtLeavers = job<object>('transfer.lookAtLeavers', { lane: 'bulk', timeoutMs: hourMs }, (_, context) => readLeavers(context));

/** Whoever leaves is on the list at once, with what WeCom says of their customers. */
export const onLeft = on(staffLeft, 'transfer.onLeft', async (_, context) => readLeavers(context));

export const leaversNightly = every('50 3 * * *', 'transfer.leaversNightly', async ({ slot }, { db: { database }, corps }) => {
  for (const corp of await corps.active()) await database.write(corp.id, (tx) => tx.enqueue(lookAtLeavers, {}, { key: `transfer.leavers:${slot}` }));
});

const tellJob = carryOut(tell, ({ id }, context) => sendLoss(context, id));
export const onLost = on(customerLost, 'transfer.onLost', async (loss, context) => {
  if (loss.lostBy === 'transfer') await lookSoon(context, { customerId: loss.customerId, fromStaffId: loss.staffId });
  else await announceLoss(context, loss);
});

export const onTaken = on(customerAdded, 'transfer.onTaken', ({ customerId, staffId }, context) => lookSoon(context, { customerId, toStaffId: staffId }));
export const digest = job<{ until: number }>('transfer.digest', { lane: 'bulk' }, ({ until }, context) => orderDigest(context, until));
const digestJob = carryOut(tellDigest, (card, context) => sendDigest(context, card));
const restJob = carryOut(tellRest, (span, context) => orderRestCards(context, span));

const quarterMs = 15 * minuteMs;

/** Each quarter, for there are zones whose hours begin at one. Where clocks jump over the hour or come to it twice, it is the first moment from it on. */
export const digestHourly = every('0,15,30,45 * * * *', 'transfer.digestHourly', async ({ slot }, { db: { database }, corps }) => {
  for (const corp of await corps.active()) {
    const db = database.corp(corp.id);
    const { digestHour } = await readSetting(db, 'loss');
    const zone = await zoneOf(db);
    const due = [slot, slot - quarterMs].map((at) => `${dateAt(zone, slot)} ${String(digestHour).padStart(2, '0')}` <= clockTime(zone, at));
    if (due[0] && !due[1]) await database.write(corp.id, (tx) => tx.enqueue(digest, { until: slot }, { key: `transfer.digest:${slot}` }));
  }
});

export const transferJobs = [runJob, followJob, settleJob, onFail, retryDueJob, sweep, lookAtLeavers, onLeft, leaversNightly, tellJob, onLost, onTaken, digest, digestJob, restJob, digestHourly];
