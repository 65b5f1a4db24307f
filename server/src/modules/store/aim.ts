import { In, IsNull } from 'typeorm';
import type { ReadDb } from '../../core/db/scope';
import type { Reach } from '../../core/http/serve';
import { isSeen } from './code';
import { Store, StoreCode, StorePerson } from './entity';
import { inSight, sightFor } from './reach';
import { regionRefs } from './region';

/** A store, or a store code, at which something else of the company aims. */
export interface StoreAim {
  id: string;
  name: string;
  kind: 'store' | 'code';
  /** The caller may see it. */
  inSight: boolean;
}

/** Those of these ids that are stores or store codes and still there. */
export async function storeAims(db: ReadDb, ids: readonly string[], reach: Reach): Promise<Map<string, StoreAim>> {
  const of = (prefix: string) => [...new Set(ids.filter((id) => id.startsWith(prefix)))];
  const [codeIds, storeIds] = [of('sc_'), of('st_')];
  const codes = codeIds.length === 0 ? [] : await db.find(StoreCode, { id: In(codeIds), deletedAt: IsNull() });
  const stores = storeIds.length === 0 ? [] : await db.find(Store, { id: In(storeIds), deletedAt: IsNull() });
  if (codes.length + stores.length === 0) return new Map();
  const sight = await sightFor(db, '', reach);
  const seen = stores.length === 0 ? [] : await inSight(db.query(Store, 'store').andWhere('store.id IN (:...storeIds)', { storeIds }), sight).select('store.id', 'id').getRawMany<{ id: string }>();
  const aims: StoreAim[] = stores.map(({ id, name }) => ({ id, name, kind: 'store', inSight: seen.some((one) => one.id === id) }));
  for (const code of codes) aims.push({ id: code.id, name: code.name, kind: 'code', inSight: await isSeen(db, code, sight) });
  return new Map(aims.map((aim) => [aim.id, aim]));
}

/** All to whom these stores and store codes may lead a customer, whoever is on duty. */
export async function staffOfStoreAims(db: ReadDb, ids: readonly string[]): Promise<string[]> {
  const codeIds = ids.filter((id) => id.startsWith('sc_'));
  const codes = codeIds.length === 0 ? [] : await db.find(StoreCode, { id: In(codeIds), deletedAt: IsNull() });
  const storeIds = [...ids.filter((id) => id.startsWith('st_')), ...codes.flatMap(({ defaultStoreId }) => defaultStoreId ?? [])];
  const regions = codes.some(({ regionId }) => regionId !== null) ? await regionRefs(db) : new Map<string, { path: string }>();
  const paths = codes.flatMap(({ regionId }) => (regionId === null ? '' : regions.get(regionId)?.path ?? []));
  const ways = [
    ...(storeIds.length > 0 ? ['store.id IN (:...storeIds)'] : []),
    ...paths.map((path, nth) => (path === '' ? '1 = 1' : `region.path LIKE :path${nth}`)),
  ];
  if (ways.length === 0) return [];
  const leads = `EXISTS (SELECT 1 FROM store LEFT JOIN store_region region ON region.corpId = store.corpId AND region.id = store.regionId WHERE store.corpId = person.corpId AND store.id = person.storeId AND store.deletedAt IS NULL AND (${ways.join(' OR ')}))`;
  const rows = await db.query(StorePerson, 'person').andWhere(leads, { storeIds, ...Object.fromEntries(paths.map((path, nth) => [`path${nth}`, `${path}%`])) })
    .select('person.staffId', 'staffId').distinct(true).getRawMany<{ staffId: string }>();
  return rows.map(({ staffId }) => staffId);
}
