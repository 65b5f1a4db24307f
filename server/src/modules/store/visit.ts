import { IsNull } from 'typeorm';
import type { NearStore, PickStep, Shown } from '@scrm/shared/store-code';
import { newId } from '../../core/db/ids';
import { write, type ReadDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { FollowUser } from '../customer';
import { Staff } from '../org';
import type { SeenGroup } from '../group-code';
import { Store, type StoreCode, StoreRegion, StoreVisit, storeWord } from './entity';
import type { Point } from '@scrm/shared/geo';
import { nearStore } from './nearby';
import { bandOf, dayOf, matchNearest, storeOf, type Match, type Receiver } from './pick';
import { takePlace, type VisitContext } from './take';
import { readyWay } from './way';

/** Who visits: their browser, and the customer where it is known. */
export interface Visitor {
  visitor: string;
  customerId: string | null;
  /** By the code's own page; not by looking for a store in the mini-program. */
  hasScanned: boolean;
}

/** A visit goes on for this long; then the same page is a new one. */
const visitMs = 2 * 3_600_000;

/** A scan is on record before anything is shown. */
export async function openVisit({ db, clock, scans }: VisitContext, codeId: string, { visitor, customerId, hasScanned }: Visitor): Promise<StoreVisit> {
  const at = clock.now();
  const scanId = !hasScanned ? '' : await scans.record(db.corpId, { kind: 'store', codeId, visitor, outcome: 'opened', customerId, at });
  const id = newId('sv', at);
  await write(db, (tx) => tx.insert(StoreVisit, {
    id, codeId, visitor, scanId, customerId, at, day: dayOf(at), place: 'none', storeId: null, regionId: null, staffId: null, wayId: '', outcome: 'opened', band: null, inRange: null, why: [], shownAt: null, groupCodeId: '',
  }));
  return (await db.findOne(StoreVisit, { id }))!;
}

/** The one that goes on, or a new one where it is somebody else's or long ago. */
export async function continueVisit(context: VisitContext, codeId: string, id: string, who: Visitor): Promise<StoreVisit> {
  const known = id === '' ? null : await context.db.findOne(StoreVisit, { id, codeId, visitor: who.visitor });
  return known && context.clock.now() - known.at < visitMs ? known : openVisit(context, codeId, who);
}

/** Leads a visit to the store near the place; the place itself goes no further than this. */
export async function locateVisit(context: VisitContext, code: StoreCode, visit: StoreVisit, point: Point): Promise<string | null> {
  const { db, clock, places } = context;
  const path = code.regionId === null ? undefined : (await db.findOne(StoreRegion, { id: code.regionId }))?.path;
  const match = await matchNearest(db, await places.of(db), { code, path, point, now: clock.now(), take: (store) => takePlace(context, code.form, visit, store) });
  await keep(context, visit, { place: 'located', ...(match && matchColumns(match)) });
  return match?.store.id ?? null;
}

export async function refuseVisit(context: VisitContext, visit: StoreVisit): Promise<void> {
  if (visit.place === 'none') await keep(context, visit, { place: 'refused' });
}

const matchColumns = ({ store, distance, inRange, staff, why }: Match): Partial<StoreVisit> => ({
  storeId: store.id, regionId: store.regionId, staffId: staff?.id ?? null, band: distance === null ? null : bandOf(distance), inRange: inRange === null ? null : Number(inRange), why,
});

async function keep({ db }: VisitContext, { id }: StoreVisit, patch: Partial<StoreVisit>): Promise<void> {
  await write(db, (tx) => tx.update(StoreVisit, { id }, patch as object));
}

/**
 * What a customer sees of a store. Who was led here by their place meets the person that was chosen then; who looks again meets
 * the same one. `byHand`: they chose the store themselves, also over the one to which they belong. Without a code they have the `form` that they wish.
 */
export async function showStore(context: VisitContext, code: StoreCode | null, visit: StoreVisit, storeId: string, { from = null, form: wish = 'owner' }: { from?: Point | null; form?: StoreCode['form'] } = {}): Promise<Shown> {
  const { db, clock, publicUrl } = context;
  const now = clock.now();
  const wanted = await db.findOne(Store, { id: storeId, deletedAt: IsNull() });
  if (!wanted) throw new AppError('not_found', { what: storeWord });
  const isLed = visit.place === 'located' && visit.storeId === wanted.id && !visit.why.some(({ step }) => step === 'byHand');
  const home = visit.customerId === null ? null : await storeOf(db, visit.customerId, (await db.find(FollowUser, { customerId: visit.customerId, lostAt: IsNull() }, { order: { addedAt: 'DESC' } })).map(({ staffId }) => staffId));
  const rule = code?.belongs ?? 'ask';
  const isElsewhere = home !== null && home.store.id !== wanted.id;
  const isKept = isElsewhere && isLed && rule === 'keep' && (code === null || code.form === 'owner');
  const store = isKept ? home.store : wanted;
  const form = code?.form ?? wish;
  const seen = visit.staffId !== null && visit.storeId === store.id ? await ableStaff(db, visit.staffId) : null;
  const own = home?.store.id === store.id ? await ableStaff(db, home.staffId) : null;
  const mine: Receiver | null = form === 'group' ? null : own ? { staff: own, why: [{ step: 'belongs', name: store.name }] } : seen ? { staff: seen, why: [] } : null;
  const taken = mine ?? await takePlace(context, form, visit, store);
  const way = taken?.staff ? await readyWay(context, { codeId: visit.codeId, storeId: store.id, staffId: taken.staff.id }, taken.staff) : null;
  const near = nearStore(store, now, from);
  const step: PickStep = { step: isKept ? 'belongs' : 'byHand', name: store.name };
  await keep(context, visit, {
    ...(from && { place: 'located' as const }),
    storeId: store.id, regionId: store.regionId, staffId: taken?.staff?.id ?? null, wayId: way?.id ?? '', outcome: !taken ? 'nobody' : taken.group ? 'group' : 'person', shownAt: visit.storeId === store.id && visit.shownAt !== null ? visit.shownAt : now,
    ...((isKept || !isLed) && visit.storeId !== store.id && { why: [step, ...(taken?.why ?? [])], ...(isKept ? {} : rangeOf(near)) }),
  });
  return {
    visit: visit.id, store: near, outOfRange: isLed && !isKept && visit.inRange === 0,
    belongs: isElsewhere ? { storeId: home.store.id, name: home.store.name, rule } : null,
    way: !taken ? { kind: 'nobody' } : taken.group ? groupOf(taken.group, publicUrl) : personOf(taken.staff!, way?.qrUrl ?? ''),
  };
}

const rangeOf = ({ distanceM, inRange }: NearStore): Partial<StoreVisit> => ({ band: distanceM === null ? null : bandOf(distanceM), inRange: inRange === null ? null : Number(inRange) });

const groupOf = ({ codeId, groupName, pictureUrl, isIn }: SeenGroup, publicUrl: string): Shown['way'] => ({ kind: 'group', name: groupName, qrUrl: pictureUrl.startsWith('/') ? publicUrl + pictureUrl : pictureUrl, isIn, url: `${publicUrl}/c/${codeId}` });
const personOf = ({ name, avatarUrl }: Staff, qrUrl: string): Shown['way'] => (qrUrl === '' ? { kind: 'preparing' } : { kind: 'person', name, avatarUrl, qrUrl });

async function ableStaff(db: ReadDb, id: string): Promise<Staff | null> {
  return db.findOne(Staff, { id, state: 'active', canReceive: true });
}
