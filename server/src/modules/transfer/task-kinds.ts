import { In } from 'typeorm';
import type { z } from 'zod';
import { CustomerAssignInput } from '@scrm/shared/task';
import type { blockReasons } from '@scrm/shared/transfer';
import { write } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { TryLater } from '../../core/jobs/define';
import { defineTaskKind, type TaskContext, type TaskFailure, type TaskSource } from '../../core/tasks';
import { zoneOf } from '../corp';
import { customerSource, FollowUser, isStillFollowing } from '../customer';
import { getStaff, Staff, staffDisplayName } from '../org';
import { Transfer, TransferItem } from './entity';
import { checkTakers, drawPlan, type Plan } from './plan';
import { checkRetry } from './queue';
import { runTransfer } from './run';
import { growTransfer, queueStates } from './service';
import { limitOf } from './setting';

type Input = z.output<typeof CustomerAssignInput>;
type Context = Omit<TaskContext, 'keep'>;
const minuteMs = 60_000;

const blocked: Record<(typeof blockReasons)[number], TaskFailure> = {
  lost: { code: 'transfer_lost', data: {} }, inTransfer: { code: 'transfer_under_way', data: {} }, queued: { code: 'transfer_under_way', data: {} },
  limit: { code: 'transfer_limit', data: { limit: limitOf('perCustomer') } },
};

/** Customers go to a colleague through WeCom's hand-over: one order for each giver, and whoever WeCom refuses is told of at once. */
export const assignMany = defineTaskKind<Input>({
  kind: 'customer.assign', permission: 'transfer.write', input: CustomerAssignInput, source: customerSource as TaskSource,
  check: async (db, { toStaffId, fromStaffId }, { reach }) => {
    const taker = await getStaff(db, toStaffId);
    checkTakers([taker], fromStaffId ?? '');
    if (fromStaffId === undefined) return { to: staffDisplayName(taker) };
    if (reach.staffIds !== null && !reach.staffIds.includes(fromStaffId)) throw new AppError('not_found', { what: '员工' });
    return { to: staffDisplayName(taker), from: staffDisplayName(await getStaff(db, fromStaffId)) };
  },
  many: async (context, ids, input) => {
    const { givers, failures } = await giversOf(context, ids, input);
    for (const [fromStaffId, customerIds] of givers) {
      for (const [id, failure] of await assignFrom(context, fromStaffId, customerIds, input)) failures.set(id, failure);
    }
    return failures;
  },
});

/** Who gives each of them away: the one of the starter's people who looks after them. */
async function giversOf({ db, starter: { reach } }: Context, ids: readonly string[], { toStaffId, fromStaffId }: Input) {
  const follows = (await db.find(FollowUser, { customerId: In([...ids]) })).filter(isStillFollowing);
  const staff = new Map((await db.find(Staff, { id: In([...new Set(follows.map(({ staffId }) => staffId))]) })).map((row) => [row.id, row]));
  const nameOf = (id: string) => (staff.has(id) ? staffDisplayName(staff.get(id)!) : '');
  const givers = new Map<string, string[]>();
  const failures = new Map<string, TaskFailure>();
  for (const id of ids) {
    const own = follows.filter((follow) => follow.customerId === id);
    const inReach = own.filter(({ staffId }) => staffId !== toStaffId && (reach.staffIds === null || reach.staffIds.includes(staffId)) && (fromStaffId === undefined || staffId === fromStaffId));
    const friends = inReach.filter(({ lostAt }) => lostAt === null);
    const candidates = [...new Set((friends.length > 0 ? friends : inReach).map(({ staffId }) => staffId))];
    const [giver] = candidates;
    if (candidates.length > 1) failures.set(id, { code: 'assign_several', data: { names: candidates.map(nameOf) } });
    else if (giver !== undefined) givers.set(giver, [...(givers.get(giver) ?? []), id]);
    else if (own.some(({ staffId, lostAt }) => staffId === toStaffId && lostAt === null)) failures.set(id, { code: 'assign_has_already', data: { name: nameOf(toStaffId) } });
    else failures.set(id, { code: 'customer_not_followed', data: {} });
  }
  return { givers, failures };
}

async function assignFrom(context: Context, fromStaffId: string, customerIds: readonly string[], { toStaffId, message }: Input): Promise<Map<string, TaskFailure>> {
  const { db, clock, starter } = context;
  const taskKey = `${context.taskId}:${fromStaffId}`;
  const failures = new Map<string, TaskFailure>();
  const now = clock.now();
  try {
    const order = await db.findOne(Transfer, { taskKey });
    const known = order ? await db.find(TransferItem, { transferId: order.id, customerId: In([...customerIds]) }) : [];
    for (const item of known) await askAgain(context, item, failures);
    const fresh = customerIds.filter((id) => !known.some((item) => item.customerId === id));
    if (fresh.length > 0) {
      const plan: Plan = { kind: 'onJob', fromStaffId, customerIds: fresh, to: { way: 'even', staffIds: [toStaffId] } };
      const drawn = await drawPlan(db, plan, { reach: starter.reach, now });
      const going = new Set(drawn.moves.map(({ customerId }) => customerId));
      for (const [reason, ids] of drawn.blocked) for (const id of ids) if (!going.has(id)) failures.set(id, blocked[reason]);
      if (drawn.moves.length > 0) await write(db, (tx) => growTransfer(tx, taskKey, { plan, drawn, message, by: starter.name, now }));
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return new Map(customerIds.map((id) => [id, { code: error.code, data: error.data }]));
  }
  const order = await db.findOne(Transfer, { taskKey });
  if (order) await runTransfer(context, order.id);
  const asked = customerIds.filter((id) => !failures.has(id));
  return new Map([...failures, ...await refusalsOf(context, order, asked)]);
}

/** Of a task whose failures are tried once more: until WeCom would refuse for certain. */
async function askAgain({ db, clock }: Context, item: TransferItem, failures: Map<string, TaskFailure>): Promise<void> {
  if (!queueStates.includes(item.state)) return;
  try {
    checkRetry(item, clock.now(), await zoneOf(db));
    await write(db, (tx) => tx.update(TransferItem, { id: item.id, state: item.state }, { state: 'waiting', reason: '', errcode: 0, retryAt: null, settledAt: null, claim: '' }));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    failures.set(item.customerId, { code: error.code, data: error.data });
  }
}

/** What WeCom said of each. Somebody whom another job is asking about at this moment is looked at again later. */
async function refusalsOf({ db, clock }: Context, order: Transfer | null, customerIds: readonly string[]): Promise<Map<string, TaskFailure>> {
  const items = order && customerIds.length > 0 ? await db.find(TransferItem, { transferId: order.id, customerId: In([...customerIds]) }) : [];
  const failures = new Map<string, TaskFailure>();
  for (const id of customerIds) {
    const own = items.filter((item) => item.customerId === id);
    if (own.some(({ state }) => state === 'waiting' || state === 'asking')) throw new TryLater(clock.now() + minuteMs, 'Another job is asking WeCom for these');
    const refused = own.find(({ state }) => queueStates.includes(state) || state === 'givenUp');
    if (own.length === 0) failures.set(id, blocked.inTransfer);
    else if (refused) failures.set(id, { code: 'task_wecom_refused', data: { errcode: refused.errcode } });
  }
  return failures;
}
