import { IsNull } from 'typeorm';
import type { ReplyOf, ParsedInputOf } from '@scrm/shared/contract';
import type { StoreCode as StoreCodeReply, storeCodes } from '@scrm/shared/store-code';
import { newId } from '../../core/db/ids';
import { write, type ReadDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { CallContext } from '../../core/http/serve';
import { staffRef } from '../org';
import { tagRefs } from '../tag';
import { Store, StoreCode, StoreRegion, storeWord } from './entity';
import { asGcj } from '@scrm/shared/geo';
import { countsOfCodes } from './numbers';
import { matchNearest, wouldGive } from './pick';
import { checkRegion, inSight, sightOf, type StoreSight } from './reach';
import { regionRefs } from './region';
import { storesByIds } from './service';

export const codeWord = '门店码';
type CreateInput = ParsedInputOf<(typeof storeCodes)['create']>;
type UpdateInput = ParsedInputOf<(typeof storeCodes)['update']>;

/** A code is seen by those who see a store to which it can lead, and changed by its maker and those who see all. */
const isMine = ({ createdBy }: StoreCode, { self, staffIds }: StoreSight) => staffIds === null || createdBy === self;

export async function isSeen(db: ReadDb, code: StoreCode, sight: StoreSight): Promise<boolean> {
  if (code.regionId === null || isMine(code, sight) || sight.regionIds === null) return true;
  const paths = (await regionRefs(db));
  const path = paths.get(code.regionId)?.path ?? '-';
  return sight.regionIds.some((id) => paths.get(id)!.path.startsWith(path) || path.startsWith(paths.get(id)!.path));
}

export async function visibleCode(db: ReadDb, id: string, sight: StoreSight): Promise<StoreCode> {
  const code = await db.findOne(StoreCode, { id, deletedAt: IsNull() });
  if (!code || !(await isSeen(db, code, sight))) throw new AppError('not_found', { what: codeWord });
  return code;
}

/** Who receives in its stores, as far as these are in sight: those of its default store first. */
export async function staffOfCode(db: ReadDb, { regionId, defaultStoreId }: StoreCode, sight: StoreSight): Promise<string[]> {
  const query = inSight(db.query(Store, 'store').andWhere('store.deletedAt IS NULL AND store.state = :active', { active: 'active' }), sight);
  if (regionId !== null) query.andWhere('store.regionId IN (:...within)', { within: [regionId, ...[...(await regionRefs(db)).values()].filter(({ path }) => path.split('/').includes(regionId)).map(({ id }) => id)] });
  const stores = await query.addSelect('CASE WHEN store.id = :first THEN 0 ELSE 1 END', 'turn').setParameter('first', defaultStoreId ?? '').orderBy('turn', 'ASC').addOrderBy('store.name', 'ASC').limit(20).getMany();
  return [...new Set(stores.flatMap(({ owners, receptionistIds }) => [...owners.map(({ staffId }) => staffId), ...receptionistIds]))];
}

async function ownCode(db: ReadDb, id: string, sight: StoreSight): Promise<StoreCode> {
  const code = await visibleCode(db, id, sight);
  if (!isMine(code, sight)) throw new AppError('store_code_reach');
  return code;
}

export async function createCode({ db, clock }: CallContext, input: CreateInput, sight: StoreSight): Promise<string> {
  await check(db, input, null, sight);
  const now = clock.now();
  const id = newId('sc', now);
  await write(db, (tx) => tx.insert(StoreCode, { id, ...input, state: 'active', createdBy: sight.self, createdAt: now, updatedAt: now, deletedAt: null }));
  return id;
}

export async function updateCode({ db, clock }: CallContext, { id, updatedAt, ...input }: UpdateInput, sight: StoreSight): Promise<void> {
  await check(db, input, await ownCode(db, id, sight), sight);
  const changed = await write(db, (tx) => tx.update(StoreCode, { id, updatedAt, deletedAt: IsNull() }, { ...input, updatedAt: Math.max(clock.now(), updatedAt + 1) }));
  if (changed === 0) throw new AppError('stale_edit');
}

export async function changeCode({ db, clock }: CallContext, id: string, patch: Partial<Pick<StoreCode, 'state' | 'deletedAt'>>, sight: StoreSight): Promise<void> {
  const { updatedAt } = await ownCode(db, id, sight);
  await write(db, (tx) => tx.update(StoreCode, { id }, { ...patch, updatedAt: Math.max(clock.now(), updatedAt + 1) }));
}

async function check(db: ReadDb, { regionId, outOfRange, defaultStoreId, tagIds }: Omit<CreateInput, 'form'>, before: StoreCode | null, sight: StoreSight): Promise<void> {
  await checkRegion(db, sight, regionId, before?.regionId ?? null);
  if (outOfRange === 'default' && defaultStoreId === null) throw new AppError('store_code_default');
  if (defaultStoreId !== null && !(await db.findOne(Store, { id: defaultStoreId, deletedAt: IsNull() }))) throw new AppError('not_found', { what: storeWord });
  if ((await tagRefs(db, tagIds)).size < new Set(tagIds).size) throw new AppError('not_found', { what: '标签' });
}

export async function listCodes(db: ReadDb, { keyword, cursor, limit }: ParsedInputOf<(typeof storeCodes)['list']>, sight: StoreSight) {
  const query = db.query(StoreCode, 'code').andWhere('code.deletedAt IS NULL');
  if (keyword) query.andWhere('LOWER(code.name) LIKE :keyword ESCAPE \'!\'', { keyword: `%${keyword.toLowerCase().replace(/[!%_]/g, '!$&')}%` });
  const all = await query.orderBy('code.id', 'DESC').getMany();
  const seen = [];
  for (const code of all) if (await isSeen(db, code, sight)) seen.push(code);
  const rest = cursor ? seen.filter(({ id }) => id < cursor) : seen;
  const rows = rest.slice(0, limit);
  return { rows, total: seen.length, nextCursor: rest.length > limit ? rows.at(-1)!.id : null };
}

export async function presentCodes({ db, publicUrl }: CallContext, codes: readonly StoreCode[], sight: StoreSight): Promise<StoreCodeReply[]> {
  const [tags, regions, stores, counts] = await Promise.all([
    tagRefs(db, codes.flatMap(({ tagIds }) => tagIds)), regionRefs(db), storesByIds(db, codes.flatMap(({ defaultStoreId }) => defaultStoreId ?? [])), countsOfCodes(db, codes.map(({ id }) => id), sight),
  ]);
  return codes.map((code) => {
    const base = code.defaultStoreId === null ? undefined : stores.get(code.defaultStoreId);
    return {
      ...code, region: code.regionId === null ? null : regions.get(code.regionId) ?? null, defaultStore: base ? { id: base.id, name: base.name } : null,
      tags: code.tagIds.flatMap((id) => tags.get(id) ?? []), url: urlOf(publicUrl, code.id), ...counts.get(code.id)!, mine: isMine(code, sight),
    };
  });
}

export const addressOf = (id: string): string => `/s/${id}`;
export const urlOf = (publicUrl: string, id: string): string => publicUrl + addressOf(id);

/** The same choice as at a scan, for whoever builds the code. */
export async function tryOut(context: CallContext, { id, place, at }: ParsedInputOf<(typeof storeCodes)['tryOut']>): Promise<ReplyOf<(typeof storeCodes)['tryOut']>> {
  const { db, places, clock } = context;
  const code = await visibleCode(db, id, await sightOf(context));
  const path = code.regionId === null ? undefined : (await db.findOne(StoreRegion, { id: code.regionId }))?.path;
  const now = at ?? clock.now();
  const match = await matchNearest(db, await places.of(db), { code, path, point: asGcj(place), now, take: (store) => wouldGive(db, code, store, now) });
  if (!match) return { store: null, staff: null, distanceM: null, inRange: false, why: [] };
  const { store, staff, distance, inRange, why } = match;
  return { store: { id: store.id, name: store.name }, staff: staff && staffRef(staff), distanceM: distance === null ? null : Math.round(distance), inRange: inRange === true, why };
}
