import { In, IsNull } from 'typeorm';
import type { NearStore } from '@scrm/shared/store-code';
import type { ReadDb } from '../../core/db/scope';
import { Store, StoreRegion } from './entity';
import { distanceM, fromE6, type Point } from '@scrm/shared/geo';
import { isOpen, localAt, openTimesOf } from './hours';
import type { CorpPlaces } from './places';

/** Distances are told to a hundred metres. */
const roughly = (metres: number) => Math.max(100, Math.round(metres / 100) * 100);

export function nearStore({ id, name, address, telephone, latE6, lngE6, radiusM, hours, state, groupCodeIds }: Store, now: number, from: Point | null): NearStore {
  const at = latE6 === null || lngE6 === null ? null : { lat: fromE6(latE6), lng: fromE6(lngE6) };
  const metres = at && from ? distanceM(from, at) : null;
  const times = openTimesOf(hours);
  const local = localAt(times.zone, now);
  const exception = hours.exceptions.find(({ date }) => date === local.date);
  const today = exception ? exception.slots : hours.weekly.length === 0 ? null : hours.weekly.filter(({ days }) => days.includes(local.weekday));
  return {
    id, name, address, telephone, lat: at?.lat ?? null, lng: at?.lng ?? null, distanceM: metres === null ? null : roughly(metres), inRange: metres === null ? null : metres <= radiusM,
    isOpen: state === 'active' && isOpen(times, local), today: today && today.map(({ from: begin, to }) => ({ from: begin, to })).sort((a, b) => (a.from < b.from ? -1 : 1)), hasGroup: groupCodeIds.length > 0,
  };
}

export interface NearbyQuery {
  point: Point | null;
  keyword?: string;
  regionId?: string;
  /** Of the code's region. */
  within?: string;
  limit: number;
}

/** Stores that are not given up: the nearest first where the place is known and then those that stand on no map, else by name. Those that are closed just now are there, too, with their hours. */
export async function nearStores(db: ReadDb, places: CorpPlaces, { point, keyword, regionId, within, limit }: NearbyQuery, now: number): Promise<NearStore[]> {
  const wanted = regionId ? (await db.findOne(StoreRegion, { id: regionId }))?.path ?? '-' : undefined;
  const byName = async (most: number, condition: string) => {
    const query = db.query(Store, 'store').andWhere(`store.deletedAt IS NULL AND store.state = :active AND ${condition}`, { active: 'active' });
    if (keyword) query.andWhere('(LOWER(store.name) LIKE :keyword ESCAPE \'!\' OR LOWER(store.address) LIKE :keyword ESCAPE \'!\')', { keyword: `%${keyword.toLowerCase().replace(/[!%_]/g, '!$&')}%` });
    for (const [nth, path] of [wanted, within].entries()) {
      if (path !== undefined) query.andWhere(`EXISTS (SELECT 1 FROM store_region r${nth} WHERE r${nth}.corpId = store.corpId AND r${nth}.id = store.regionId AND r${nth}.path LIKE :path${nth})`, { [`path${nth}`]: `${path}%` });
    }
    const rows = most <= 0 ? [] : await query.orderBy('store.name', 'ASC').addOrderBy('store.id', 'ASC').limit(most).getMany();
    return rows.map((store) => nearStore(store, now, point));
  };
  if (point && !keyword) {
    const found = places.find(point, { path: wanted ?? within, most: limit, accept: ({ path }) => within === undefined || path.startsWith(within) });
    const rows = new Map((found.length === 0 ? [] : await db.find(Store, { id: In(found.map(({ spot }) => spot.id)), deletedAt: IsNull() })).map((store) => [store.id, store]));
    const near = found.flatMap(({ spot }) => (rows.has(spot.id) ? [nearStore(rows.get(spot.id)!, now, point)] : []));
    return [...near, ...await byName(limit - near.length, 'store.latE6 IS NULL')];
  }
  return (await byName(limit, '1 = 1')).sort((a, b) => (point ? (a.distanceM ?? Infinity) - (b.distanceM ?? Infinity) : 0));
}

/** The regions that hold stores themselves: what people call their city. */
export async function cityRegions(db: ReadDb, within?: string): Promise<{ id: string; name: string }[]> {
  const used = await db.query(Store, 'store').andWhere('store.deletedAt IS NULL AND store.state = :active AND store.regionId IS NOT NULL', { active: 'active' }).select('store.regionId', 'id').groupBy('store.regionId').getRawMany<{ id: string }>();
  const ids = new Set(used.map(({ id }) => id));
  const regions = await db.find(StoreRegion, {}, { order: { path: 'ASC' } });
  return regions.filter(({ id, path }) => ids.has(id) && (within === undefined || path.startsWith(within))).map(({ id, name }) => ({ id, name }));
}
