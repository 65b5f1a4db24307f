import { In, type ObjectLiteral } from 'typeorm';
import type { ReadDb, ScopedQuery } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { CallContext, Reach } from '../../core/http/serve';
import { staffDisplayName, Staff } from '../org';
import { Store, StorePerson, StoreRegion, storeWord } from './entity';

/** Who looks at stores. */
export interface StoreSight extends Reach {
  /** The staff member or account: what they made is theirs to see. */
  self: string;
  /** Those that somebody within reach manages, and everything below them; null: all. */
  regionIds: readonly string[] | null;
}

export async function sightOf({ actor, reach, db }: Pick<CallContext, 'actor' | 'reach' | 'db'>): Promise<StoreSight> {
  return sightFor(db, actor.staffId ?? actor.id, await reach());
}

export async function sightFor(db: ReadDb, self: string, { staffIds }: Reach): Promise<StoreSight> {
  if (staffIds === null) return { self, staffIds, regionIds: null };
  const reached = new Set(staffIds);
  const regions = await db.find(StoreRegion);
  const managed = regions.filter(({ managerIds }) => managerIds.some((id) => reached.has(id)));
  return { self, staffIds, regionIds: regions.filter(({ path }) => managed.some((region) => path.startsWith(region.path))).map(({ id }) => id) };
}

/** Those in a region that one manages, those where somebody within reach belongs, and one's own; null: all. */
function sightCondition({ self, staffIds, regionIds }: StoreSight): { sql: string; parameters: object } | null {
  if (staffIds === null || regionIds === null) return null;
  const ways = ['store.createdBy = :self'];
  if (regionIds.length > 0) ways.push('store.regionId IN (:...sightRegions)');
  if (staffIds.length > 0) ways.push('EXISTS (SELECT 1 FROM store_person person WHERE person.corpId = store.corpId AND person.storeId = store.id AND person.staffId IN (:...sightStaff))');
  return { sql: `(${ways.join(' OR ')})`, parameters: { self, sightRegions: regionIds, sightStaff: staffIds } };
}

export function inSight(query: ScopedQuery<Store>, sight: StoreSight): ScopedQuery<Store> {
  const seen = sightCondition(sight);
  return seen ? query.andWhere(seen.sql, seen.parameters) : query;
}

/** Of rows (`row`) with a `storeId`; those without one belong to who sees all. */
export function ofStoresInSight<T extends ObjectLiteral>(query: ScopedQuery<T>, sight: StoreSight): ScopedQuery<T> {
  const seen = sightCondition(sight);
  return seen ? query.andWhere(`EXISTS (SELECT 1 FROM store store WHERE store.corpId = row.corpId AND store.id = row.storeId AND ${seen.sql})`, seen.parameters) : query;
}

/** The stores in sight; null: all. */
export async function visibleStoreIds(db: ReadDb, sight: StoreSight): Promise<ReadonlySet<string> | null> {
  if (sight.staffIds === null) return null;
  const rows = await inSight(db.query(Store, 'store'), sight).select('store.id', 'id').getRawMany<{ id: string }>();
  return new Set(rows.map(({ id }) => id));
}

/** A store out of sight does not exist. */
export async function visibleStore(db: ReadDb, id: string, sight: StoreSight): Promise<Store> {
  const store = await inSight(db.query(Store, 'store').andWhere('store.id = :id AND store.deletedAt IS NULL', { id }), sight).getOne();
  if (!store) throw new AppError('not_found', { what: storeWord });
  return store;
}

/** Only regions within sight are given to a store. */
export async function checkRegion(db: ReadDb, { regionIds }: StoreSight, wanted: string | null, before: string | null): Promise<void> {
  if (wanted === null || wanted === before) return;
  await db.get(StoreRegion, wanted, '区域');
  if (regionIds !== null && !regionIds.includes(wanted)) throw new AppError('not_found', { what: '区域' });
}

/** Only those within reach are put into a store or taken out of it; new ones must be there to receive. */
export async function checkPeople(db: ReadDb, { staffIds }: Reach, wanted: readonly string[], before: readonly string[]): Promise<void> {
  const added = wanted.filter((id) => !before.includes(id));
  const changed = [...added, ...before.filter((id) => !wanted.includes(id))];
  if (changed.length === 0) return;
  const rows = await db.find(Staff, { id: In(changed) });
  const called = (ids: readonly string[]) => ids.map((id) => rows.find((row) => row.id === id)).map((row) => (row ? staffDisplayName(row) : '?'));
  const unusable = added.filter((id) => !rows.some((row) => row.id === id && row.state === 'active' && row.canReceive));
  if (unusable.length > 0) throw new AppError('live_code_staff_unusable', { names: called(unusable) });
  const beyond = staffIds === null ? [] : changed.filter((id) => !staffIds.includes(id));
  if (beyond.length > 0) throw new AppError('store_staff_reach', { names: called(beyond) });
}

/** With whom somebody shares a store: what the scope `store` of a role reaches. */
export async function storeMates(db: ReadDb, staffId: string): Promise<string[]> {
  const own = await db.find(StorePerson, { staffId });
  if (own.length === 0) return [staffId];
  const mates = await db.find(StorePerson, { storeId: In(own.map(({ storeId }) => storeId)) });
  return [...new Set([staffId, ...mates.map((mate) => mate.staffId)])];
}
