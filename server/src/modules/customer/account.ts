import type { ReadDb } from '../../core/db/scope';
import { Customer, FollowUser } from './entity';
import { accountOf } from './rows';

/** The relation between one account of a customer and a staff member. */
export async function followBy(db: ReadDb, externalUserid: string, { customerId, staffId }: { customerId: string; staffId: string }): Promise<FollowUser | null> {
  const customer = await db.findOne(Customer, { id: customerId });
  return customer && db.findOne(FollowUser, { customerId, staffId, account: accountOf(customer, externalUserid) });
}
