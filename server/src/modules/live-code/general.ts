import type { ReadDb } from '../../core/db/scope';
import { LiveCode } from './entity';
import { usableStaff } from './staff';

/** How many of the newest codes are looked at for one that somebody stands behind. */
const looked = 20;

/** For a customer who has no code: the newest one that works. */
export async function generalCode(db: ReadDb): Promise<Pick<LiveCode, 'id' | 'qrUrl'> | null> {
  const codes = await db.find(LiveCode, { state: 'ready' }, { order: { id: 'DESC' }, take: looked });
  for (const { id, qrUrl, staffIds } of codes) {
    if (qrUrl !== '' && (await usableStaff(db, staffIds)).length > 0) return { id, qrUrl };
  }
  return null;
}
