import { In } from 'typeorm';
import { truncate } from '@scrm/shared/text';
import { TryLater, type JobContext } from '../../core/jobs/define';
import { transferResults } from '../../wecom/api/transfer';
import { customerRefs, followBy, isInPlace, recordActivity, remarkCustomer, settleRelation, tagCustomer } from '../customer';
import { getStaff, staffDisplayName } from '../org';
import { tagIdsOf } from '../tag';
import { TransferItem } from './entity';
import { follow, settle, type Pair } from './orders';
import { enterQueue } from './queue';
import { wakeFor } from './run';
import { closeIfOver } from './service';
import { readSetting } from './setting';

const minuteMs = 60_000;
const lookAgainMs = 10 * minuteMs;
/** What WeCom knows nothing of two days after it was due will not come. */
const lostMs = 48 * 3_600_000;
/** How long the callbacks may take that tell of a hand-over; after that we look ourselves. */
const graceMs = 5 * minuteMs;
const perBatch = 50;

/** Looks how the hand-overs between two staff stand, until each of them has ended one way or the other. What WeCom calls done is done, also before its time by our clock. */
export async function followPair(context: JobContext, pair: Pair): Promise<void> {
  const { db, clock, write } = context;
  const pending = await db.find(TransferItem, { ...pair, state: 'pending' });
  const now = clock.now();
  if (pending.length > 0) {
    const results = await readResults(context, pair);
    await write(async (tx) => {
      const rules = await readSetting(tx, 'rules');
      const done: string[] = [];
      for (const item of pending) {
        const { status = 5, at = item.dueAt! } = results.get(item.externalUserid) ?? {};
        if (status === 1) {
          await tx.update(TransferItem, { id: item.id, state: 'pending' }, { state: 'moving', settledAt: at });
          done.push(item.id);
          continue;
        }
        if (item.dueAt! > now) continue;
        const state = status === 3 ? 'refused' : status === 4 ? 'full' : status === 5 && item.dueAt! < now - lostMs ? 'failed' : null;
        if (state && await enterQueue(tx, { item, state, reason: state === 'failed' ? 'noRecord' : '', errcode: 0, now, rules })) await wakeFor(tx, item.id);
      }
      for (let start = 0; start < done.length; start += perBatch) {
        await tx.enqueue(settle, { itemIds: done.slice(start, start + perBatch) }, { key: `transfer.settle:${done[start]}:${now}` });
      }
      for (const transferId of new Set(pending.map((item) => item.transferId))) await closeIfOver(tx, transferId, now);
    });
  }
  const left = await db.find(TransferItem, { ...pair, state: 'pending' });
  if (left.length === 0) return;
  const next = Math.max(now + lookAgainMs, Math.min(...left.map((item) => item.dueAt!)));
  await write((tx) => tx.enqueue(follow, pair, { key: `transfer.follow:${pair.fromStaffId}:${pair.toStaffId}:${next}`, runAt: next }));
}

async function readResults(context: JobContext, { fromStaffId, toStaffId, kind }: Pair): Promise<Map<string, { status: number; at?: number }>> {
  const { db, corpId, signal } = context;
  const [from, to] = [await getStaff(db, fromStaffId), await getStaff(db, toStaffId)];
  const found = new Map<string, { status: number; at?: number }>();
  for (let cursor: string | undefined; ;) {
    const reply: Awaited<ReturnType<typeof transferResults>> = await transferResults(await context.wecom(corpId), kind, { handover: from.userId, takeover: to.userId, cursor }, { signal });
    for (const { external_userid, status, takeover_time } of reply.customer) found.set(external_userid, { status, ...(takeover_time > 0 && { at: takeover_time * 1000 }) });
    if (!reply.next_cursor) return found;
    cursor = reply.next_cursor;
  }
}

/** Brings everything of these customers over to their new owners. */
export async function settleItems(context: JobContext, itemIds: readonly string[]): Promise<void> {
  const { db, clock, write, signal, job } = context;
  const items = await db.find(TransferItem, { id: In([...itemIds]), state: 'moving' });
  const refs = await customerRefs(db, items.map((item) => item.customerId));
  let isEarly = false;
  for (const item of items) {
    signal.throwIfAborted();
    const isThere = await isInPlace(db, item, item.kind === 'resigned');
    if (!isThere && clock.now() < job.createdAt + graceMs) isEarly = true;
    else await settleItem(context, item, refs.get(item.customerId)!.name);
  }
  await write(async (tx) => {
    for (const transferId of new Set(items.map((item) => item.transferId))) await closeIfOver(tx, transferId, clock.now());
  });
  if (isEarly) throw new TryLater(clock.now() + minuteMs, 'The callbacks of a hand-over have not come yet');
}

async function settleItem(context: JobContext, item: TransferItem, customerName: string): Promise<void> {
  const { db, write, handOvers } = context;
  const { customerId, externalUserid, fromStaffId, toStaffId } = item;
  await settleRelation(context, { customerId, externalUserid, fromStaffId, toStaffId, at: item.settledAt! });
  await copyWords(context, item, customerName);
  const [from, to] = [await getStaff(db, fromStaffId), await getStaff(db, toStaffId)];
  await write(async (tx) => {
    const changed = await tx.update(TransferItem, { id: item.id, state: 'moving' }, { state: 'done', openKey: item.id, retryAt: null, reason: '', errcode: 0 });
    if (changed === 0) return;
    for (const { move } of handOvers) await move?.(tx, { customerId, externalUserid, fromStaffId, toStaffId, at: item.settledAt! });
    const told = { itemId: item.id, transferKind: item.kind };
    const at = item.settledAt!;
    await recordActivity(tx, { customerId, staffId: fromStaffId, kind: 'customer.handedOver', at, data: { ...told, otherUserId: to.userId, otherName: to.name ?? '' }, naturalKey: `handedOver:${item.id}` });
    await recordActivity(tx, { customerId, staffId: toStaffId, kind: 'customer.takenOver', at, data: { ...told, otherUserId: from.userId, otherName: from.name ?? '' }, naturalKey: `takenOver:${item.id}` });
  });
}

const remarkLimit = 20;
const descriptionLimit = 150;

/** Tags are joined. A remark that the new owner wrote stays, and the giver's goes in front of the description. */
async function copyWords(context: JobContext, { customerId, externalUserid, fromStaffId, toStaffId }: TransferItem, customerName: string): Promise<void> {
  const { db } = context;
  const [given, taken] = await Promise.all([fromStaffId, toStaffId].map((staffId) => followBy(db, externalUserid, { customerId, staffId })));
  if (!given || taken?.lostAt !== null) return;
  const by = staffDisplayName(await getStaff(db, fromStaffId));
  const reason = `接手自${by}`;
  const isFree = taken.remark === '' || taken.remark === customerName;
  const isOther = given.remark !== '' && given.remark !== customerName && given.remark !== taken.remark;
  const remark = isOther && isFree ? truncate(given.remark, remarkLimit) : undefined;
  const parts = [taken.description, isOther && !isFree ? `原备注：${given.remark}` : '', given.description].filter((part, at, all) => part !== '' && all.indexOf(part) === at);
  const description = parts.filter((part) => part === taken.description || !taken.description.includes(part)).join('\n');
  const isNews = description !== taken.description;
  const words = { ...(remark !== undefined && { remark }), ...(isNews && { description: truncate(description, descriptionLimit) }) };
  if (remark !== undefined || isNews) await remarkCustomer(context, { customerId, externalUserid, staffId: toStaffId, reason, ...words });
  const tagIds = (await tagIdsOf(db, [given.id])).get(given.id) ?? [];
  await tagCustomer(context, { customerId, externalUserid, staffId: toStaffId, add: tagIds, remove: [], reason });
}
