import { customers, type CustomerDetail } from '@scrm/shared/customer';
import { AppError } from '../../core/errors';
import { serve, type CallContext } from '../../core/http/serve';
import { write } from '../../core/db/scope';
import { readProgress } from '../corp';
import { getStaff, staffDisplayName } from '../org';
import { checkScope, tagRefs } from '../tag';
import { readTimeline } from './activity';
import { followersFor, isStillFollowing, relationOf, remarkCustomer, tagCustomer } from './change';
import { isVisible, visibleCustomer } from './visible';
import { Customer, FollowUser } from './entity';
import { customerByExternalUserid } from './find';
import { audienceFilterOf, readInOrder } from './list';
import { presentActivities, presentDetail, presentRows } from './present';
import { requestCustomerSync } from './sync';

export const customerRoutes = serve('customers', customers, {
  list: async ({ cursor, limit, ...filter }, { db, actor, access, reach, audiences }) => {
    const audience = await audiences.find({ db, reach: await reach(), roles: await access.rolesOf(actor) }, audienceFilterOf(filter));
    const { ids, nextCursor, previousCursor } = await audience.page(cursor, limit);
    return { items: await presentRows(db, await readInOrder(db, ids), actor.staffId), total: audience.count, nextCursor, previousCursor };
  },

  get: async ({ id }, context) => present(await visibleCustomer(id, context), context),

  byExternalUserid: async ({ externalUserid }, context) => {
    const customer = await customerByExternalUserid(context.db, externalUserid);
    return customer && (await isVisible(customer, context)) ? present(customer, context) : null;
  },

  timeline: async ({ id, kinds, cursor, limit }, context) => {
    const { db } = context;
    const customer = await visibleCustomer(id, context);
    const { rows, total, nextCursor } = await readTimeline(db, customer.id, { kinds, cursor, limit });
    return { items: await presentActivities(db, rows), total, nextCursor };
  },

  tag: async ({ id, staffId, account, add, remove }, context) => {
    const { db } = context;
    const customer = await visibleCustomer(id, context);
    const wanted = [...new Set([...add, ...remove])];
    if ((await tagRefs(db, wanted)).size < wanted.length) throw new AppError('not_found', { what: '标签' });
    await checkScope(db, context.actor.staffId, wanted);
    await forFollowers(customer, { staffId, account }, context, (target) => tagCustomer(context, { ...target, add, remove }));
    return present(customer, context);
  },

  remark: async ({ id, staffId, account, remark, description, seen }, context) => {
    const customer = await visibleCustomer(id, context);
    await forFollowers(customer, { staffId, account }, context, (target) => remarkCustomer(context, { ...target, remark, description, seen }));
    return present(customer, context);
  },

  sync: async (_, { db, clock }) => {
    await write(db, (tx) => requestCustomerSync(tx, clock.now()));
    return { done: true as const };
  },

  progress: (_, { db }) => readProgress(db, 'customerSync'),
});

async function present({ id }: Customer, { db, actor }: CallContext): Promise<CustomerDetail> {
  return presentDetail(db, await db.get(Customer, id, '客户'), actor.staffId);
}

/**
 * WeCom keeps tags and remarks per follower and account: the follower named, else the caller, else all whom the caller may act for;
 * by the account named, else by each.
 */
async function forFollowers(
  customer: Customer, { staffId, account }: { staffId?: string; account?: string }, { db, actor, reach }: CallContext, change: (target: ReturnType<typeof relationOf> & { by: string }) => Promise<boolean>,
): Promise<void> {
  const { staffIds } = await reach();
  const mayActFor = (id: string) => staffIds === null || staffIds.includes(id);
  if (staffId !== undefined && !mayActFor(staffId)) throw new AppError('not_allowed', { permission: 'customer.write' });
  const own = await followersFor(db, customer.id, { actingStaffId: actor.staffId, reach: { staffIds } });
  const meant = staffId === undefined ? own : (await db.find(FollowUser, { customerId: customer.id, staffId })).filter(isStillFollowing);
  const targets = meant.filter((follow) => account === undefined || follow.account === account);
  if (targets.length === 0) throw new AppError('customer_not_followed');
  const by = actor.staffId ? staffDisplayName(await getStaff(db, actor.staffId)) : actor.name;
  for (const follow of targets) {
    if (!(await change({ ...relationOf(customer, follow), by }))) throw new AppError('customer_not_followed');
  }
}
