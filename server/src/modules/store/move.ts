import { IsNull, Not } from 'typeorm';
import { on } from '../../core/events';
import { FollowUser } from '../customer';
import { customerAdded } from '../customer/events';
import { handOverOne } from '../transfer';
import { StoreCode, StoreWay } from './entity';
import { storeOf } from './pick';

/**
 * Whose code says so moves to the store near them: the owner of the store to which they belonged hands them over, once they have added the new one.
 * WeCom tells the customer, who may refuse; what it refuses, being handed over too often, waits in the queue of hand-overs.
 */
export const moveOwner = on(customerAdded, 'store.moveOwner', async ({ customerId, staffId, state, isFriend }, { db, write, clock }) => {
  const way = isFriend && state.startsWith('sw_') ? await db.findOne(StoreWay, { id: state }) : null;
  const code = way && way.codeId !== '' ? await db.findOne(StoreCode, { id: way.codeId }) : null;
  if (!way || code?.belongs !== 'move') return;
  const friends = await db.find(FollowUser, { customerId, lostAt: IsNull(), staffId: Not(staffId) }, { order: { addedAt: 'DESC' } });
  const home = await storeOf(db, customerId, friends.map((friend) => friend.staffId));
  if (!home || home.store.id === way.storeId) return;
  await write((tx) => handOverOne(tx, { customerId, fromStaffId: home.staffId, toStaffId: staffId, by: code.name, now: clock.now() }));
});
