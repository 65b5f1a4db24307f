import { In } from 'typeorm';
import type { ReadDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { Reach } from '../../core/http/serve';
import { isStillFollowing } from './change';
import { Customer, FollowUser } from './entity';
import { livingCustomer } from './find';

interface Caller {
  db: ReadDb;
  reach(): Promise<Reach>;
}

/** The customer, as far as the caller's reach goes: another's customer does not exist for them. The id of somebody who was merged finds whom they became. */
export async function visibleCustomer(id: string, caller: Caller): Promise<Customer> {
  const customer = await livingCustomer(caller.db, id);
  if (!customer || !(await isVisible(customer, caller))) throw new AppError('not_found', { what: '客户' });
  return customer;
}

export async function isVisible(customer: Customer, { db, reach }: Caller): Promise<boolean> {
  const { staffIds } = await reach();
  if (staffIds === null) return true;
  const follows = staffIds.length === 0 ? [] : await db.find(FollowUser, { customerId: customer.id, staffId: In([...staffIds]) });
  return follows.some(isStillFollowing);
}

/** Which of these customers somebody sees. */
export async function visibleCustomerIds(db: ReadDb, ids: readonly string[], { staffIds }: Reach): Promise<Set<string>> {
  if (ids.length === 0 || staffIds?.length === 0) return new Set();
  if (staffIds === null) return new Set((await db.find(Customer, { id: In([...ids]) })).map(({ id }) => id));
  const follows = await db.find(FollowUser, { customerId: In([...ids]), staffId: In([...staffIds]) });
  return new Set(follows.filter(isStillFollowing).map(({ customerId }) => customerId));
}
