import { createHash } from 'node:crypto';
import { LessThanOrEqual } from 'typeorm';
import type { WriteDb } from '../../core/db/scope';
import { addToCustomerCount, ensureStaff } from '../org';
import { setFollowTags, tagsByWecomIds } from '../tag';
import { hasActivity, recordActivity } from './activity';
import type { Contact, FollowFacts } from './contact';
import { Activity, FollowUser } from './entity';
import { customerAdded } from './events';
import { tellMobiles } from './mobiles';
import { accountOf, followColumns, holdCustomer, holdFollow, isFriendOtherwise, isNewer, refreshTotals, sourceOf, type Moment } from './rows';

/** News that a staff member and a customer became friends. */
export interface Addition {
  externalUserid: string;
  userId: string;
  state: string;
  /** Sets two additions of the same second apart. */
  welcomeCode: string;
  moment: Moment;
  /** Null when WeCom could not answer. */
  contact: Contact | null;
  /** ms of our clock. */
  now: number;
}

/** The customer took the first step; the staff member has not confirmed yet. */
export async function recordHalfAdd(tx: WriteDb, add: Addition): Promise<void> {
  const { staff, customer, follow, isNew } = await holdBoth(tx, add);
  const isNews = await recordActivity(tx, {
    customerId: customer.id, staffId: staff.id, kind: 'customer.half', at: add.moment.at, data: {}, naturalKey: `half:${keyOf(follow, add)}`,
  });
  if (!isNews || (!isNew && !isReturn(add.moment, follow))) return;
  await befriend(tx, add, follow, isNew);
  await refreshTotals(tx, customer);
}

/** They are friends. The same news again changes nothing, and old news do not bring back who left since. */
export async function recordAdd(tx: WriteDb, add: Addition): Promise<void> {
  const { staff, customer, follow, isNew } = await holdBoth(tx, add);
  const key = keyOf(follow, add);
  const isNews = await recordActivity(tx, {
    customerId: customer.id, staffId: staff.id, kind: 'customer.added', at: add.moment.at,
    data: { picked: 'unknown', candidates: null, addWay: factsOf(add)?.addWay ?? null, state: add.state }, naturalKey: `added:${key}`,
  });
  if (!isNews) return;
  const isFriend = isNew || follow.lostAt === null || isReturn(add.moment, follow);
  if (isFriend) await befriend(tx, add, follow, isNew);
  else if (follow.addedAt === follow.lostAt) await tx.update(FollowUser, { id: follow.id }, { addedAt: Math.min(follow.addedAt, add.moment.at) });
  await refreshTotals(tx, customer);
  // The nightly comparison may have found and announced them before the callback came.
  if (await hasActivity(tx, restoredKey(follow, add.moment.at))) return;
  await tx.publish(customerAdded, {
    customerId: customer.id, staffId: staff.id, externalUserid: add.externalUserid, userId: add.userId, state: add.state, addedAt: add.moment.at,
    returning: await wasLostBefore(tx, customer.id, add.moment.at), isFriend, callbackId: add.moment.cause,
  }, { key: `added:${key}`, cause: add.moment.cause });
}

/** The nightly comparison found friends of whom no callback told; `announce` unless they are older than the app. */
export async function recordFound(tx: WriteDb, add: Addition & { facts: FollowFacts; announce: boolean }): Promise<void> {
  const { staff, customer, follow, isNew } = await holdBoth(tx, add);
  if (!isNew && follow.lostAt === null) return;
  const isNews = await recordActivity(tx, {
    customerId: customer.id, staffId: staff.id, kind: isNew && !add.announce ? 'customer.synced' : 'customer.restored', at: add.moment.at,
    data: { addWay: add.facts.addWay }, naturalKey: restoredKey(follow, add.moment.at),
  });
  await befriend(tx, add, follow, isNew);
  await refreshTotals(tx, customer);
  if (!isNews || !add.announce) return;
  await tx.publish(customerAdded, {
    customerId: customer.id, staffId: staff.id, externalUserid: add.externalUserid, userId: add.userId, state: add.facts.state, addedAt: add.moment.at,
    returning: await wasLostBefore(tx, customer.id, add.moment.at), isFriend: true, callbackId: null,
  }, { key: restoredKey(follow, add.moment.at) });
}

/** How the timeline remembers news of an addition, so that the second telling is known. */
export function addKey(followId: string, { moment, welcomeCode }: Pick<Addition, 'moment' | 'welcomeCode'>): string {
  const mark = welcomeCode ? createHash('sha256').update(welcomeCode).digest('hex').slice(0, 12) : '';
  return `${followId}:${moment.at}:${mark}`;
}

const keyOf = (follow: FollowUser, add: Addition) => addKey(follow.id, add);
const restoredKey = (follow: FollowUser, at: number) => `restored:${follow.id}:${at}`;
const factsOf = ({ contact, userId }: Addition) => contact?.follows.find((one) => one.userId === userId) ?? null;

async function holdBoth(tx: WriteDb, add: Addition) {
  const staff = await ensureStaff(tx, add.userId, add.now);
  const customer = await holdCustomer(tx, add.externalUserid, add.contact?.profile ?? null, add.moment.at);
  return { staff, customer, ...(await holdFollow(tx, customer, staff.id, add.moment, undefined, accountOf(customer, add.externalUserid))) };
}

function isReturn(moment: Moment, follow: FollowUser): boolean {
  return follow.lostAt !== null && isNewer(moment, follow);
}

async function wasLostBefore(tx: WriteDb, customerId: string, at: number): Promise<boolean> {
  return (await tx.count(Activity, { customerId, kind: 'customer.lost', at: LessThanOrEqual(at) })) > 0;
}

async function befriend(tx: WriteDb, add: Addition, follow: FollowUser, isNew: boolean): Promise<void> {
  const { moment } = add;
  const facts = factsOf(add);
  const isLatest = isNew || isNewer(moment, follow);
  const isAgain = !isNew && follow.lostAt !== null;
  await tx.update(FollowUser, { id: follow.id }, {
    lostAt: null, lostBy: null, addedAt: isNew ? moment.at : Math.max(follow.addedAt, moment.at),
    ...(isLatest && { stateAt: moment.at, stateCause: moment.cause }),
    ...(add.state && { state: add.state }),
    ...(facts && followColumns(facts, add.contact!.profile)),
    ...((isNew || isAgain || follow.sourceKind === 'unknown') && sourceOf(facts?.addWay ?? null)),
  });
  if (facts) {
    await saveFollowTags(tx, follow, facts, moment.at);
    await tellMobiles(tx, follow, facts);
  }
  if ((isNew || isAgain) && !(await isFriendOtherwise(tx, follow))) await addToCustomerCount(tx, follow.staffId, 1);
}

/** The tags that WeCom tells of; those that we have never heard of are read beforehand by `ensureTagsSynced`. */
export async function saveFollowTags(tx: WriteDb, follow: FollowUser, facts: Pick<FollowFacts, 'tagIds'>, at: number) {
  const known = await tagsByWecomIds(tx, facts.tagIds);
  return (await setFollowTags(tx, [{ follow, tagIds: [...known.values()].map((tag) => tag.id) }], { at, how: 'wecom', by: '' })).get(follow.id) ?? { added: [], removed: [] };
}
