import { In } from 'typeorm';
import type { ExternalContactRow } from '../../wecom/api/external-contact';
import type { WriteDb } from '../../core/db/scope';
import { findTombstones, isBuried, noteReturn } from '../../core/personal/tombstone';
import { ensureStaff, staffByUserIds } from '../org';
import { noteChange } from '../customer-change';
import { setFollowTags, tagsByWecomIds } from '../tag';
import { recordActivities, type NewActivity } from './activity';
import { beginningOf, contactOfRow, type FollowFacts, type Profile } from './contact';
import { Customer, FollowUser } from './entity';
import { customersByExternalUserids } from './find';
import { tellMobiles } from './mobiles';
import { accountOf, followColumns, newCustomer, newFollow, saveIdentities, sourceOf, told, totalsOf } from './rows';

interface Found {
  externalUserid: string;
  profile: Profile;
  follow: FollowFacts;
}

/**
 * Writes a page of a full sync: a row that is equal is not written. `fetchedAt` (ms) is when WeCom was asked; tags
 * and remarks that we wrote since are newer than its answer.
 */
export async function savePage(tx: WriteDb, rows: readonly ExternalContactRow[], { fetchedAt, now }: { fetchedAt: number; now: number }): Promise<void> {
  const found = await withoutForgotten(tx, rows.map(contactOfRow));
  if (found.length === 0) return;
  const staffIds = await staffIdsOf(tx, found, now);
  const customers = await saveCustomers(tx, found);
  const ids = [...customers.values()].map((customer) => customer.id);
  const before = new Map((await tx.find(FollowUser, { customerId: In(ids) })).map((follow) => [keyOf(follow), follow]));
  const wanted = found.map((one) => {
    const customer = customers.get(one.externalUserid)!;
    return { ...one, customerId: customer.id, account: accountOf(customer, one.externalUserid), staffId: staffIds.get(one.follow.userId)! };
  });

  const fresh = wanted.filter((one) => !before.has(keyOf(one)));
  if (fresh.length > 0) {
    noteChange(tx, fresh.map((one) => one.customerId));
    await tx.insertMissing(FollowUser, fresh.map((one) => ({
      ...newFollow(one.customerId, one.staffId, { at: one.follow.addedAt, cause: '' }, one.account), ...followColumns(one.follow, one.profile), ...sourceOf(one.follow.addWay),
    })));
  }
  const activities: NewActivity[] = [];
  for (const one of wanted) {
    const follow = before.get(keyOf(one));
    if (follow) activities.push(...await bringUp(tx, follow, one, fetchedAt));
  }
  const after = await tx.find(FollowUser, { customerId: In(ids) });
  const byKey = new Map(after.map((follow) => [keyOf(follow), follow]));
  for (const one of fresh) {
    const follow = byKey.get(keyOf(one))!;
    activities.push({ ...entry(follow, one), kind: 'customer.synced', naturalKey: `synced:${follow.id}` });
  }
  await recordActivities(tx, activities);
  for (const one of wanted) await tellMobiles(tx, byKey.get(keyOf(one))!, one.follow);
  await saveTags(tx, wanted.map((one) => ({ facts: one.follow, follow: byKey.get(keyOf(one))! })).filter(({ follow }) => !isNewerThanAnswer(follow, fetchedAt)), now);
  await saveTotals(tx, customers, after);
}

/** Who was erased does not come back by a reading of WeCom's lists; a relation that they began since does. */
async function withoutForgotten(tx: WriteDb, found: Found[]): Promise<Found[]> {
  const stones = await findTombstones(tx, [...new Set(found.map((one) => one.externalUserid))]);
  if (stones.size === 0) return found;
  const kept = found.filter(({ externalUserid, follow }) => !isBuried(stones.get(externalUserid), beginningOf(follow)));
  for (const { externalUserid, follow } of kept) {
    const stone = stones.get(externalUserid);
    if (stone) await noteReturn(tx, stone, follow.addedAt);
  }
  return kept;
}

const keyOf = ({ customerId, staffId, account }: { customerId: string; staffId: string; account: string }) => `${customerId} ${staffId} ${account}`;
const isNewerThanAnswer = (follow: FollowUser, fetchedAt: number) => follow.touchedAt >= fetchedAt;
const entry = (follow: FollowUser, { follow: facts }: Found) => ({ customerId: follow.customerId, staffId: follow.staffId, at: facts.addedAt, data: { addWay: facts.addWay } });

async function staffIdsOf(tx: WriteDb, found: readonly Found[], now: number): Promise<Map<string, string>> {
  const userIds = [...new Set(found.map((one) => one.follow.userId))];
  const known = await staffByUserIds(tx, userIds);
  for (const userId of userIds) if (!known.has(userId)) known.set(userId, await ensureStaff(tx, userId, now));
  return new Map([...known].map(([userId, staff]) => [userId, staff.id]));
}

/** By external_userid. */
async function saveCustomers(tx: WriteDb, found: readonly Found[]): Promise<Map<string, Customer>> {
  const byId = new Map(found.map((one) => [one.externalUserid, one]));
  const read = () => customersByExternalUserids(tx, [...byId.keys()]);
  const before = await read();
  const fresh = [...byId.values()].filter((one) => !before.has(one.externalUserid));
  if (fresh.length > 0) await tx.insertMissing(Customer, fresh.map((one) => newCustomer(one.externalUserid, one.profile, one.follow.addedAt)));
  for (const [externalUserid, customer] of before) {
    // An account that was merged into a person does not change what is said of them.
    if (externalUserid !== customer.externalUserid) continue;
    const news = changesOf(customer, told(byId.get(externalUserid)!.profile));
    if (!news) continue;
    noteChange(tx, [customer.id]);
    await tx.update(Customer, { id: customer.id }, news);
  }
  const after = await read();
  const changed = [...after].filter(([externalUserid, customer]) => externalUserid === customer.externalUserid && before.get(externalUserid)?.unionid !== customer.unionid).map(([, customer]) => customer);
  await saveIdentities(tx, changed);
  return after;
}

/** A relation that was there: friends again, other remark, other way of coming; what is equal is not written. */
async function bringUp(tx: WriteDb, follow: FollowUser, one: Found, fetchedAt: number): Promise<NewActivity[]> {
  const { follow: facts, profile } = one;
  const isBack = follow.lostAt !== null && facts.addedAt > follow.lostAt;
  const remark = isNewerThanAnswer(follow, fetchedAt) ? {} : remarkOf(follow, facts, profile);
  const news = changesOf(follow, {
    ...remark, ...(facts.state && { state: facts.state }), addWay: facts.addWay, operUserid: facts.operUserid,
    ...(follow.sourceKind === 'unknown' && sourceOf(facts.addWay)),
    ...(isBack && { lostAt: null, lostBy: null, addedAt: facts.addedAt, stateAt: facts.addedAt, stateCause: '' }),
  });
  if (news) {
    noteChange(tx, [follow.customerId]);
    await tx.update(FollowUser, { id: follow.id }, news);
  }
  return isBack ? [{ ...entry(follow, one), kind: 'customer.restored', naturalKey: `restored:${follow.id}:${facts.addedAt}` }] : [];
}

/** Whoever changed the remark, it was not us. */
function remarkOf(follow: FollowUser, facts: FollowFacts, profile: Profile): Partial<FollowUser> {
  const { remark, description } = facts;
  const isByHand = remark !== follow.remark && remark !== '' && remark !== profile.name;
  return { remark, description, remarkEditedByHand: follow.remarkEditedByHand || isByHand };
}

async function saveTags(tx: WriteDb, wanted: readonly { follow: FollowUser; facts: FollowFacts }[], now: number): Promise<void> {
  const known = await tagsByWecomIds(tx, wanted.flatMap(({ facts }) => facts.tagIds));
  await setFollowTags(tx, wanted.map(({ follow, facts }) => ({ follow, tagIds: facts.tagIds.flatMap((id) => known.get(id)?.id ?? []) })), { at: now, how: 'wecom', by: '' });
}

async function saveTotals(tx: WriteDb, customers: ReadonlyMap<string, Customer>, follows: readonly FollowUser[]): Promise<void> {
  const byCustomer = new Map([...customers.values()].map((customer) => [customer.id, [] as FollowUser[]]));
  for (const follow of follows) byCustomer.get(follow.customerId)!.push(follow);
  for (const customer of customers.values()) {
    const news = changesOf(customer, totalsOf(customer, byCustomer.get(customer.id)!));
    if (!news) continue;
    noteChange(tx, [customer.id]);
    await tx.update(Customer, { id: customer.id }, news);
  }
}

/** Those columns whose value is another; null when all are equal. */
function changesOf<T extends object>(row: T, wanted: Partial<T>): Partial<T> | null {
  const changed = Object.entries(wanted).filter(([column, value]) => row[column as keyof T] !== value);
  return changed.length > 0 ? (Object.fromEntries(changed) as Partial<T>) : null;
}
