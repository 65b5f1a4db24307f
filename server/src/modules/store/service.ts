import { In, IsNull } from 'typeorm';
import type { z } from 'zod';
import type { Store as StoreReply, StoreFilter, StoreInput, StorePatch } from '@scrm/shared/store';
import type { Clock } from '../../core/clock';
import { newId } from '../../core/db/ids';
import { write, type ReadDb, type ScopedQuery, type WriteDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { groupCodeNames, visibleGroupCode } from '../group-code';
import { staffRefs } from '../org';
import { tagRefs } from '../tag';
import { Store, StoreRegion } from './entity';
import { asGcj, fromE6, toE6 } from '@scrm/shared/geo';
import { isOpen, localAt, openTimesOf } from './hours';
import { keepPeople, peopleOf } from './people';
import { checkPeople, checkRegion, inSight, visibleStore, type StoreSight } from './reach';
import { regionRefs } from './region';

export type StoreDraft = z.output<typeof StoreInput>;

export async function createStore(tx: WriteDb, draft: StoreDraft, sight: StoreSight, now: number): Promise<string> {
  await checkDraft(tx, draft, null, sight);
  const id = newId('st', now);
  const { no, ...columns } = columnsOf(draft);
  await checkNo(tx, no, id);
  await tx.insert(Store, { id, ...columns, no: no || `S${id.slice(-10)}`, createdBy: sight.self, createdAt: now, updatedAt: now, deletedAt: null });
  await keepPeople(tx, id, peopleOf(draft));
  return id;
}

export async function updateStore(tx: WriteDb, { id, updatedAt, ...draft }: StoreDraft & { id: string; updatedAt: number }, sight: StoreSight, now: number): Promise<void> {
  const before = await visibleStore(tx, id, sight);
  await checkDraft(tx, draft, before, sight);
  const { no, ...columns } = columnsOf(draft);
  await checkNo(tx, no, id);
  const changed = await tx.update(Store, { id, updatedAt, deletedAt: IsNull() }, { ...columns, no: no || before.no, updatedAt: Math.max(now, updatedAt + 1) });
  if (changed === 0) throw new AppError('stale_edit');
  await keepPeople(tx, id, peopleOf(draft));
}

/** The row stays; its number is free again. */
export async function removeStore(db: ReadDb, clock: Clock, id: string, sight: StoreSight): Promise<void> {
  const { updatedAt } = await visibleStore(db, id, sight);
  const now = clock.now();
  await write(db, async (tx) => {
    await tx.update(Store, { id }, { no: id, state: 'closed', deletedAt: now, updatedAt: Math.max(now, updatedAt + 1) });
    await keepPeople(tx, id, []);
  });
}

export async function bulkEdit(tx: WriteDb, ids: readonly string[], patch: z.output<typeof StorePatch>, sight: StoreSight, now: number): Promise<number> {
  if (Object.keys(patch).length === 0) throw new AppError('bad_input', { detail: 'patch' });
  if (patch.regionId !== undefined) await checkRegion(tx, sight, patch.regionId, null);
  const stores = await inSight(tx.query(Store, 'store').andWhere('store.deletedAt IS NULL AND store.id IN (:...ids)', { ids }), sight).getMany();
  for (const { id, updatedAt } of stores) await tx.update(Store, { id }, { ...patch, updatedAt: Math.max(now, updatedAt + 1) });
  return stores.length;
}

const columnsOf = ({ place, ...draft }: StoreDraft) => {
  const at = place && asGcj(place);
  const { receptionistIds, tagIds, groupCodeIds } = draft;
  return { ...draft, latE6: at && toE6(at.lat), lngE6: at && toE6(at.lng), receptionistIds: [...new Set(receptionistIds)], tagIds: [...new Set(tagIds)], groupCodeIds: [...new Set(groupCodeIds)] };
};

async function checkNo(db: ReadDb, no: string, self: string): Promise<void> {
  const twin = no === '' ? null : await db.findOne(Store, { no });
  if (twin && twin.id !== self) throw new AppError('store_no_taken', { no });
}

async function checkDraft(db: ReadDb, draft: StoreDraft, before: Store | null, sight: StoreSight): Promise<void> {
  await checkRegion(db, sight, draft.regionId, before?.regionId ?? null);
  if (new Set(draft.owners.map(({ staffId }) => staffId)).size < draft.owners.length) throw new AppError('store_owner_twice');
  if (draft.owners.some(({ staffId, deputyId }) => staffId === deputyId)) throw new AppError('store_own_deputy');
  await checkPeople(db, sight, peopleOf(draft), before ? peopleOf(before) : []);
  for (const id of draft.groupCodeIds) if (!before?.groupCodeIds.includes(id)) await visibleGroupCode(db, id, sight);
  const tagIds = [...new Set(draft.tagIds)];
  if ((await tagRefs(db, tagIds)).size < tagIds.length) throw new AppError('not_found', { what: '标签' });
}

export type StoreQuery = z.output<typeof StoreFilter>;

/** What the filter meets, of those in sight. */
export async function storesMeeting(db: ReadDb, { keyword, regionId, state, located }: StoreQuery, sight: StoreSight): Promise<ScopedQuery<Store>> {
  const query = inSight(db.query(Store, 'store').andWhere('store.deletedAt IS NULL'), sight);
  if (keyword) query.andWhere('(LOWER(store.name) LIKE :keyword ESCAPE \'!\' OR LOWER(store.no) LIKE :keyword ESCAPE \'!\' OR LOWER(store.address) LIKE :keyword ESCAPE \'!\')', { keyword: `%${keyword.toLowerCase().replace(/[!%_]/g, '!$&')}%` });
  if (regionId) {
    const path = (await db.findOne(StoreRegion, { id: regionId }))?.path ?? '-';
    query.andWhere('EXISTS (SELECT 1 FROM store_region region WHERE region.corpId = store.corpId AND region.id = store.regionId AND region.path LIKE :path)', { path: `${path}%` });
  }
  if (state) query.andWhere('store.state = :state', { state });
  if (located !== undefined) query.andWhere(`store.latE6 IS ${located ? 'NOT NULL' : 'NULL'}`);
  return query;
}

export async function listStores(db: ReadDb, { cursor, limit, ...filter }: StoreQuery & { cursor?: string; limit: number }, sight: StoreSight) {
  const total = await (await storesMeeting(db, filter, sight)).getCount();
  const query = await storesMeeting(db, filter, sight);
  if (cursor) query.andWhere('store.id < :cursor', { cursor });
  const found = await query.orderBy('store.id', 'DESC').take(limit + 1).getMany();
  const rows = found.slice(0, limit);
  return { rows, total, nextCursor: found.length > limit ? rows.at(-1)!.id : null };
}

/** As the screens see them. */
export async function presentStores(db: ReadDb, stores: readonly Store[], now: number): Promise<StoreReply[]> {
  const [staff, tags, regions, codes] = await Promise.all([
    staffRefs(db, stores.flatMap((store) => [...peopleOf(store), ...store.owners.map(({ staffId }) => staffId)])), tagRefs(db, stores.flatMap(({ tagIds }) => tagIds)), regionRefs(db),
    groupCodeNames(db, stores.flatMap(({ groupCodeIds }) => groupCodeIds)),
  ]);
  return stores.map(({ latE6, lngE6, regionId, owners, receptionistIds, tagIds, groupCodeIds, ...store }) => {
    const times = openTimesOf(store.hours);
    return {
      ...store, region: regionId === null ? null : regions.get(regionId) ?? null,
      lat: latE6 === null ? null : fromE6(latE6), lng: lngE6 === null ? null : fromE6(lngE6),
      owners: owners.flatMap((owner) => (staff.has(owner.staffId) ? [{ ...owner, staff: staff.get(owner.staffId)!, deputy: (owner.deputyId && staff.get(owner.deputyId)) || null }] : [])),
      receptionists: receptionistIds.flatMap((id) => staff.get(id) ?? []), tags: tagIds.flatMap((id) => tags.get(id) ?? []),
      groupCodes: groupCodeIds.flatMap((id) => (codes.has(id) ? [{ id, name: codes.get(id)! }] : [])),
      isOpen: store.state === 'active' && isOpen(times, localAt(times.zone, now)),
    };
  });
}

export async function storesByIds(db: ReadDb, ids: readonly string[]): Promise<Map<string, Store>> {
  const rows = ids.length === 0 ? [] : await db.find(Store, { id: In([...new Set(ids)]) });
  return new Map(rows.map((store) => [store.id, store]));
}
