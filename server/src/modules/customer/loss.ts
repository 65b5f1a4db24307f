import type { WriteDb } from '../../core/db/scope';
import { addToCustomerCount, ensureStaff } from '../org';
import { recordActivity } from './activity';
import { FollowUser, type LostBy } from './entity';
import { customerLost } from './events';
import { accountOf, holdCustomer, holdFollow, isFriendOtherwise, isNewer, refreshTotals, type Moment } from './rows';

/** News that one left the other. */
export interface Loss {
  externalUserid: string;
  userId: string;
  by: LostBy;
  moment: Moment;
  /** Told on the timeline. */
  reason?: string;
  /** ms of our clock. */
  now: number;
}

/** One left the other. It may be heard of before the addition, twice, or after they have come back. */
export async function recordLoss(tx: WriteDb, { externalUserid, userId, by, moment, reason, now }: Loss): Promise<void> {
  const staff = await ensureStaff(tx, userId, now);
  const customer = await holdCustomer(tx, externalUserid, null, moment.at);
  const lost = { lostAt: moment.at, lostBy: by };
  const { follow, isNew } = await holdFollow(tx, customer, staff.id, moment, lost, accountOf(customer, externalUserid));
  const naturalKey = `lost:${follow.id}:${moment.at}:${by}`;
  const isNews = await recordActivity(tx, { customerId: customer.id, staffId: staff.id, kind: 'customer.lost', at: moment.at, data: { by, ...(reason && { reason }) }, naturalKey });
  if (!isNews) return;
  const wasFriend = !isNew && follow.lostAt === null;
  const isLost = isNew || (wasFriend && isNewer(moment, follow));
  if (wasFriend && isLost) {
    await tx.update(FollowUser, { id: follow.id }, { ...lost, stateAt: moment.at, stateCause: moment.cause });
    if (!(await isFriendOtherwise(tx, follow))) await addToCustomerCount(tx, staff.id, -1);
  } else if (!isNew && !wasFriend) {
    await noteSecondLoss(tx, follow, lost, moment);
  }
  await refreshTotals(tx, customer);
  if (!isNew && !wasFriend) return;
  await tx.publish(customerLost, {
    customerId: customer.id, staffId: staff.id, externalUserid, userId, lostBy: by, lostAt: moment.at, isLost,
  }, { key: naturalKey, cause: moment.cause || null });
}

/** Both left: the first to go is who left whom, the last says how old an addition must not be. */
async function noteSecondLoss(tx: WriteDb, follow: FollowUser, lost: { lostAt: number; lostBy: LostBy }, moment: Moment): Promise<void> {
  const isEarlier = lost.lostAt < follow.lostAt! && lost.lostAt >= follow.addedAt;
  if (isEarlier) await tx.update(FollowUser, { id: follow.id }, lost);
  if (isNewer(moment, follow)) await tx.update(FollowUser, { id: follow.id }, { stateAt: moment.at, stateCause: moment.cause });
}
