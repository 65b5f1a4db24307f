import { In } from 'typeorm';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import { newId } from '../../core/db/ids';
import { AppError } from '../../core/errors';
import { Staff } from '../org';
import { noteEmpty } from './alert';
import { Store, StorePerson, StoreRegion, type Owner } from './entity';

/** All who belong to a store. */
export function peopleOf({ owners, receptionistIds }: { owners: readonly Owner[]; receptionistIds: readonly string[] }): string[] {
  return [...new Set([...owners.flatMap(({ staffId, deputyId }) => (deputyId ? [staffId, deputyId] : [staffId])), ...receptionistIds])];
}

export async function checkStaff(db: ReadDb, ids: readonly string[]): Promise<void> {
  const known = ids.length === 0 ? 0 : await db.count(Staff, { id: In([...new Set(ids)]) });
  if (known < new Set(ids).size) throw new AppError('not_found', { what: '员工' });
}

export async function keepPeople(tx: WriteDb, storeId: string, staffIds: readonly string[]): Promise<void> {
  const known = await tx.find(StorePerson, { storeId });
  const gone = known.filter(({ staffId }) => !staffIds.includes(staffId));
  if (gone.length > 0) await tx.remove(StorePerson, { id: In(gone.map(({ id }) => id)) });
  const fresh = staffIds.filter((id) => !known.some(({ staffId }) => staffId === id));
  if (fresh.length > 0) await tx.insertMissing(StorePerson, fresh.map((staffId) => ({ id: newId('sp'), storeId, staffId })));
}

/** Takes somebody who left out of every store and region; the codes lead to those who are still there. */
export async function dropStaff(tx: WriteDb, staffId: string, now: number): Promise<void> {
  const places = await tx.find(StorePerson, { staffId });
  const stores = places.length === 0 ? [] : await tx.find(Store, { id: In(places.map(({ storeId }) => storeId)) });
  for (const { id, owners, receptionistIds, updatedAt } of stores) {
    const left = owners.filter((owner) => owner.staffId !== staffId).map((owner) => (owner.deputyId === staffId ? { ...owner, deputyId: null } : owner));
    // A deputy whose owner left goes on receiving.
    const deputies = owners.filter((owner) => owner.staffId === staffId && owner.deputyId !== null).map((owner) => ({ ...owner, staffId: owner.deputyId!, deputyId: null }));
    const kept = [...left, ...deputies.filter((one) => !left.some((owner) => owner.staffId === one.staffId))];
    const patch = { owners: kept, receptionistIds: receptionistIds.filter((one) => one !== staffId) };
    await tx.update(Store, { id }, { ...patch, updatedAt: Math.max(now, updatedAt + 1) });
    await keepPeople(tx, id, peopleOf(patch));
    if (peopleOf(patch).length === 0) await noteEmpty(tx, id, now);
  }
  for (const { id, managerIds, updatedAt } of await tx.find(StoreRegion)) {
    if (managerIds.includes(staffId)) await tx.update(StoreRegion, { id }, { managerIds: managerIds.filter((one) => one !== staffId), updatedAt: Math.max(now, updatedAt + 1) });
  }
}
