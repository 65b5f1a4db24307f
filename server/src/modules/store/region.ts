import { IsNull, Like } from 'typeorm';
import { regionDepth, type Region, type RegionRef } from '@scrm/shared/store';
import { newId } from '../../core/db/ids';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { checkStaff } from './people';
import { staffRefs } from '../org';
import { Store, StoreRegion } from './entity';
import type { StoreSight } from './reach';

const regionWord = '区域';

export interface RegionDraft {
  name: string;
  parentId: string | null;
  managerIds: string[];
}

/** The tree belongs to those who see all stores. */
function checkAll({ staffIds }: StoreSight): void {
  if (staffIds !== null) throw new AppError('store_region_reach');
}

export async function createRegion(tx: WriteDb, draft: RegionDraft, sight: StoreSight, now: number): Promise<string> {
  checkAll(sight);
  await checkStaff(tx, draft.managerIds);
  const id = newId('rg', now);
  const path = await pathUnder(tx, draft.parentId, id, 1);
  await checkName(tx, draft, null);
  await tx.insert(StoreRegion, { id, ...draft, path, createdAt: now, updatedAt: now });
  return id;
}

export async function updateRegion(tx: WriteDb, { id, updatedAt, ...draft }: RegionDraft & { id: string; updatedAt: number }, sight: StoreSight, now: number): Promise<void> {
  checkAll(sight);
  const before = await tx.get(StoreRegion, id, regionWord);
  if (before.updatedAt !== updatedAt) throw new AppError('stale_edit');
  await checkStaff(tx, draft.managerIds.filter((one) => !before.managerIds.includes(one)));
  await checkName(tx, draft, id);
  const below = await tx.find(StoreRegion, { path: Like(`${before.path}%`) });
  const height = Math.max(...below.map(({ path }) => depthOf(path))) - depthOf(before.path) + 1;
  const path = draft.parentId === before.parentId ? before.path : await pathUnder(tx, draft.parentId, id, height);
  const changed = Math.max(now, updatedAt + 1);
  await tx.update(StoreRegion, { id }, { ...draft, path, updatedAt: changed });
  if (path === before.path) return;
  for (const one of below) if (one.id !== id) await tx.update(StoreRegion, { id: one.id }, { path: path + one.path.slice(before.path.length) });
  // Where its stores belong is kept in memory, too.
  for (const one of below) await tx.update(Store, { regionId: one.id }, { updatedAt: changed });
}

export async function removeRegion(tx: WriteDb, id: string, sight: StoreSight): Promise<void> {
  checkAll(sight);
  await tx.get(StoreRegion, id, regionWord);
  const inUse = await tx.count(StoreRegion, { parentId: id }) + await tx.count(Store, { regionId: id, deletedAt: IsNull() });
  if (inUse > 0) throw new AppError('store_region_in_use');
  await tx.remove(StoreRegion, { id });
}

const depthOf = (path: string) => path.split('/').length - 1;

async function pathUnder(db: ReadDb, parentId: string | null, id: string, height: number): Promise<string> {
  const parent = parentId === null ? null : await db.get(StoreRegion, parentId, regionWord);
  if (parent?.path.includes(`${id}/`)) throw new AppError('store_region_circle');
  const above = parent?.path ?? '';
  if ((parent ? depthOf(above) : 0) + height > regionDepth) throw new AppError('store_region_depth', { limit: regionDepth });
  return `${above}${id}/`;
}

async function checkName(db: ReadDb, { name, parentId }: RegionDraft, self: string | null): Promise<void> {
  const twins = await db.find(StoreRegion, { name, parentId: parentId ?? IsNull() });
  if (twins.some(({ id }) => id !== self)) throw new AppError('store_region_taken', { name });
}

/** Those in sight, with what stands above them so that the tree holds together. */
export async function listRegions(db: ReadDb, { regionIds }: StoreSight): Promise<Region[]> {
  const all = await db.find(StoreRegion, {}, { order: { createdAt: 'ASC', id: 'ASC' } });
  const shown = regionIds === null ? all : all.filter(({ path }) => all.some((one) => regionIds.includes(one.id) && one.path.startsWith(path)));
  const [staff, counts] = await Promise.all([staffRefs(db, shown.flatMap(({ managerIds }) => managerIds)), storesByRegion(db)]);
  return shown.map(({ id, parentId, name, managerIds, updatedAt, path }) => ({
    id, parentId, name, managers: managerIds.map((one) => staff.get(one)).filter((one) => one !== undefined), updatedAt,
    stores: regionIds !== null && !regionIds.includes(id) ? 0 : all.filter((one) => one.path.startsWith(path)).reduce((sum, one) => sum + (counts.get(one.id) ?? 0), 0),
  }));
}

async function storesByRegion(db: ReadDb): Promise<Map<string, number>> {
  const rows = await db.query(Store, 'store').andWhere('store.deletedAt IS NULL AND store.regionId IS NOT NULL').select('store.regionId', 'id').addSelect('COUNT(*)', 'n').groupBy('store.regionId').getRawMany<{ id: string; n: string | number }>();
  return new Map(rows.map(({ id, n }) => [id, Number(n)]));
}

export async function regionRefs(db: ReadDb): Promise<Map<string, RegionRef & { path: string }>> {
  const all = new Map((await db.find(StoreRegion)).map((region) => [region.id, region]));
  return new Map([...all.values()].map(({ id, name, path }) => [id, { id, name, path, names: path.split('/').filter(Boolean).map((one) => all.get(one)?.name ?? '') }]));
}
