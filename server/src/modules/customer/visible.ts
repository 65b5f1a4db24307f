import { In } from 'typeorm';
import type { ReadDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { Reach } from '../../core/http/serve';
import { isStillFollowing } from './change';
import { Customer, FollowUser } from './entity';

interface Caller {
  db: ReadDb;
  reach(): Promise<Reach>;
}

/** The customer, as far as the caller's reach goes: another's customer does not exist for them. */
export async function visibleCustomer(id: string, caller: Caller): Promise<Customer> {
  const customer = await caller.db.get(Customer, id, '客户');
  if (!(await isVisible(customer, caller))) throw new AppError('not_found', { what: '客户' });
  return customer;
}

export async function isVisible(customer: Customer, { db, reach }: Caller): Promise<boolean> {
  const { staffIds } = await reach();
  if (staffIds === null) return true;
  const follows = staffIds.length === 0 ? [] : await db.find(FollowUser, { customerId: customer.id, staffId: In([...staffIds]) });
  return follows.some(isStillFollowing);
}
