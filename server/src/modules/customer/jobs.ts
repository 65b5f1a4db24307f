import { on } from '../../core/events';
import { every, GiveUp, job, TryLater, type JobContext } from '../../core/jobs/define';
import { erasedReason, findTombstones, isBuried, isForgotten, noteReturn } from '../../core/personal/tombstone';
import type { EventFields } from '../../wecom/events';
import { WeComError } from '../../wecom/errors';
import { callback, type CallbackData } from '../corp/events';
import { orgSynced } from '../org/events';
import { ensureStaff } from '../org';
import { ensureTagsSynced } from '../tag';
import { hasActivity, recordActivity } from './activity';
import { addKey, recordAdd, recordHalfAdd } from './add';
import { beginningOf, readContact, type Contact } from './contact';
import type { LostBy } from './entity';
import { customerByExternalUserid, followOf } from './find';
import { recordLoss } from './loss';
import { reconcile, startReconciliation } from './reconcile';
import { lookAgain } from './refresh';
import { requestCustomerSync, sync } from './sync';

type Added = EventFields<'change_external_contact.add_external_contact'>;
type Lost = EventFields<'change_external_contact.del_external_contact'>;

const forgetAgainMs = 5000;

/** WeCom knows of no relation: not yet, or not any more. */
const noRelation = new Set([40096, 84061]);

/** Reads what an event could only announce, because WeCom had no answer at that time. */
export const fill = job<{ externalUserid: string; userId: string; at: number }>('customer.fill', { retries: 6 }, async (data, context) => {
  try {
    await lookAgain(context, { ...data, why: 'filled' });
  } catch (error) {
    if (!(error instanceof WeComError)) throw error;
    if (error.reaction === 'permission' || error.reaction === 'licence') throw new GiveUp(error.message);
    // They may have parted before we could ask: the row from the event is all that will ever be known.
    if (!noRelation.has(error.errcode) || context.job.attempt < 5) throw error;
  }
});

/** The customer is kept also when WeCom does not answer; then they are filled in later. */
async function takeAdd(context: JobContext, { fields, at, callbackId }: CallbackData<Added>, record: typeof recordAdd, kind: 'added' | 'half'): Promise<void> {
  const { externalUserid, userId, state = '', welcomeCode = '' } = fields;
  const moment = { at, cause: callbackId };
  const stone = (await findTombstones(context.db, [externalUserid])).get(externalUserid);
  if (stone && at <= stone.erasedAt) return;
  if (await isKnown(context, fields, `${kind}:`, { moment, welcomeCode })) return;
  const isOpen = stone?.returnedAt === null && kind === 'added';
  const contact = await (isOpen ? readIfThere : tryToRead)(context, externalUserid, userId);
  const facts = contact?.follows.find((one) => one.userId === userId);
  // Of somebody who was erased, a hand-over that ends now is nothing new; without an answer nothing is written down.
  if (isOpen && (!facts || isBuried(stone, beginningOf(facts)))) return forgetCallback(context, callbackId);
  await context.write(async (tx) => {
    if (stone) await noteReturn(tx, stone, at);
    await record(tx, { externalUserid, userId, state, welcomeCode, moment, contact, now: context.clock.now() });
    if (!contact && kind === 'added') await tx.enqueue(fill, { externalUserid, userId, at }, { key: callbackId, cause: callbackId });
  });
}

/** WeCom tells the same up to three times; what was written down needs no second reading. */
async function isKnown({ db }: JobContext, { externalUserid, userId }: Added, prefix: string, news: Parameters<typeof addKey>[1]): Promise<boolean> {
  const follow = await followOf(db, externalUserid, userId);
  return follow !== null && hasActivity(db, prefix + addKey(follow.id, news));
}

async function readIfThere(context: JobContext, externalUserid: string): Promise<Contact | null> {
  try {
    return await readContact(await context.wecom(context.corpId), externalUserid);
  } catch (error) {
    if (error instanceof WeComError && noRelation.has(error.errcode)) return null;
    throw error;
  }
}

async function forgetCallback({ db, write }: JobContext, callbackId: string): Promise<void> {
  await db.database.execute('UPDATE inbox SET raw = ?, state = ?, reason = ? WHERE id = ?', ['', 'ignored', erasedReason, callbackId]);
  await write((tx) => tx.enqueue(forgetJobs, { callbackId }, { key: callbackId }));
}

/** What a callback about somebody who was erased had set off names them too, the job that found it out among them. */
export const forgetJobs = job<{ callbackId: string }>('customer.forgetJobs', { lane: 'bulk' }, async ({ callbackId }, { db: { database }, clock }) => {
  await database.execute('DELETE FROM job WHERE cause = ? AND state <> ?', [callbackId, 'running']);
  const [row] = await database.query<{ n: number | string }>('SELECT COUNT(*) AS n FROM job WHERE cause = ?', [callbackId]);
  if (Number(row!.n) > 0) throw new TryLater(clock.now() + forgetAgainMs, 'A job about somebody who was erased is running');
});

async function tryToRead(context: JobContext, externalUserid: string, userId: string): Promise<Contact | null> {
  try {
    const contact = await readContact(await context.wecom(context.corpId), externalUserid);
    await ensureTagsSynced(context, contact.follows.find((one) => one.userId === userId)?.tagIds ?? []);
    return contact;
  } catch (error) {
    context.log.warn({ err: error, callbackId: context.job.cause }, 'cannot read a new customer yet');
    return null;
  }
}

export const onAdd = on(callback<Added>('change_external_contact.add_external_contact'), 'customer.onAdd', (data, context) => takeAdd(context, data, recordAdd, 'added'));
export const onHalfAdd = on(callback<Added>('change_external_contact.add_half_external_contact'), 'customer.onHalfAdd', (data, context) => takeAdd(context, data, recordHalfAdd, 'half'));

/** WeCom tells whole seconds: two edits within one make the same callback, and the second is taken for a repetition. */
const oneSecondOver = 2000;

async function lookAtEdit(context: JobContext, look: { externalUserid: string; userId: string; at: number }): Promise<void> {
  try {
    await lookAgain(context, { ...look, why: 'edited' });
  } catch (error) {
    // They have parted since.
    if (!(error instanceof WeComError) || !noRelation.has(error.errcode)) throw error;
  }
}

export const lookOnceMore = job<{ externalUserid: string; userId: string; at: number }>('customer.lookOnceMore', {}, (look, context) => lookAtEdit(context, look));

export const onEdit = on(callback<EventFields<'change_external_contact.edit_external_contact'>>('change_external_contact.edit_external_contact'), 'customer.onEdit', async ({ fields, at, callbackId }, context) => {
  const { externalUserid, userId } = fields;
  const look = { externalUserid, userId, at };
  const isEarly = context.clock.now() < at + oneSecondOver;
  await lookAtEdit(context, look);
  if (isEarly) await context.write((tx) => tx.enqueue(lookOnceMore, look, { key: callbackId, runAt: at + oneSecondOver, cause: callbackId }));
});

async function takeLoss(context: JobContext, { fields: { externalUserid, userId }, at, callbackId }: CallbackData<Lost>, by: LostBy): Promise<void> {
  if (await isForgotten(context.db, externalUserid, { at, byThemselves: false })) return;
  await context.write(async (tx) => {
    const isUnknown = !(await customerByExternalUserid(tx, externalUserid));
    await recordLoss(tx, { externalUserid, userId, by, moment: { at, cause: callbackId }, now: context.clock.now() });
    // WeCom still tells a staff member's app about those who deleted that staff member.
    if (isUnknown && by === 'customer') await tx.enqueue(fill, { externalUserid, userId, at }, { key: callbackId, cause: callbackId });
  });
}

/** The staff member deleted the customer, or a hand-over did. */
export const onDelete = on(callback<Lost>('change_external_contact.del_external_contact'), 'customer.onDelete', (data, context) => takeLoss(context, data, data.fields.source === 'DELETE_BY_TRANSFER' ? 'transfer' : 'staff'));

/** The customer deleted the staff member. */
export const onDeleted = on(callback<Lost>('change_external_contact.del_follow_user'), 'customer.onDeleted', (data, context) => takeLoss(context, data, 'customer'));

export const onTransferFail = on(callback<EventFields<'change_external_contact.transfer_fail'>>('change_external_contact.transfer_fail'), 'customer.onTransferFail', async ({ fields, at }, { write, clock }) => {
  await write(async (tx) => {
    const customer = await customerByExternalUserid(tx, fields.externalUserid);
    if (!customer) return;
    const staff = await ensureStaff(tx, fields.userId, clock.now());
    await recordActivity(tx, {
      customerId: customer.id, staffId: staff.id, kind: 'customer.edited', at,
      data: { fields: ['transfer'], reason: fields.failReason ?? '' }, naturalKey: `transferFail:${customer.id}:${staff.id}:${at}`,
    });
  });
});

/** A nightly reading of the staff brings no new customers with it; those have a schedule of their own. */
export const syncAfterOrg = on(orgSynced, 'customer.syncAfterOrg', async ({ reason }, { write, clock }) => {
  if (reason === 'installed' || reason === 'scopeChanged') await write((tx) => requestCustomerSync(tx, clock.now()));
});

/** Before the sync, which would write down missed friends without telling anyone of them. */
export const reconcileNightly = every('0 3 * * *', 'customer.reconcileNightly', async (_, { db: { database }, corps, clock }) => {
  for (const corp of await corps.active()) await database.write(corp.id, (tx) => startReconciliation(tx, clock.now()));
});

export const syncNightly = every('30 4 * * *', 'customer.syncNightly', async (_, { db: { database }, corps, clock }) => {
  for (const corp of await corps.active()) await database.write(corp.id, (tx) => requestCustomerSync(tx, clock.now()));
});

export const customerJobs = [fill, forgetJobs, onAdd, onHalfAdd, onEdit, lookOnceMore, onDelete, onDeleted, onTransferFail, sync, syncAfterOrg, reconcile, reconcileNightly, syncNightly];
