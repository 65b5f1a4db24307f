import { In, IsNull, LessThanOrEqual, Not } from 'typeorm';
import { newId } from '../../core/db/ids';
import type { WriteDb } from '../../core/db/scope';
import { noteChange } from '../customer-change';
import type { FollowFacts, Profile } from './contact';
import { customerByExternalUserid } from './find';
import { addIdentity, announceClash } from './identity';
import { Customer, CustomerIdentity, FollowUser } from './entity';

/** A moment that decides between friend and lost: when it happened, and the callback that told of it. */
export interface Moment {
  /** ms. */
  at: number;
  /** The callback's id; '' when it was read and not told. */
  cause: string;
}

/** WeCom tells whole seconds, so within one the callback that arrived later counts. */
export function isNewer(moment: Moment, follow: FollowUser): boolean {
  return moment.at > follow.stateAt || (moment.at === follow.stateAt && moment.cause > follow.stateCause);
}

/**
 * The customer's row, made where it is missing. It is written to first, so that two transactions on the same
 * customer wait for each other.
 */
export async function holdCustomer(tx: WriteDb, externalUserid: string, profile: Profile | null, at: number): Promise<Customer> {
  const held = await tx.update(Customer, { externalUserid }, profile ? { externalUserid, ...told(profile) } : { externalUserid });
  if (held === 0) {
    const merged = await customerByExternalUserid(tx, externalUserid);
    if (merged) return holdMerged(tx, merged, externalUserid, profile);
    await tx.insertMissing(Customer, newCustomer(externalUserid, profile, at));
    const made = (await tx.findOne(Customer, { externalUserid }))!;
    await saveIdentities(tx, [made]);
    noteChange(tx, [made.id]);
    return made;
  }
  const customer = (await tx.findOne(Customer, { externalUserid }))!;
  if (profile?.unionid) await saveIdentities(tx, [customer]);
  noteChange(tx, [customer.id]);
  return customer;
}

/** What WeCom says of an account that was merged into another person is not written over that person. */
async function holdMerged(tx: WriteDb, { id }: Customer, externalUserid: string, profile: Profile | null): Promise<Customer> {
  noteChange(tx, [id]);
  await tx.update(Customer, { id }, { id });
  if (profile?.unionid) await addIdentity(tx, id, 'unionid', profile.unionid, { source: 'wecom', verified: true, via: externalUserid });
  return (await tx.findOne(Customer, { id }))!;
}

/** Which of a customer's accounts this external_userid is: '' is the one under which they were first known. */
export const accountOf = (customer: Pick<Customer, 'externalUserid'>, externalUserid: string): string => (externalUserid === customer.externalUserid ? '' : externalUserid);

export function newCustomer(externalUserid: string, profile: Profile | null, at: number) {
  return {
    id: newId('cus'), externalUserid, name: '', avatarUrl: '', type: 1, gender: 0, corpName: '', position: '', unionid: null,
    ...(profile && told(profile)), firstAddedAt: at, lastAddedAt: at, lastActiveAt: at, lostAt: null, lostBy: null,
  };
}

/** What WeCom leaves out (it hides much from suites) does not wipe out what is known. */
export function told(profile: Profile): Partial<Profile> {
  return Object.fromEntries(Object.entries(profile).filter(([, value]) => value !== '' && value !== 0));
}

/** Where a unionid is somebody else's already, that is announced: they may be one person. */
export async function saveIdentities(tx: WriteDb, customers: readonly Pick<Customer, 'id' | 'externalUserid' | 'unionid' | 'firstAddedAt'>[]): Promise<void> {
  const rows = customers.flatMap(({ id, externalUserid, unionid, firstAddedAt }) => {
    const known = { customerId: id, via: externalUserid, verified: true, since: firstAddedAt, source: 'wecom' as const };
    return [
      { id: newId('idn'), kind: 'externalUserid' as const, value: externalUserid, ...known },
      ...(unionid ? [{ id: newId('idn'), kind: 'unionid' as const, value: unionid, ...known }] : []),
    ];
  });
  if (rows.length === 0) return;
  await tx.insertMissing(CustomerIdentity, rows);
  const told = new Map(customers.flatMap(({ id, unionid }) => (unionid ? [[unionid, id] as const] : [])));
  const owners = told.size === 0 ? [] : await tx.find(CustomerIdentity, { kind: 'unionid', value: In([...told.keys()]) });
  for (const owner of owners) {
    const id = told.get(owner.value)!;
    if (owner.customerId !== id) await announceClash(tx, { customerId: id, otherId: owner.customerId, kind: 'unionid', shown: owner.value, verified: true });
  }
}

/** The follow relation's row; `isNew` when this made it. */
export async function holdFollow(tx: WriteDb, customer: Customer, staffId: string, moment: Moment, lost: Pick<FollowUser, 'lostAt' | 'lostBy'> = { lostAt: null, lostBy: null }, account = ''): Promise<{ follow: FollowUser; isNew: boolean }> {
  const key = { customerId: customer.id, staffId, account };
  const known = await tx.findOne(FollowUser, key);
  if (known) return { follow: known, isNew: false };
  await tx.insert(FollowUser, { ...newFollow(customer.id, staffId, moment, account), ...lost });
  return { follow: (await tx.findOne(FollowUser, key))!, isNew: true };
}

export function newFollow(customerId: string, staffId: string, { at, cause }: Moment, account = '') {
  return {
    id: newId('fol'), customerId, staffId, account, remark: '', description: '', state: '', addWay: null, operUserid: '',
    sourceKind: 'unknown' as const, sourceId: null, sourceName: '', addedAt: at, lostAt: null, lostBy: null,
    remarkEditedByHand: false, stateAt: at, stateCause: cause, touchedAt: 0,
  };
}

/** A merged person may be the same member's friend by two accounts: they are one customer of theirs. */
export async function isFriendOtherwise(tx: WriteDb, { id, customerId, staffId }: FollowUser): Promise<boolean> {
  return (await tx.count(FollowUser, { customerId, staffId, lostAt: IsNull(), id: Not(id) })) > 0;
}

/** What of WeCom's answer stands in the row. A remark that is only the person's name is WeCom's own, nobody wrote it. */
export function followColumns(facts: FollowFacts, profile: Profile) {
  return {
    remark: facts.remark, description: facts.description, addWay: facts.addWay, operUserid: facts.operUserid,
    ...(facts.state && { state: facts.state }), remarkEditedByHand: facts.remark !== '' && facts.remark !== profile.name,
  };
}

/** How they came, as long as no live code claims them. */
export function sourceOf(addWay: number | null): Pick<FollowUser, 'sourceKind' | 'sourceId' | 'sourceName' | 'sourceChannel'> {
  return { sourceKind: addWay ? 'addWay' : 'unknown', sourceId: null, sourceName: '', sourceChannel: '' };
}

/** What a customer's row says of all their follow relations together. */
export function totalsOf(customer: Pick<Customer, 'firstAddedAt' | 'lastActiveAt'>, follows: readonly FollowUser[]): Pick<Customer, 'firstAddedAt' | 'lastAddedAt' | 'lastActiveAt' | 'lostAt' | 'lostBy'> {
  const times = follows.map((follow) => follow.addedAt);
  const last = follows.every((follow) => follow.lostAt !== null) ? follows.reduce((a, b) => (b.lostAt! > a.lostAt! ? b : a)) : null;
  const ownActs = follows.flatMap((follow) => [follow.addedAt, ...(follow.lostBy === 'customer' ? [follow.lostAt!] : [])]);
  return {
    // When somebody first came stays known, also when they come again.
    firstAddedAt: Math.min(customer.firstAddedAt, ...times), lastAddedAt: Math.max(...times), lastActiveAt: Math.max(customer.lastActiveAt, ...ownActs),
    lostAt: last?.lostAt ?? null, lostBy: last?.lostBy ?? null,
  };
}

export async function refreshTotals(tx: WriteDb, customer: Customer): Promise<void> {
  const follows = await tx.find(FollowUser, { customerId: customer.id });
  if (follows.length > 0) await tx.update(Customer, { id: customer.id }, totalsOf(customer, follows));
}

/** What somebody does within this time of their last act is not written anew. */
const actsApartMs = 3_600_000;

/** They did something: opened a page, wrote, paid. `at` in ms; an older time, or one within the same hour, changes nothing. */
export async function noteActive(tx: WriteDb, customerId: string, at: number): Promise<void> {
  if ((await tx.update(Customer, { id: customerId, lastActiveAt: LessThanOrEqual(at - actsApartMs) }, { lastActiveAt: at })) > 0) noteChange(tx, [customerId]);
}
