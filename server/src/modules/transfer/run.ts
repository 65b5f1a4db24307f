import { In } from 'typeorm';
import type { JobContext } from '../../core/jobs/define';
import type { WriteDb } from '../../core/db/scope';
import { transferCustomers, transferResults } from '../../wecom/api/transfer';
import { WeComError, WecomUnreachable } from '../../wecom/errors';
import { QuotaExceeded } from '../../wecom/quota';
import { getStaff } from '../org';
import { asked, kindOf } from './asked';
import { Transfer, TransferItem } from './entity';
import { moveGroups } from './groups';
import { follow, type Pair } from './orders';
import { enterQueue, stateOf } from './queue';
import { closeIfOver, wakeAt } from './service';
import { limitOf, readSetting } from './setting';

const hourMs = 3_600_000;
/** Another job that claimed items and has been silent for so long is dead. */
const deadClaimMs = 600_000;

/** Asks WeCom for all that waits, a hundred at a time. What a kill cut off is looked up at WeCom, so that nobody is asked twice. */
export async function runTransfer(context: JobContext, transferId: string): Promise<void> {
  const { db, clock, write, signal } = context;
  const transfer = await db.findOne(Transfer, { id: transferId });
  if (!transfer) return;
  await recoverClaims(context, transfer);
  for (;;) {
    signal.throwIfAborted();
    const chunk = await claimChunk(context, transfer);
    if (chunk.length === 0) break;
    await askFor(context, transfer, chunk);
  }
  await moveGroups(context, transfer);
  await write((tx) => closeIfOver(tx, transferId, clock.now()));
}

/** The next hundred for one taker, marked as ours. */
async function claimChunk({ db, clock, write, job }: JobContext, { id: transferId, fromStaffId }: Transfer): Promise<TransferItem[]> {
  const first = await db.findOne(TransferItem, { transferId, state: 'waiting' }, { order: { id: 'ASC' } });
  if (!first) return [];
  const kind = kindOf(await getStaff(db, fromStaffId));
  const rows = await db.find(TransferItem, { transferId, state: 'waiting', toStaffId: first.toStaffId }, { order: { id: 'ASC' }, take: limitOf('perCall') });
  const ids = rows.map((row) => row.id);
  await write((tx) => tx.update(TransferItem, { id: In(ids), state: 'waiting' }, { state: 'asking', claim: job.id, askedAt: clock.now(), kind }));
  return db.find(TransferItem, { id: In(ids), state: 'asking', claim: job.id });
}

async function askFor(context: JobContext, transfer: Transfer, chunk: TransferItem[]): Promise<void> {
  const { db, corpId, clock, write, signal } = context;
  const [from, to] = [await getStaff(db, transfer.fromStaffId), await getStaff(db, chunk[0]!.toStaffId)];
  const externalUserids = chunk.map((item) => item.externalUserid);
  const errcodes = await asked(async () => (await transferCustomers(await context.wecom(corpId), chunk[0]!.kind, {
    handover: from.userId, takeover: to.userId, externalUserids, message: transfer.message,
  }, { signal })).customer.map(({ external_userid: id, errcode }) => ({ id, errcode })), externalUserids).catch(async (error: unknown) => {
    // WeCom did nothing: until it is asked again they wait like the others, and go with an order that is stopped.
    if (wasNotDone(error)) await write((tx) => putBack(tx, chunk.map(({ id }) => id), clock.now()));
    throw error;
  });
  const now = clock.now();
  await write(async (tx) => {
    const rules = await readSetting(tx, 'rules');
    const begun: string[] = [];
    for (const item of chunk) {
      const errcode = errcodes.get(item.externalUserid) ?? -1;
      if (errcode === 0) begun.push(item.id);
      else if (await enterQueue(tx, { item, state: stateOf(errcode), reason: 'wecom', errcode, now, rules })) await wakeFor(tx, item.id);
    }
    await begin(tx, begun, chunk[0]!, now + limitOf('effectHours') * hourMs);
  });
}

/** Our own budget, a limit of WeCom's, or no connection: nothing was begun. */
const wasNotDone = (error: unknown) => error instanceof QuotaExceeded || (error instanceof WecomUnreachable ? !error.wasSent : error instanceof WeComError && ['wait', 'token'].includes(error.reaction));

/** Whom WeCom was not asked for after all. What was stopped meanwhile is over. */
async function putBack(tx: WriteDb, ids: readonly string[], now: number): Promise<void> {
  for (const item of await tx.find(TransferItem, { id: In([...ids]), state: 'asking' })) {
    await tx.update(TransferItem, { id: item.id }, item.reason === 'cancelled' ? { state: 'givenUp', openKey: item.id, settledAt: now, claim: '' } : { state: 'waiting', claim: '' });
  }
}

async function begin(tx: WriteDb, ids: readonly string[], { fromStaffId, toStaffId, kind }: TransferItem, dueAt: number): Promise<void> {
  if (ids.length === 0) return;
  await tx.update(TransferItem, { id: In([...ids]), state: 'asking' }, { state: 'pending', reason: '', dueAt, tries: () => 'tries + 1' });
  await tx.enqueue(follow, { fromStaffId, toStaffId, kind }, { key: `transfer.follow:${fromStaffId}:${toStaffId}:${dueAt}`, runAt: dueAt });
}

export async function wakeFor(tx: WriteDb, itemId: string): Promise<void> {
  const item = await tx.findOne(TransferItem, { id: itemId });
  if (item?.autoRetry && item.retryAt !== null) await wakeAt(tx, item.retryAt);
}

/** Whom an earlier run had asked for, or was about to, when it ended: WeCom knows. */
async function recoverClaims(context: JobContext, transfer: Transfer): Promise<void> {
  const { db, clock, write, signal, job } = context;
  const asking = (await db.find(TransferItem, { transferId: transfer.id, state: 'asking' })).filter((item) => item.claim === job.id || item.askedAt! < clock.now() - deadClaimMs);
  for (const { toStaffId, kind } of new Map(asking.map((item) => [`${item.toStaffId} ${item.kind}`, item])).values()) {
    const items = asking.filter((item) => item.toStaffId === toStaffId && item.kind === kind);
    const dueAts = await waitingAt(context, { fromStaffId: transfer.fromStaffId, toStaffId, kind }, signal);
    await write(async (tx) => {
      for (const item of items) {
        const dueAt = dueAts.get(item.externalUserid);
        if (dueAt !== undefined) await begin(tx, [item.id], item, dueAt);
        else await putBack(tx, [item.id], clock.now());
      }
    });
  }
}

/** When the hand-overs take effect that WeCom has begun between these two. */
async function waitingAt(context: JobContext, { fromStaffId, toStaffId, kind }: Pair, signal: AbortSignal): Promise<Map<string, number>> {
  const { db, corpId } = context;
  const [from, to] = [await getStaff(db, fromStaffId), await getStaff(db, toStaffId)];
  const found = new Map<string, number>();
  for (let cursor: string | undefined; ;) {
    const reply: Awaited<ReturnType<typeof transferResults>> = await transferResults(await context.wecom(corpId), kind, { handover: from.userId, takeover: to.userId, cursor }, { signal });
    for (const { external_userid, status, takeover_time } of reply.customer) if (status === 2) found.set(external_userid, takeover_time * 1000);
    if (!reply.next_cursor) return found;
    cursor = reply.next_cursor;
  }
}
