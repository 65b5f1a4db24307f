import { In } from 'typeorm';
import type { ReadDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { Reach } from '../../core/http/serve';
import { isStillFollowing } from './change';
import { FollowUser, type Customer } from './entity';
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
