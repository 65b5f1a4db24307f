import { In, IsNull, Not } from 'typeorm';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { Staff } from '../org';
import { Account, RoleMember } from './entity';
import { decide, rolesOf, type RoleFacts } from './role';

export const administers = (held: readonly RoleFacts[]): boolean => decide(held, 'access.write', 'assign').allowed;

/**
 * A change of roles in its transaction. Somebody must be left who may say who may do what: where a colleague could, a
 * colleague or a local account must be able to afterwards.
 */
export async function keepAdministered(tx: WriteDb, change: () => Promise<void>): Promise<void> {
  await lockRoles(tx);
  const before = await hasAdministratorAmongStaff(tx);
  await change();
  if (!before || await hasAdministratorAmongStaff(tx)) return;
  const accounts = await tx.database.everything.findBy(Account, { disabledAt: IsNull() });
  if (!accounts.some(({ role }) => role === null || role === 'owner' || role === 'admin')) throw new AppError('last_admin');
}

/** Of two who take each other's role at once, the second waits and sees what the first did. SQLite has one writer anyway. */
async function lockRoles(tx: WriteDb): Promise<void> {
  if (tx.database.dialect === 'mysql') await tx.query(RoleMember, 'held').setLock('pessimistic_write').getMany();
}

async function hasAdministratorAmongStaff(db: ReadDb): Promise<boolean> {
  const members = [...new Set((await db.find(RoleMember)).map(({ staffId }) => staffId))];
  if (members.length === 0) return false;
  const here = new Set((await db.find(Staff, { id: In(members), state: Not(In(['left', 'disabled'])) })).map(({ id }) => id));
  const held = await rolesOf(db, members);
  return [...held].some(([id, roles]) => here.has(id) && administers(roles));
}
