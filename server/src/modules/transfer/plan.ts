import { In, IsNull, Not } from 'typeorm';
import type { z } from 'zod';
import type { blockReasons, TransferPlan } from '@scrm/shared/transfer';
import { AppError } from '../../core/errors';
import type { Reach } from '../../core/http/serve';
import type { ReadDb } from '../../core/db/scope';
import { customerRefs, FollowUser } from '../customer';
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
  /** Of a merged person, each account by which the giver has them. */
  moves: { customerId: string; externalUserid: string; toStaffId: string }[];
  blocked: Map<BlockReason, string[]>;
  /** How often each account was handed over within 90 days. */
  used: Map<string, number[]>;
  total: number;
}

/** A relation and the account that it is by. */
interface Given { follow: FollowUser; externalUserid: string }

const queued = ['refused', 'full', 'limited', 'failed'];

/** Works out a plan against what is so now. `now` in ms. */
export async function drawPlan(db: ReadDb, plan: Plan, { reach, now }: { reach: Reach; now: number }): Promise<Drawn> {
  if (reach.staffIds !== null && !reach.staffIds.includes(plan.fromStaffId)) throw new AppError('not_found', { what: '员工' });
  const from = await db.get(Staff, plan.fromStaffId, '员工');
  if ((from.state === 'left') !== (plan.kind === 'resigned')) {
    throw new AppError('transfer_wrong_kind', { name: staffDisplayName(from), kind: from.state === 'left' ? { zh: '已离职', en: 'has left' } : { zh: '仍在职', en: 'still works here' } });
  }
  const takers = await takersOf(db, plan, from);
  const follows = await chosenFollows(db, plan);
  const { blocked, free, used } = await sortOut(db, await withAccounts(db, follows), now);
  const tags = plan.to.way === 'tag' ? await tagsOf(db, free.map(({ follow }) => follow)) : new Map<string, string[]>();
  const assign = assigner(plan, [...takers.keys()], tags);
  const chosen = new Map<string, string | undefined>();
  const moves = free.flatMap(({ follow, externalUserid }) => {
    const { customerId } = follow;
    // One person goes to one taker, with all that they are known by.
    if (!chosen.has(customerId)) chosen.set(customerId, assign(follow));
    const toStaffId = chosen.get(customerId);
    return toStaffId ? [{ customerId, externalUserid, toStaffId }] : [];
  });
  return { from, takers, moves, blocked, used, total: follows.length };
}

async function takersOf(db: ReadDb, { to }: Plan, from: Staff): Promise<Map<string, Staff>> {
  if (to.way === 'department') {
    const rows = (await usableOfDepartment(db, to.departmentId)).filter((row) => row.id !== from.id);
    if (rows.length === 0) throw new AppError('transfer_taker_unusable', { names: { zh: '该部门', en: 'The staff of this department' } });
    return new Map(rows.map((row) => [row.id, row]));
  }
  const wanted = to.way === 'even' ? to.staffIds : to.way === 'tag' ? [...to.rules.map((rule) => rule.staffId), to.otherwise] : to.pairs.map((pair) => pair.staffId);
  const ids = [...new Set(wanted)];
  const rows = new Map((await db.find(Staff, { id: In(ids) })).map((row) => [row.id, row]));
  if (rows.size < ids.length) throw new AppError('not_found', { what: '员工' });
  checkTakers([...rows.values()], from.id);
  return new Map(ids.map((id) => [id, rows.get(id)!]));
}

export const isUsable = (staff: Staff | undefined): boolean => staff?.state === 'active' && staff.canReceive;

/** With 客户联系, signed in, in range, and somebody else than the giver. */
export function checkTakers(takers: readonly Staff[], fromStaffId: string): void {
  const bad = takers.filter((row) => row.id === fromStaffId || !isUsable(row));
  if (bad.length > 0) throw new AppError('transfer_taker_unusable', { names: bad.map(staffDisplayName) });
}

async function chosenFollows(db: ReadDb, plan: Plan): Promise<FollowUser[]> {
  // Those who deleted the giver are still the giver's, but cannot be handed over: they are shown with the reason.
  const mine = await db.find(FollowUser, [{ staffId: plan.fromStaffId, lostBy: 'customer' }, { staffId: plan.fromStaffId, lostAt: IsNull() }], { order: { addedAt: 'ASC', id: 'ASC' } });
  const picked = plan.to.way === 'hand' ? new Set(plan.to.pairs.map((pair) => pair.customerId)) : plan.customerIds ? new Set(plan.customerIds) : null;
  const chosen = picked ? mine.filter((follow) => picked.has(follow.customerId)) : mine;
  if (picked && new Set(chosen.map(({ customerId }) => customerId)).size < picked.size) throw new AppError('not_found', { what: '客户' });
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

async function withAccounts(db: ReadDb, follows: readonly FollowUser[]): Promise<Given[]> {
  const given: Given[] = [];
  for (let start = 0; start < follows.length; start += 500) {
    const part = follows.slice(start, start + 500);
    const refs = await customerRefs(db, part.map(({ customerId }) => customerId));
    for (const follow of part) given.push({ follow, externalUserid: follow.account || refs.get(follow.customerId)!.externalUserid });
  }
  return given;
}

async function sortOut(db: ReadDb, given: readonly Given[], now: number) {
  const accounts = given.map(({ externalUserid }) => externalUserid);
  const open = await openItems(db, accounts);
  const used = await recentHandOvers(db, accounts, now);
  const blocked = new Map<BlockReason, string[]>();
  const free = given.filter(({ follow: { customerId, lostAt }, externalUserid }) => {
    const state = open.get(externalUserid);
    const reason: BlockReason | null = lostAt !== null ? 'lost'
      : state !== undefined ? (queued.includes(state) ? 'queued' : 'inTransfer')
        : (used.get(externalUserid)?.length ?? 0) >= limitOf('perCustomer') ? 'limit' : null;
    if (reason) blocked.set(reason, [...(blocked.get(reason) ?? []), customerId]);
    return reason === null;
  });
  return { blocked, free, used };
}

/** The state of the hand-over that each account is in, by account. */
async function openItems(db: ReadDb, externalUserids: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (let start = 0; start < externalUserids.length; start += 500) {
    const items = await db.find(TransferItem, { externalUserid: In(externalUserids.slice(start, start + 500)), state: Not(In(['done', 'givenUp'])) });
    for (const item of items) found.set(item.externalUserid, item.state);
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
