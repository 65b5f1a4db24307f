import { In } from 'typeorm';
import type { ReadDb } from '../../core/db/scope';
import { Store, StoreCode, StoreWay } from './entity';

/** To which store and by which code the contact way of this `state` leads; `codeId` '' is the person's own. Null where it is none of ours. */
export async function storeOfWay(db: ReadDb, state: string): Promise<{ codeId: string; storeId: string; regionId: string | null } | null> {
  const way = state.startsWith('sw_') ? await db.findOne(StoreWay, { id: state }) : null;
  const store = way && await db.findOne(Store, { id: way.storeId });
  return way && store ? { codeId: way.codeId, storeId: store.id, regionId: store.regionId } : null;
}

/** Removed ones too. */
export async function storeCodeNames(db: ReadDb, ids: readonly string[]): Promise<Map<string, string>> {
  return new Map((ids.length === 0 ? [] : await db.find(StoreCode, { id: In([...new Set(ids)]) })).map(({ id, name }) => [id, name]));
}
