import { IsNull } from 'typeorm';
import type { Delegation as DelegationReply } from '@scrm/shared/access';
import { newId } from '../../core/db/ids';
import { write, type ReadDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { Staff, staffRefs } from '../org';
import { Delegation } from './entity';

const yearMs = 366 * 86_400_000;
export const delegationWord = '代理';

/** `to` may act within the reach of `from` until then; it ends by itself. */
export async function delegate(db: ReadDb, { fromStaffId, toStaffId, until, createdBy }: Pick<Delegation, 'fromStaffId' | 'toStaffId' | 'until' | 'createdBy'>, now: number): Promise<Delegation> {
  const colleague = await db.findOne(Staff, { id: toStaffId });
  const lender = await db.findOne(Staff, { id: fromStaffId });
  if (!colleague || !lender) throw new AppError('not_found', { what: '员工' });
  if (fromStaffId === toStaffId || colleague.state === 'left' || until <= now || until > now + yearMs) throw new AppError('delegation_wrong');
  const id = newId('dlg', now);
  await write(db, async (tx) => {
    // Given again, it is the same one with another end.
    await tx.update(Delegation, { fromStaffId, toStaffId, revokedAt: IsNull() }, { revokedAt: now });
    await tx.insert(Delegation, { id, fromStaffId, toStaffId, createdAt: now, until, revokedAt: null, createdBy: createdBy.slice(0, 128) });
  });
  return db.get(Delegation, id, delegationWord);
}

export async function endDelegation(db: ReadDb, id: string, now: number): Promise<void> {
  await write(db, (tx) => tx.update(Delegation, { id, revokedAt: IsNull() }, { revokedAt: now }));
}

export async function presentDelegations(db: ReadDb, rows: readonly Delegation[], now: number): Promise<DelegationReply[]> {
  const refs = await staffRefs(db, rows.flatMap((row) => [row.fromStaffId, row.toStaffId]));
  return rows.flatMap((row) => {
    const [from, to] = [refs.get(row.fromStaffId), refs.get(row.toStaffId)];
    if (!from || !to) return [];
    const state = row.until <= now ? 'ended' as const : row.revokedAt !== null ? 'revoked' as const : 'active' as const;
    return [{ id: row.id, from, to, createdAt: row.createdAt, until: row.until, state, createdBy: row.createdBy }];
  });
}
