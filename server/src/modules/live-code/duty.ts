import { In } from 'typeorm';
import type { ReadDb } from '../../core/db/scope';
import { ReceptionOnline } from './entity-rule';
import type { StaffNow } from './rule';
import { staffById } from './staff';

/** Who of these can receive at the moment: as WeCom has it, and as they said themselves. */
export async function dutyOf(db: ReadDb, staffIds: string[]): Promise<Map<string, Required<Pick<StaffNow, 'isOnline' | 'canReceive'>>>> {
  const [staff, offline] = await Promise.all([
    staffById(db, staffIds),
    staffIds.length === 0 ? [] : db.find(ReceptionOnline, { staffId: In(staffIds), isOnline: false }),
  ]);
  const away = new Set(offline.map(({ staffId }) => staffId));
  return new Map(staffIds.map((id) => {
    const one = staff.get(id);
    return [id, { isOnline: !away.has(id), canReceive: one?.state === 'active' && one.canReceive }];
  }));
}
