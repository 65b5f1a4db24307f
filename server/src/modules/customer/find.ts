import { In } from 'typeorm';
import type { StaffRef } from '@scrm/shared/org';
import type { ReadDb } from '../../core/db/scope';
import type { Reach } from '../../core/http/serve';
import { staffByUserIds, staffRefs } from '../org';
import { Customer, CustomerIdentity, CustomerMerge, FollowUser } from './entity';

/** What is shown of a customer elsewhere. */
export type CustomerRef = Pick<Customer, 'id' | 'externalUserid' | 'name' | 'avatarUrl'>;

/** Whoever is known by this external_userid; one that was merged away leads to the person whom it became. */
export async function customerByExternalUserid(db: ReadDb, externalUserid: string): Promise<Customer | null> {
  const own = await db.findOne(Customer, { externalUserid });
  if (own) return own;
  const identity = await db.findOne(CustomerIdentity, { kind: 'externalUserid', value: externalUserid });
  return identity && db.findOne(Customer, { id: identity.customerId });
}

/** By external_userid; two of them may lead to the same person. Unknown ones are absent. */
export async function customersByExternalUserids(db: ReadDb, externalUserids: readonly string[]): Promise<Map<string, Customer>> {
  if (externalUserids.length === 0) return new Map();
  const found = new Map((await db.find(Customer, { externalUserid: In([...new Set(externalUserids)]) })).map((row) => [row.externalUserid, row]));
  const missing = [...new Set(externalUserids)].filter((id) => !found.has(id));
  const merged = missing.length === 0 ? [] : await db.find(CustomerIdentity, { kind: 'externalUserid', value: In(missing) });
  const survivors = new Map((merged.length === 0 ? [] : await db.find(Customer, { id: In(merged.map((one) => one.customerId)) })).map((row) => [row.id, row]));
  for (const { value, customerId } of merged) if (survivors.has(customerId)) found.set(value, survivors.get(customerId)!);
  return found;
}

/** Whom this customer has become through merges; the same id where nothing was merged. */
export async function livingId(db: ReadDb, id: string): Promise<string> {
  let living = id;
  for (let step = 0; step < 50; step++) {
    const merge = await db.query(CustomerMerge, 'merge').andWhere('merge.otherId = :living AND merge.undoneAt IS NULL', { living }).getOne();
    if (!merge) return living;
    living = merge.survivorId;
  }
  return living;
}

/** By our id, also by that of somebody who was merged into another. */
export async function livingCustomer(db: ReadDb, id: string): Promise<Customer | null> {
  return (await db.findOne(Customer, { id })) ?? db.findOne(Customer, { id: await livingId(db, id) });
}

/** The relation between the account of this external_userid and this member. */
export async function followOf(db: ReadDb, externalUserid: string, userId: string): Promise<FollowUser | null> {
  const customer = await customerByExternalUserid(db, externalUserid);
  const staff = (await staffByUserIds(db, [userId])).get(userId);
  if (!customer || !staff) return null;
  return db.findOne(FollowUser, { customerId: customer.id, staffId: staff.id, account: externalUserid === customer.externalUserid ? '' : externalUserid });
}

/** Who of the staff within `reach` still has each customer. */
export async function friendsOf(db: ReadDb, customerIds: readonly string[], { staffIds }: Reach): Promise<Map<string, StaffRef[]>> {
  const ids = [...new Set(customerIds)];
  if (ids.length === 0) return new Map();
  const follows = (await db.find(FollowUser, { customerId: In(ids) })).filter((one) => (one.lostAt === null || one.lostBy === 'customer') && (staffIds === null || staffIds.includes(one.staffId)));
  const staff = await staffRefs(db, follows.map((one) => one.staffId));
  const found = new Map<string, Map<string, StaffRef>>();
  for (const { customerId, staffId } of follows) if (staff.has(staffId)) found.set(customerId, (found.get(customerId) ?? new Map()).set(staffId, staff.get(staffId)!));
  return new Map([...found].map(([id, refs]) => [id, [...refs.values()]]));
}

/** By our id. */
export async function customerRefs(db: ReadDb, ids: readonly string[]): Promise<Map<string, CustomerRef>> {
  if (ids.length === 0) return new Map();
  const rows = await db.find(Customer, { id: In([...new Set(ids)]) });
  return new Map(rows.map(({ id, externalUserid, name, avatarUrl }) => [id, { id, externalUserid, name, avatarUrl }]));
}

/** By our id; '' where WeCom has not told the name yet. */
export async function customerNames(db: ReadDb, ids: readonly string[]): Promise<Map<string, string>> {
  return new Map([...(await customerRefs(db, ids)).values()].map((ref) => [ref.id, ref.name]));
}
