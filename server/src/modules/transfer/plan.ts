import { In, IsNull } from 'typeorm';
import type { z } from 'zod';
import type { blockReasons, TransferPlan } from '@scrm/shared/transfer';
import { AppError } from '../../core/errors';
import type { Reach } from '../../core/http/serve';
import type { ReadDb } from '../../core/db/scope';
import { FollowUser } from '../customer';
import { Staff, staffDisplayName, usableOfDepartment } from '../org';
import { tagIdsOf } from '../tag';
import { TransferItem } from './entity';
import { recentHandOvers } from './queue';
import { limitOf } from './setting';

export type Plan = z.output<typeof TransferPlan>;
type BlockReason = (typeof blockReasons)[number];

/** Who goes to whom, and who cannot go. */
export interface Drawn {
  from: Staff;
  takers: Map<string, Staff>;
  moves: { customerId: string; toStaffId: string }[];
  blocked: Map<BlockReason, string[]>;
  /** How often each was handed over within 90 days. */
  used: Map<string, number[]>;
  total: number;
}

const queued = ['refused', 'full', 'limited', 'failed'];

/** Works out a plan against what is so now. `now` in ms. */
export async function drawPlan(db: ReadDb, plan: Plan, { reach, now }: { reach: Reach; now: number }): Promise<Drawn> {
  if (reach.staffIds !== null && !reach.staffIds.includes(plan.fromStaffId)) throw new AppError('not_found', { what: '员工' });
  const from = await db.get(Staff, plan.fromStaffId, '员工');
  if ((from.state === 'left') !== (plan.kind === 'resigned')) {
    throw new AppError('transfer_wrong_kind', { name: staffDisplayName(from), kind: from.state === 'left' ? '已离职' : '仍在职' });
  }
  const takers = await takersOf(db, plan, from);
  const follows = await chosenFollows(db, plan);
  const { blocked, free, used } = await sortOut(db, follows, now);
  const tags = plan.to.way === 'tag' ? await tagsOf(db, free) : new Map<string, string[]>();
  const assign = assigner(plan, [...takers.keys()], tags);
  const moves = free.flatMap((follow) => {
    const toStaffId = assign(follow);
    return toStaffId ? [{ customerId: follow.customerId, toStaffId }] : [];
  });
  return { from, takers, moves, blocked, used, total: follows.length };
}

async function takersOf(db: ReadDb, { to }: Plan, from: Staff): Promise<Map<string, Staff>> {
  if (to.way === 'department') {
    const rows = (await usableOfDepartment(db, to.departmentId)).filter((row) => row.id !== from.id);
    if (rows.length === 0) throw new AppError('transfer_taker_unusable', { names: '该部门' });
    return new Map(rows.map((row) => [row.id, row]));
  }
  const wanted = to.way === 'even' ? to.staffIds : to.way === 'tag' ? [...to.rules.map((rule) => rule.staffId), to.otherwise] : to.pairs.map((pair) => pair.staffId);
  const ids = [...new Set(wanted)];
  const rows = new Map((await db.find(Staff, { id: In(ids) })).map((row) => [row.id, row]));
  if (rows.size < ids.length) throw new AppError('not_found', { what: '员工' });
  checkTakers([...rows.values()], from.id);
  return new Map(ids.map((id) => [id, rows.get(id)!]));
}

/** With 客户联系, signed in, in range, and somebody else than the giver. */
export function checkTakers(takers: readonly Staff[], fromStaffId: string): void {
  const bad = takers.filter((row) => row.id === fromStaffId || row.state !== 'active' || !row.canReceive);
  if (bad.length > 0) throw new AppError('transfer_taker_unusable', { names: bad.map(staffDisplayName).join('、') });
}

async function chosenFollows(db: ReadDb, plan: Plan): Promise<FollowUser[]> {
  // Those who deleted the giver are still the giver's, but cannot be handed over: they are shown with the reason.
  const mine = await db.find(FollowUser, [{ staffId: plan.fromStaffId, lostBy: 'customer' }, { staffId: plan.fromStaffId, lostAt: IsNull() }], { order: { addedAt: 'ASC', id: 'ASC' } });
  const picked = plan.to.way === 'hand' ? new Set(plan.to.pairs.map((pair) => pair.customerId)) : plan.customerIds ? new Set(plan.customerIds) : null;
  const chosen = picked ? mine.filter((follow) => picked.has(follow.customerId)) : mine;
  if (picked && chosen.length < picked.size) throw new AppError('not_found', { what: '客户' });
  if (!plan.tagIds) return chosen;
  const wanted = new Set(plan.tagIds);
  const tags = await tagsOf(db, chosen);
  return chosen.filter((follow) => tags.get(follow.id)?.some((id) => wanted.has(id)));
}

async function tagsOf(db: ReadDb, follows: readonly FollowUser[]): Promise<Map<string, string[]>> {
  const all = new Map<string, string[]>();
  for (let start = 0; start < follows.length; start += 500) {
    for (const [id, tags] of await tagIdsOf(db, follows.slice(start, start + 500).map((follow) => follow.id))) all.set(id, tags);
  }
  return all;
}

async function sortOut(db: ReadDb, follows: readonly FollowUser[], now: number) {
  const ids = follows.map((follow) => follow.customerId);
  const open = await openItems(db, ids);
  const used = await recentHandOvers(db, ids, now);
  const blocked = new Map<BlockReason, string[]>();
  const free = follows.filter(({ customerId, lostAt }) => {
    const state = open.get(customerId);
    const reason: BlockReason | null = lostAt !== null ? 'lost'
      : state !== undefined ? (queued.includes(state) ? 'queued' : 'inTransfer')
        : (used.get(customerId)?.length ?? 0) >= limitOf('perCustomer') ? 'limit' : null;
    if (reason) blocked.set(reason, [...(blocked.get(reason) ?? []), customerId]);
    return reason === null;
  });
  return { blocked, free, used };
}

/** The state of the hand-over that each customer is in, by customer. */
async function openItems(db: ReadDb, customerIds: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (let start = 0; start < customerIds.length; start += 500) {
    for (const item of await db.find(TransferItem, { openKey: In(customerIds.slice(start, start + 500)) })) found.set(item.customerId, item.state);
  }
  return found;
}

function assigner({ to }: Plan, takerIds: readonly string[], tags: ReadonlyMap<string, string[]>): (follow: FollowUser) => string | undefined {
  if (to.way === 'hand') {
    const chosen = new Map(to.pairs.map((pair) => [pair.customerId, pair.staffId]));
    return (follow) => chosen.get(follow.customerId);
  }
  if (to.way === 'tag') return (follow) => to.rules.find((rule) => tags.get(follow.id)?.includes(rule.tagId))?.staffId ?? to.otherwise;
  let turn = 0;
  return () => takerIds[turn++ % takerIds.length];
}
