import type { noCodeReasons } from '@scrm/shared/welcome';
import type { ReadDb } from '../../core/db/scope';
import { Customer, followBy, wasCustomerBefore } from '../customer';
import { Welcome } from './entity';

/** Shared by a colleague, assigned by an admin: https://developer.work.weixin.qq.com/document/path/92114 */
const assignedWays = [201, 202];
const wecomUser = 2;

/**
 * Why WeCom gave no code with an addition (https://developer.work.weixin.qq.com/document/path/92137). Null: it cannot be told
 * before the addition itself is written down.
 */
export async function whyNoCode(db: ReadDb, welcome: Welcome, { customerId, staffId }: { customerId: string; staffId: string }): Promise<(typeof noCodeReasons)[number] | null> {
  if (!welcome.half && await wasGreetedHalf(db, welcome)) return 'half';
  const [customer, follow] = await Promise.all([db.findOne(Customer, { id: customerId }), followBy(db, welcome.externalUserid, { customerId, staffId })]);
  if (!follow || !customer || follow.addedAt < welcome.addedAt) return null;
  if (customer.type === wecomUser) return 'partner';
  if (follow.addWay !== null && assignedWays.includes(follow.addWay)) return 'assigned';
  return await wasCustomerBefore(db, customerId, welcome.addedAt, staffId) ? 'before' : 'other';
}

/** Who was greeted before the confirmation gets no second code. */
async function wasGreetedHalf(db: ReadDb, { externalUserid, staffUserId, id }: Welcome): Promise<boolean> {
  const [before] = await db.query(Welcome, 'welcome')
    .andWhere('welcome.externalUserid = :externalUserid AND welcome.staffUserId = :staffUserId AND welcome.id < :id', { externalUserid, staffUserId, id })
    .orderBy('welcome.id', 'DESC').take(1).getMany();
  return before !== undefined && before.half && before.outcome === 'sent';
}
