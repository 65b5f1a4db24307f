import type { HandOverMove } from '../../core/hand-over';
import { isForgotten } from '../../core/personal/tombstone';
import { write, type ReadDb, type WriteDb } from '../../core/db/scope';
import { WeComError } from '../../wecom/errors';
import { noteChange } from '../customer-change';
import { addToCustomerCount, ensureStaff, getStaff } from '../org';
import { ensureTagsSynced, type TagContext } from '../tag';
import { recordFound } from './add';
import { beginningOf, readContact, type Contact } from './contact';
import { followBy } from './account';
import { FollowUser } from './entity';
import { recordLoss } from './loss';
import { accountOf, holdCustomer, holdFollow, isFriendOtherwise, refreshTotals } from './rows';

interface HandOver {
  customerId: string;
  externalUserid: string;
  fromStaffId: string;
  toStaffId: string;
  /** When WeCom says that it took effect, ms. */
  at: number;
}

const gone = new Set([40096, 84061]);

/** Whether our rows already say that the one has the customer and the other has not. `resigned`: WeCom tells nothing of who left. */
export async function isInPlace(db: ReadDb, { customerId, externalUserid, fromStaffId, toStaffId }: Omit<HandOver, 'at'>, resigned: boolean): Promise<boolean> {
  const [given, taken] = await Promise.all([fromStaffId, toStaffId].map((staffId) => followBy(db, externalUserid, { customerId, staffId })));
  return taken?.lostAt === null && (resigned || !given || given.lostAt !== null);
}

/**
 * WeCom has handed a customer over: our rows follow, also where no callback told of it. WeCom keeps silent when the two
 * knew each other before, and about who left. Not inside a transaction. https://developer.work.weixin.qq.com/document/path/92125
 */
export async function settleRelation(context: TagContext, { customerId, externalUserid, fromStaffId, toStaffId, at }: HandOver): Promise<void> {
  const { db, clock } = context;
  const [from, to] = await Promise.all([getStaff(db, fromStaffId), getStaff(db, toStaffId)]);
  const taken = await followBy(db, externalUserid, { customerId, staffId: toStaffId });
  const contact = taken?.lostAt === null ? null : await read(context, externalUserid);
  const facts = contact?.follows.find((one) => one.userId === to.userId);
  // Who was erased while WeCom was at it does not come back by it.
  if (await isForgotten(db, externalUserid, facts ? beginningOf(facts) : { at, byThemselves: false })) return;
  if (facts) await ensureTagsSynced(context, facts.tagIds);
  const now = clock.now();
  await write(db, async (tx) => {
    if (contact && facts) {
      await recordFound(tx, { externalUserid, userId: to.userId, state: facts.state, welcomeCode: '', moment: { at: Math.max(at, facts.addedAt), cause: '' }, contact, facts, announce: false, now });
    }
    const given = await followBy(tx, externalUserid, { customerId, staffId: fromStaffId });
    if (given?.lostAt === null) await recordLoss(tx, { externalUserid, userId: from.userId, by: 'transfer', moment: { at: Math.max(at, given.stateAt + 1), cause: '' }, now });
  });
}

async function read(context: TagContext, externalUserid: string): Promise<Contact | null> {
  try {
    return await readContact(await context.wecom(context.corpId), externalUserid);
  } catch (error) {
    if (error instanceof WeComError && gone.has(error.errcode)) return null;
    throw error;
  }
}

/** WeCom lists a customer of somebody who left of whom we had not heard. */
export async function holdUnassigned(tx: WriteDb, externalUserid: string, userId: string, at: number): Promise<void> {
  if (await isForgotten(tx, externalUserid, { at, byThemselves: false })) return;
  const staff = await ensureStaff(tx, userId, at);
  const customer = await holdCustomer(tx, externalUserid, null, at);
  const { follow, isNew } = await holdFollow(tx, customer, staff.id, { at, cause: '' }, undefined, accountOf(customer, externalUserid));
  if (!isNew) return;
  noteChange(tx, [customer.id]);
  if (!(await isFriendOtherwise(tx, follow))) await addToCustomerCount(tx, staff.id, 1);
  await refreshTotals(tx, customer);
}

/** How the customer once came goes along, unless the new owner knew them from elsewhere. */
export async function moveSource(tx: WriteDb, { customerId, externalUserid, fromStaffId, toStaffId }: HandOverMove): Promise<void> {
  const given = await followBy(tx, externalUserid, { customerId, staffId: fromStaffId });
  const taken = await followBy(tx, externalUserid, { customerId, staffId: toStaffId });
  if (!given || !taken || taken.sourceKind === 'liveCode' || taken.sourceKind === 'link' || given.sourceKind === 'unknown') return;
  const { sourceKind, sourceId, sourceName, sourceChannel, state } = given;
  noteChange(tx, [customerId]);
  await tx.update(FollowUser, { id: taken.id }, { sourceKind, sourceId, sourceName, sourceChannel, ...(sourceKind === 'addWay' && { addWay: given.addWay }), ...(taken.state === '' && { state }) });
}
