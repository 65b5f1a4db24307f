import { tagRefs, ensureTagsSynced, type TagContext } from '../tag';
import { ensureStaff } from '../org';
import { newId } from '../../core/db/ids';
import { findTombstones, isBuried, noteReturn } from '../../core/personal/tombstone';
import { write, type ReadDb, type WriteDb } from '../../core/db/scope';
import { recordActivity } from './activity';
import { saveFollowTags } from './add';
import { beginningOf, readContact, type Contact, type FollowFacts } from './contact';
import { FollowUser, type Customer } from './entity';
import { customerByExternalUserid, followOf } from './find';
import { tellMobiles } from './mobiles';
import { accountOf, followColumns, holdCustomer, holdFollow, refreshTotals, sourceOf } from './rows';

/** Which relation to look at again, and why. */
export interface Look {
  externalUserid: string;
  userId: string;
  /** ms; what is found to differ happened then. */
  at: number;
  /** `edited`: someone changed it in WeCom. `filled`: the first reading of what an event announced. */
  why: 'edited' | 'filled';
}

/**
 * Reads a customer from WeCom and brings our rows up to it. When we wrote tags or remark ourselves while WeCom's
 * answer was under way, that answer may be older than our change, so it is asked for again.
 */
export async function lookAgain(context: TagContext, look: Look): Promise<void> {
  const { db, corpId, clock } = context;
  for (let attempt = 1; ; attempt++) {
    const touchedAt = await touchedAtOf(db, look);
    const contact = await readContact(await context.wecom(corpId), look.externalUserid);
    const facts = contact.follows.find((one) => one.userId === look.userId);
    await ensureTagsSynced(context, facts?.tagIds ?? []);
    const isSaved = await write(db, (tx) => save(tx, look, contact, facts, { touchedAt: attempt < 4 ? touchedAt : null, now: clock.now() }));
    if (isSaved) return;
  }
}

async function touchedAtOf(db: ReadDb, { externalUserid, userId }: Look): Promise<number> {
  return (await followOf(db, externalUserid, userId))?.touchedAt ?? 0;
}

async function save(tx: WriteDb, look: Look, contact: Contact, facts: FollowFacts | undefined, { touchedAt, now }: { touchedAt: number | null; now: number }): Promise<boolean> {
  const before = await customerByExternalUserid(tx, look.externalUserid);
  const stone = (await findTombstones(tx, [look.externalUserid])).get(look.externalUserid);
  // Of somebody who was erased only what they began since is written down.
  if (stone && (!facts || isBuried(stone, beginningOf(facts)))) return true;
  if (stone && facts) await noteReturn(tx, stone, facts.addedAt);
  const customer = await holdCustomer(tx, look.externalUserid, contact.profile, facts?.addedAt ?? look.at);
  const staff = await ensureStaff(tx, look.userId, now);
  // The first that is learnt of someone is no change.
  if (before && before.name !== '') await recordProfileChange(tx, look, before, customer);
  if (!facts) return true;
  const { follow, isNew } = await holdFollow(tx, customer, staff.id, { at: facts.addedAt, cause: '' }, undefined, accountOf(customer, look.externalUserid));
  if (!isNew && touchedAt !== null && follow.touchedAt !== touchedAt) return false;
  const isQuiet = isNew || look.why === 'filled';
  await saveRemark(tx, look, { customer, follow, facts, contact, isQuiet });
  await tellMobiles(tx, follow, facts);
  const changed = await saveFollowTags(tx, follow, facts, look.at);
  if (!isQuiet) {
    await recordTagChange(tx, { follow, tagIds: changed.added, at: look.at, kind: 'customer.tagged', data: { by: 'wecom' } });
    await recordTagChange(tx, { follow, tagIds: changed.removed, at: look.at, kind: 'customer.untagged', data: { by: 'wecom' } });
  }
  if (isNew) await refreshTotals(tx, customer);
  return true;
}

async function recordProfileChange(tx: WriteDb, look: Look, before: Customer, after: Customer): Promise<void> {
  const watched = { name: 'name', avatarUrl: 'avatar', gender: 'gender', position: 'position', corpName: 'corpName', type: 'type' } as const;
  const fields = (Object.keys(watched) as (keyof typeof watched)[]).filter((column) => before[column] !== after[column]).map((column) => watched[column]);
  if (fields.length === 0) return;
  await recordActivity(tx, { customerId: after.id, staffId: null, kind: 'customer.edited', at: look.at, data: { fields }, naturalKey: `edited:${newId('act')}` });
}

interface RemarkChange {
  customer: Customer;
  follow: FollowUser;
  facts: FollowFacts;
  contact: Contact;
  isQuiet: boolean;
}

async function saveRemark(tx: WriteDb, look: Look, { customer, follow, facts, contact, isQuiet }: RemarkChange): Promise<void> {
  const isOther = facts.remark !== follow.remark;
  const columns = followColumns(facts, contact.profile);
  await tx.update(FollowUser, { id: follow.id }, {
    ...columns, remarkEditedByHand: isQuiet ? columns.remarkEditedByHand : follow.remarkEditedByHand || isOther,
    ...(follow.sourceKind === 'unknown' && sourceOf(facts.addWay)),
  });
  if (isQuiet) return;
  const record = (kind: 'customer.remarked' | 'customer.edited', data: Record<string, unknown>) =>
    recordActivity(tx, { customerId: customer.id, staffId: follow.staffId, kind, at: look.at, data, naturalKey: `${kind}:${newId('act')}` });
  if (isOther) await record('customer.remarked', { remark: facts.remark, by: 'wecom' });
  if (facts.description !== follow.description) await record('customer.edited', { fields: ['description'], by: 'wecom' });
}

/** `tagIds` are our ids. */
export async function recordTagChange(tx: WriteDb, change: { follow: FollowUser; tagIds: readonly string[]; at: number; kind: 'customer.tagged' | 'customer.untagged'; data: Record<string, unknown> }): Promise<void> {
  const { follow, tagIds, at, kind, data } = change;
  const tagNames = [...(await tagRefs(tx, tagIds)).values()].map((ref) => ref.name);
  if (tagNames.length === 0) return;
  await recordActivity(tx, { customerId: follow.customerId, staffId: follow.staffId, kind, at, data: { tagNames, ...data }, naturalKey: `${kind}:${newId('act')}` });
}
