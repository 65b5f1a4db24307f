import type { StaleRemark } from '@scrm/shared/customer';
import { markTags } from '../../wecom/api/tag';
import { remarkExternalContact } from '../../wecom/api/external-contact';
import { WeComError } from '../../wecom/errors';
import { AppError } from '../../core/errors';
import { newId } from '../../core/db/ids';
import { write, type ReadDb, type WriteDb } from '../../core/db/scope';
import { noteChange } from '../customer-change';
import type { Reach } from '../../core/http/serve';
import { getStaff } from '../org';
import { changeFollowTags, tagIdsOf, wecomTagIdsOf, type TagContext, type Touch } from '../tag';
import { recordActivity } from './activity';
import { Activity, FollowUser, type Customer } from './entity';
import { livingCustomer } from './find';
import { recordTagChange } from './refresh';
import { accountOf } from './rows';

interface Target {
  customerId: string;
  staffId: string;
  /** By which account, where a merged person may have several; else the newest relation. */
  externalUserid?: string;
  /** Told on the timeline: why, where it was not a person. */
  reason?: string;
  /** Told on the timeline: whose doing it was. */
  by?: string;
}

export interface TagOrder extends Target {
  /** Our ids. */
  add: readonly string[];
  remove: readonly string[];
  /** By what it happens, for the marks of first and last touch: a person's hand unless said otherwise. */
  how?: Touch['how'];
  /** Written in the same transaction as the change itself. */
  with?: (tx: WriteDb, changed: { add: string[]; remove: string[] }) => Promise<void>;
}

export interface RemarkOrder extends Target {
  /** At most 20 characters. */
  remark?: string;
  /** At most 150 characters. */
  description?: string;
  /** What the person saw when they began: refused with `stale_edit` where something else stands there by now. */
  seen?: { remark?: string; description?: string };
  /** No person writes it: a remark that one wrote is left alone, or gives way. */
  byItself?: 'ifUntouched' | 'always';
}

/** They are not connected, or not any more. */
const notFollowing = new Set([40096, 84061, 84084]);

/**
 * Adds and removes tags for one follower: in WeCom first, then here. Not inside a transaction. False when the staff
 * member does not have the customer (any more). https://developer.work.weixin.qq.com/document/path/92118
 */
export async function tagCustomer(context: TagContext, order: TagOrder): Promise<boolean> {
  const { db, corpId, clock } = context;
  const target = await findFollow(db, order);
  if (!target) return false;
  const { follow, externalUserid } = target;
  const has = new Set((await tagIdsOf(db, [follow.id])).get(follow.id));
  const wecomIds = await wecomTagIdsOf(db, [...order.add, ...order.remove]);
  const add = order.add.filter((id) => wecomIds.has(id) && !has.has(id));
  const remove = order.remove.filter((id) => wecomIds.has(id) && has.has(id));
  if (add.length + remove.length === 0) return true;
  const staff = await getStaff(db, follow.staffId);
  const toWecom = (ids: string[]) => ids.map((id) => wecomIds.get(id)!);
  const isDone = await whileFollowing(markTags(await context.wecom(corpId), { userid: staff.userId, externalUserid, add: toWecom(add), remove: toWecom(remove) }));
  if (!isDone) return false;
  const at = clock.now();
  const data = { ...toldBy(order), ...(order.how && { how: order.how }) };
  await write(db, async (tx) => {
    await tx.update(FollowUser, { id: follow.id }, { touchedAt: at });
    await changeFollowTags(tx, follow, { add, remove }, { at, how: order.how ?? 'hand', by: order.by ?? order.reason ?? '' });
    await order.with?.(tx, { add, remove });
    await recordTagChange(tx, { follow, tagIds: add, at, kind: 'customer.tagged', data });
    await recordTagChange(tx, { follow, tagIds: remove, at, kind: 'customer.untagged', data });
  });
  return true;
}

/**
 * Sets remark or description for one follower: in WeCom first, then here. Not inside a transaction. False when the
 * staff member does not have the customer (any more). https://developer.work.weixin.qq.com/document/path/92115
 */
export async function remarkCustomer(context: TagContext, order: RemarkOrder): Promise<boolean> {
  const { db, corpId, clock } = context;
  const target = await findFollow(db, order);
  if (!target) return false;
  const { follow, externalUserid } = target;
  if (order.byItself === 'ifUntouched' && follow.remarkEditedByHand) return true;
  await refuseStale(db, follow, order);
  const remark = order.remark === follow.remark ? undefined : order.remark;
  const description = order.description === follow.description ? undefined : order.description;
  if (remark === undefined && description === undefined) return true;
  const staff = await getStaff(db, follow.staffId);
  const isDone = await whileFollowing(remarkExternalContact(await context.wecom(corpId), { userid: staff.userId, externalUserid, remark, description }));
  if (!isDone) return false;
  const at = clock.now();
  await write(db, async (tx) => {
    noteChange(tx, [follow.customerId]);
    await tx.update(FollowUser, { id: follow.id }, {
      touchedAt: at, ...(remark !== undefined && { remark, remarkEditedByHand: order.byItself === undefined }), ...(description !== undefined && { description }),
    });
    const record = (kind: 'customer.remarked' | 'customer.edited', data: object) =>
      recordActivity(tx, { customerId: follow.customerId, staffId: follow.staffId, kind, at, data: { ...data, ...toldBy(order) }, naturalKey: `${kind}:${newId('act')}` });
    if (remark !== undefined) await record('customer.remarked', { remark });
    if (description !== undefined) await record('customer.edited', { fields: ['description'], description });
  });
  return true;
}

async function refuseStale(db: ReadDb, follow: FollowUser, { seen = {}, ...order }: RemarkOrder): Promise<void> {
  const isStale = (['remark', 'description'] as const).some((name) => order[name] !== undefined && seen[name] !== undefined && follow[name] !== seen[name] && follow[name] !== order[name]);
  if (!isStale) return;
  const last = await db.query(Activity, 'activity')
    .andWhere('activity.customerId = :customerId AND activity.staffId = :staffId', { customerId: follow.customerId, staffId: follow.staffId })
    .andWhere('activity.kind IN (:...kinds)', { kinds: ['customer.remarked', 'customer.edited'] })
    .orderBy('activity.at', 'DESC').addOrderBy('activity.id', 'DESC').limit(1).getOne();
  const stands: StaleRemark = { remark: follow.remark, description: follow.description, by: typeof last?.data.by === 'string' ? last.data.by : '', at: last?.at ?? null };
  throw new AppError('stale_edit', { ...stands });
}

export interface SourceClaim {
  kind: 'liveCode' | 'link';
  id: string;
  name: string;
  /** The channel that it stands in, with its path as it is now; null for none. */
  channel: { id: string; path: string } | null;
  /** Among how many the platform picked the staff member. */
  candidates?: number;
}

/** A live code or an acquisition link says that this customer came through it; the newest entry of their coming is completed with it. */
export async function setSource(tx: WriteDb, customerId: string, staffId: string, source: SourceClaim): Promise<void> {
  const customer = await livingCustomer(tx, customerId);
  const follow = customer && (await tx.findOne(FollowUser, { customerId: customer.id, staffId }, { order: { addedAt: 'DESC' } }));
  if (!follow) return;
  noteChange(tx, [customer.id]);
  await tx.update(FollowUser, { id: follow.id }, { sourceKind: source.kind, sourceId: source.id, sourceName: source.name, sourceChannel: source.channel?.path ?? '' });
  const added = await tx.findOne(Activity, { customerId: customer.id, staffId, kind: 'customer.added' }, { order: { at: 'DESC', id: 'DESC' } });
  if (!added) return;
  const why = source.candidates === undefined ? {} : { picked: 'platform', candidates: source.candidates };
  const through = source.kind === 'link' ? { linkId: source.id, linkName: source.name } : { liveCodeId: source.id, liveCodeName: source.name };
  const channel = source.channel ? { channelId: source.channel.id, channelName: source.channel.path } : {};
  await tx.update(Activity, { id: added.id }, { data: { ...added.data, ...through, ...channel, ...why } });
}

/** A staff member keeps a customer who deleted them, until they delete the customer too. */
export const isStillFollowing = (follow: Pick<FollowUser, 'lostAt' | 'lostBy'>): boolean => follow.lostAt === null || follow.lostBy === 'customer';

/** WeCom keeps tags and remarks per follower: the acting member's own relation, else all those within the reach. */
export async function followersFor(db: ReadDb, customerId: string, { actingStaffId, reach: { staffIds } }: { actingStaffId: string | null; reach: Reach }): Promise<FollowUser[]> {
  const follows = (await db.find(FollowUser, { customerId })).filter((follow) => isStillFollowing(follow) && (staffIds === null || staffIds.includes(follow.staffId)));
  const own = follows.filter((follow) => follow.staffId === actingStaffId);
  return own.length > 0 ? own : follows;
}

/** Exactly this relation, also of a merged person whom the same member has by another account too. */
export const relationOf = ({ externalUserid }: Pick<Customer, 'externalUserid'>, { customerId, staffId, account }: Pick<FollowUser, 'customerId' | 'staffId' | 'account'>) => ({ customerId, staffId, externalUserid: account || externalUserid });

async function findFollow(db: ReadDb, { customerId, staffId, externalUserid }: Target): Promise<{ follow: FollowUser; externalUserid: string } | null> {
  const customer = await livingCustomer(db, customerId);
  const account = customer && externalUserid !== undefined ? { account: accountOf(customer, externalUserid) } : {};
  const follow = customer && (await db.find(FollowUser, { customerId: customer.id, staffId, ...account }, { order: { addedAt: 'DESC' } })).find(isStillFollowing);
  return follow ? { follow, externalUserid: follow.account || customer.externalUserid } : null;
}

async function whileFollowing(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (error instanceof WeComError && notFollowing.has(error.errcode)) return false;
    throw error;
  }
}

function toldBy({ reason, by }: Target): Record<string, unknown> {
  return { ...(reason && { reason }), ...(by && { by }) };
}
