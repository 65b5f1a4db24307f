import { In, IsNull, MoreThan, MoreThanOrEqual } from 'typeorm';
import type { bands, PickStep } from '@scrm/shared/store-code';
import type { ReadDb } from '../../core/db/scope';
import { localDay, startOfDay } from '../../core/zone';
import { zoneOf } from '../corp';
import { inviteTarget, type SeenGroup } from '../group-code';
import { Staff, staffDisplayName } from '../org';
import { Store, StoreCustomer, StoreVisit, type Owner, type StoreCode } from './entity';
import { localAt, spanOf } from './hours';
import type { Point } from '@scrm/shared/geo';
import type { CorpPlaces, StoreSpot } from './places';
import type { Found } from './nearest';

/** So long somebody to whom a code was shown counts against the cap, whether they add or not. */
const heldMs = 10 * 60_000;
/** So many stores are asked for somebody who can receive, the nearest first. */
const tried = 20;

/** In Beijing time, to find rows by. */
export const dayOf = (at: number): string => localAt('Asia/Shanghai', at).date;
/** By the company's clock. */
async function midnightOf(db: ReadDb, at: number): Promise<number> {
  const zone = await zoneOf(db);
  return startOfDay(zone, localDay(zone, at));
}

export interface Receiver {
  staff: Staff | null;
  /** What is shown in place of a person. */
  group?: SeenGroup;
  why: PickStep[];
}

export interface Match extends Receiver {
  store: Store;
  distance: number | null;
  inRange: boolean | null;
}

/** Who of a store takes the next customer: the first owner on duty with room, else their deputy, else who receives. Null: nobody can. `visit`: for which one it is asked. */
export async function receiverOf(db: ReadDb, store: Store, now: number, visit: StoreVisit | null = null): Promise<Receiver | null> {
  const ids = [...new Set([...store.owners.flatMap(({ staffId, deputyId }) => [staffId, deputyId ?? staffId]), ...store.receptionistIds])];
  const staff = new Map((ids.length === 0 ? [] : await db.find(Staff, { id: In(ids) })).map((one) => [one.id, one]));
  const able = (id: string | null) => {
    const one = id === null ? undefined : staff.get(id);
    return one?.state === 'active' && one.canReceive ? one : null;
  };
  const called = (id: string) => (staff.has(id) ? staffDisplayName(staff.get(id)!) : '?');
  const why: PickStep[] = [];
  const full = await fullOwners(db, store, now, visit);
  for (const owner of store.owners) {
    const one = able(owner.staffId);
    const isThere = one !== null && isOnDuty(owner, store.hours.zone, now);
    if (one && isThere && !full.has(owner.staffId)) return { staff: one, why: [...why, { step: 'owner', name: called(owner.staffId) }] };
    why.push({ step: !one ? 'ownerGone' : isThere ? 'ownerFull' : 'ownerOff', name: called(owner.staffId) });
    const deputy = able(owner.deputyId);
    // An owner who stands in for another keeps to their own cap.
    if (deputy && !full.has(deputy.id)) return { staff: deputy, why: [...why, { step: 'deputy', name: called(deputy.id) }] };
  }
  const reception = store.receptionistIds.map(able).find((one) => one !== null);
  return reception ? { staff: reception, why: [...why, { step: 'reception', name: called(reception.id) }] } : null;
}

export function isOnDuty({ days, from, to }: Pick<Owner, 'days' | 'from' | 'to'>, zone: string, at: number): boolean {
  const { weekday, minute } = localAt(zone, at);
  const [begin, end] = spanOf({ from, to });
  const on = (day: number) => days.length === 0 || days.includes(day);
  return (on(weekday) && minute >= begin && minute < end) || (on(weekday === 1 ? 7 : weekday - 1) && minute + 1440 < end);
}

/** Whose share of the day is used up: who added them, and to whom their code is being shown. */
async function fullOwners(db: ReadDb, { id, owners }: Store, now: number, visit: StoreVisit | null): Promise<Set<string>> {
  const full = new Set<string>();
  if (owners.every(({ dailyCap }) => dailyCap === null)) return full;
  const today = await midnightOf(db, now);
  for (const { staffId, dailyCap } of owners) {
    if (dailyCap === null) continue;
    const added = await db.find(StoreCustomer, { storeId: id, staffId, addedAt: MoreThanOrEqual(today) });
    const came = new Set(added.map(({ customerId }) => customerId)).size;
    const shown = came >= dailyCap ? 0 : await waitingFor(db, { storeId: id, staffId, now, today, added, visit });
    if (came + shown >= dailyCap) full.add(staffId);
  }
  return full;
}

interface Waiting {
  storeId: string;
  staffId: string;
  now: number;
  /** When it began. */
  today: number;
  added: readonly StoreCustomer[];
  /** What is kept for this one is theirs. */
  visit: StoreVisit | null;
}

async function waitingFor(db: ReadDb, { storeId, staffId, now, today, added, visit }: Waiting): Promise<number> {
  const since = Math.max(now - heldMs, today);
  const shown = await db.find(StoreVisit, { storeId, staffId, shownAt: MoreThan(since - 1) });
  // Who scanned and added stands in both lists.
  const recent = added.filter(({ addedAt }) => addedAt >= since).length;
  const browsers = new Set(shown.map(nameOfVisit));
  if (visit) browsers.delete(nameOfVisit(visit));
  return Math.max(0, browsers.size - recent);
}

const nameOfVisit = ({ visitor, id }: StoreVisit) => visitor || id;

/** What a store can give. */
export type Take = (store: Store) => Promise<Receiver | null>;
interface Looking {
  code: StoreCode;
  /** Of the code's region. */
  path: string | undefined;
  point: Point;
  now: number;
  take: Take;
}

/** Where somebody who stands here is led. Closed stores and those where nobody can receive are passed over; those without a group are, where it is groups that are looked for. */
export async function matchNearest(db: ReadDb, places: CorpPlaces, { code, path, point, now, take }: Looking): Promise<Match | null> {
  const passed: PickStep[] = [];
  const first = async (found: readonly Found<StoreSpot>[], step: 'nearest' | 'outOfRange', inRange: boolean): Promise<Match | null> => {
    const rows = new Map((found.length === 0 ? [] : await db.find(Store, { id: In(found.map(({ spot }) => spot.id)), deletedAt: IsNull() })).map((store) => [store.id, store]));
    for (const { spot, distance } of found) {
      const store = rows.get(spot.id);
      if (store && code.form === 'group' && store.groupCodeIds.length === 0) continue;
      const taken = store && await take(store);
      if (taken) return { ...taken, store, distance, inRange, why: [...passed, { step, name: store.name }, ...taken.why] };
      if (store && !passed.some(({ name }) => name === store.name)) passed.push({ step: 'storeFull', name: store.name });
    }
    return null;
  };
  const near = await first(places.find(point, { path, openAt: now, inRange: true, most: tried }), 'nearest', true);
  if (near) return near;
  if (code.outOfRange === 'nearest') {
    const far = await first(places.find(point, { path, openAt: now, most: tried }), 'outOfRange', false);
    if (far) return far;
  }
  return byDefault(db, code, passed, take);
}

async function byDefault(db: ReadDb, code: StoreCode, passed: PickStep[], take: Take): Promise<Match | null> {
  const store = code.defaultStoreId === null ? null : await db.findOne(Store, { id: code.defaultStoreId, deletedAt: IsNull(), state: 'active' });
  const taken = store && await take(store);
  return taken ? { ...taken, store, distance: null, inRange: false, why: [...passed, { step: 'default', name: store.name }, ...taken.why] } : null;
}

/** What a store would give by the form of the code, with nothing kept for anybody. */
export async function wouldGive(db: ReadDb, { form }: Pick<StoreCode, 'form'>, store: Store, now: number): Promise<Receiver | null> {
  const why: PickStep[] = [];
  for (const id of form === 'group' ? store.groupCodeIds : []) {
    const code = await inviteTarget(db, id, now);
    if (code?.isOpen) return { staff: null, why: [...why, { step: 'group', name: code.name }] };
    why.push({ step: 'groupFull', name: store.name });
  }
  const person = await receiverOf(db, store, now);
  return person && { ...person, why: [...why, ...person.why] };
}

export function bandOf(metres: number): (typeof bands)[number] {
  return metres < 1_000 ? '1' : metres < 3_000 ? '3' : metres < 10_000 ? '10' : metres < 50_000 ? '50' : 'far';
}

/** The store to which a customer belongs: where they were added last, else where a friend of theirs is an owner. */
export async function storeOf(db: ReadDb, customerId: string, friendIds: readonly string[]): Promise<{ store: Store; staffId: string } | null> {
  const came = await db.find(StoreCustomer, { customerId, lostAt: IsNull() }, { order: { addedAt: 'DESC', id: 'DESC' }, take: 5 });
  for (const { storeId, staffId } of came) {
    const store = friendIds.includes(staffId) ? await db.findOne(Store, { id: storeId, deletedAt: IsNull() }) : null;
    if (store) return { store, staffId };
  }
  for (const staffId of friendIds) {
    const stores = await db.query(Store, 'store').andWhere('store.deletedAt IS NULL AND store.owners LIKE :part', { part: `%"staffId":"${staffId}"%` }).orderBy('store.id', 'ASC').limit(1).getMany();
    if (stores[0]) return { store: stores[0], staffId };
  }
  return null;
}
