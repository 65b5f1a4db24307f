import { In } from 'typeorm';
import type { ReadDb } from '../../core/db/scope';
import { Staff, staffDisplayName } from '../org';

/** Those who may stand on a contact way, in the order given: signed in to WeCom, visible, with 客户联系. */
export async function usableStaff(db: ReadDb, ids: string[]): Promise<Staff[]> {
  const rows = await staffById(db, ids);
  return ids.map((id) => rows.get(id)).filter((row) => row !== undefined).filter((row) => row.state === 'active' && row.canReceive);
}

/** For a sentence. */
export async function namesOf(db: ReadDb, ids: string[]): Promise<string[]> {
  const rows = await staffById(db, ids);
  return ids.map((id) => rows.get(id)).map((row) => (row ? staffDisplayName(row) : '?'));
}

/** Whoever they are, by id. */
export async function staffById(db: ReadDb, ids: string[]): Promise<Map<string, Staff>> {
  const rows = ids.length === 0 ? [] : await db.find(Staff, { id: In([...new Set(ids)]) });
  return new Map(rows.map((row) => [row.id, row]));
}
