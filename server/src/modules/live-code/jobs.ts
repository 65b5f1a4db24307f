import { LessThan, LessThanOrEqual } from 'typeorm';
import { on } from '../../core/events';
import { carryOut, TryLater, type JobContext } from '../../core/jobs/define';
import { newId } from '../../core/db/ids';
import { remarkCustomer, setSource, tagCustomer, customerNames } from '../customer';
import { customerAdded, customerLost, reconciliationRun } from '../customer/events';
import { orgSynced, staffLeft, staffRefused } from '../org/events';
import { ensureChannelTag, readTree } from '../channel';
import { zoneOf } from '../corp';
import { tagRefs } from '../tag';
import { endDue, endExpired } from './end';
import { type LiveCode, LiveCodeCustomer } from './entity';
import { followAdd, reasonOfAdd, recordAdd } from './add';
import { contentAt } from './content';
import { alignDue } from './due';
import { keepAligned } from './keep';
import { noteCode } from './page/news';
import { tellBoth, tellOwner as tellOwnerOrder } from './owner';
import { followLabels } from './follow-labels';
import { followOwnDays } from './own-days';
import { reconcileContactWays } from './reconcile';
import { remarkOf } from './remark';
import { dropStaff, liveCodesByIds, realignAll } from './service';
import { noteAllUnable, tellOfUnable, tellUnable } from './unable';

/** How long a remark waits for the customer's name, and how often it looks. */
const nameWaitMs = 600_000;
const nameLookMs = 20_000;

/** The code that a customer came through; deleted ones count as well, for they may still hang on a wall. */
async function codeOf({ db }: JobContext, state: string | null | undefined): Promise<LiveCode | null> {
  return state ? (await liveCodesByIds(db, [state])).get(state) ?? null : null;
}

export const countAdd = on(customerAdded, 'liveCode.countAdd', async (added, context) => {
  const { customerId, staffId, state, addedAt, isFriend } = added;
  const code = await codeOf(context, state);
  if (!code) return;
  const lostAt = isFriend ? null : addedAt;
  const channel = code.channelId === null ? null : { id: code.channelId, path: (await readTree(context.db)).pathOf(code.channelId) };
  const reason = await reasonOfAdd(context.db, code, added);
  await context.write(async (tx) => {
    await tx.insertMissing(LiveCodeCustomer, { id: newId('lcc'), liveCodeId: code.id, customerId, staffId, addedAt, lostAt });
    // Back again: one customer still, and not a lost one.
    await tx.update(LiveCodeCustomer, { liveCodeId: code.id, customerId, addedAt: LessThan(addedAt) }, { staffId, addedAt, lostAt });
    await setSource(tx, customerId, staffId, { kind: 'liveCode', id: code.id, name: code.name, channel, candidates: code.known?.userIds.length ?? code.staffIds.length });
    await recordAdd(tx, code, added, reason);
  });
  await followAdd(context, code.id);
});

export const tellOwner = carryOut(tellOwnerOrder, ({ id }, context) => tellBoth(context, id));

export const countLoss = on(customerLost, 'liveCode.countLoss', async ({ customerId, staffId, lostAt, lostBy, isLost }, { write }) => {
  if (!isLost || lostBy === 'transfer') return;
  await write((tx) => tx.update(LiveCodeCustomer, { customerId, staffId, addedAt: LessThanOrEqual(lostAt) }, { lostAt }));
});

export const applyTags = on(customerAdded, 'liveCode.applyTags', async ({ customerId, staffId, state, addedAt, isFriend }, context) => {
  const code = isFriend ? await codeOf(context, state) : null;
  if (!code) return;
  const ofChannel = code.channelId ? await ensureChannelTag(context, code.channelId) : null;
  const { tagIds } = await contentAt(context.db, code, addedAt);
  const add = [...new Set([...tagIds, ...(ofChannel ? [ofChannel] : [])])];
  if (add.length > 0) await tagCustomer(context, { customerId, staffId, add, remove: [], reason: code.name, how: 'liveCode' });
});

export const applyRemark = on(customerAdded, 'liveCode.applyRemark', async ({ customerId, staffId, state, addedAt, isFriend }, context) => {
  const code = isFriend ? await codeOf(context, state) : null;
  const content = code && await contentAt(context.db, code, addedAt);
  if (!content || content.remarkTemplate === '') return;
  const { remarkTemplate, tagIds } = content;
  const customer = (await customerNames(context.db, [customerId])).get(customerId) ?? '';
  const { clock, job } = context;
  const isNameDue = customer === '' && remarkTemplate.includes('{customer}') && clock.now() - job.createdAt < nameWaitMs;
  if (isNameDue) throw new TryLater(clock.now() + nameLookMs, 'WeCom has not told the name yet');
  const channel = code.channelId === null ? '' : (await readTree(context.db)).get(code.channelId)?.name;
  const tag = (await tagRefs(context.db, tagIds.slice(0, 1))).get(tagIds[0] ?? '')?.name;
  const remark = remarkOf(remarkTemplate, { customer, code: code.name, channel, tag, at: addedAt, zone: await zoneOf(context.db) });
  if (remark !== '') await remarkCustomer(context, { customerId, staffId, remark, byItself: code.remarkOverHand ? 'always' : 'ifUntouched' });
});

export const dropLeaver = on(staffLeft, 'liveCode.dropStaff', async ({ staffId }, { write, clock }) => {
  await write((tx) => dropStaff(tx, staffId, clock.now()));
}, { lane: 'urgent' });

/** Someone lost 客户联系, was switched off or may receive again: the codes follow. */
export const followOrg = on(orgSynced, 'liveCode.followOrg', async (_, { db, clock }) => {
  await realignAll(db, clock);
  await noteAllUnable(db);
}, { lane: 'bulk' });

/** Whom WeCom refused on one code no other code offers it either. */
export const followRefusal = on(staffRefused, 'liveCode.followRefusal', async (_, { db, clock, write }) => {
  await write(async (tx) => noteCode(tx));
  await realignAll(db, clock);
  await noteAllUnable(db);
});

export const tellOfThose = carryOut(tellUnable, (data, context) => tellOfUnable(context, data));

export const reconcile = on(reconciliationRun, 'liveCode.reconcile', ({ id }, context) => reconcileContactWays(context, id), { lane: 'bulk', timeoutMs: 900_000 });

export const liveCodeJobs = [keepAligned, alignDue, countAdd, tellOwner, countLoss, applyTags, applyRemark, dropLeaver, followOrg, followRefusal, tellOfThose, followOwnDays, followLabels, reconcile, endExpired, endDue];
