import type { HandOverMove } from '../../core/hand-over';
import type { WriteDb } from '../../core/db/scope';
import { StoreCustomer } from './entity';

/** Who loses the customer from now on is the new owner; the store still counts one customer. */
export async function moveCount(tx: WriteDb, { customerId, fromStaffId, toStaffId }: HandOverMove): Promise<void> {
  await tx.update(StoreCustomer, { customerId, staffId: fromStaffId }, { staffId: toStaffId });
}
