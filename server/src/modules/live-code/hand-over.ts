import type { HandOverMove } from '../../core/hand-over';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import type { Staff } from '../org';
import { LiveCode, LiveCodeCustomer } from './entity';
import { inSight, type Sight } from './reach';

/** Who loses the customer from now on is the new owner; the code still counts one customer. */
export async function moveCount(tx: WriteDb, { customerId, fromStaffId, toStaffId }: HandOverMove): Promise<void> {
  await tx.update(LiveCodeCustomer, { customerId, staffId: fromStaffId }, { staffId: toStaffId });
}

/** Of the codes in sight those that name this staff member, here or still in WeCom: there the last one stays on a contact way until somebody takes their place. */
export async function codesLeftBy(db: ReadDb, { id: staffId, userId }: Pick<Staff, 'id' | 'userId'>, sight: Sight): Promise<{ id: string; name: string; empty: boolean }[]> {
  const codes = await inSight(db.query(LiveCode, 'code').andWhere('code.deletedAt IS NULL'), sight)
    .andWhere('(INSTR(code.staffIds, :part) > 0 OR INSTR(LOWER(code.known), :known) > 0)', { part: `"${staffId}"`, known: `"${userId.toLowerCase()}"` }).orderBy('code.id', 'DESC').limit(100).getMany();
  return codes.map(({ id, name, staffIds }) => ({ id, name, empty: staffIds.length === 0 }));
}
