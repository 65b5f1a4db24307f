import type { HandOverMove } from '../../core/hand-over';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import { LiveCode, LiveCodeCustomer } from './entity';
import { inSight, type Sight } from './reach';

/** Who loses the customer from now on is the new owner; the code still counts one customer. */
export async function moveCount(tx: WriteDb, { customerId, fromStaffId, toStaffId }: HandOverMove): Promise<void> {
  await tx.update(LiveCodeCustomer, { customerId, staffId: fromStaffId }, { staffId: toStaffId });
}

/** Of the codes in sight those that name this staff member, and those where nobody is left to receive since they went. */
export async function codesLeftBy(db: ReadDb, staffId: string, sight: Sight): Promise<{ id: string; name: string; empty: boolean }[]> {
  const codes = await inSight(db.query(LiveCode, 'code').andWhere('code.deletedAt IS NULL'), sight)
    .andWhere('(code.staffIds LIKE :part OR code.staffIds = :none OR code.known LIKE :part)', { part: `%"${staffId}"%`, none: '[]' }).orderBy('code.id', 'DESC').limit(100).getMany();
  return codes.map(({ id, name, staffIds }) => ({ id, name, empty: staffIds.length === 0 }));
}
