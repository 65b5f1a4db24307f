import { defineModule } from '../../core/module';
import { newId } from '../../core/db/ids';
import type { WriteDb } from '../../core/db/scope';
import type { Role } from '@scrm/shared/permission';
import { SessionRow } from '../../core/http/session';
import { Account, StaffRole } from './entity';
import { oauthPages } from './oauth';
import { sessionRoutes } from './routes';

export { createAccess } from './access';
export { ensureOwner } from './account';

/** Gives a staff member a role, or another one. It holds from the next sign-in on. */
export async function grantRole(tx: WriteDb, staffId: string, role: Role): Promise<void> {
  await tx.upsert(StaffRole, { id: newId('rol'), staffId, role }, ['staffId'], ['role']);
}

export const session = defineModule({ name: 'session', entities: [SessionRow, Account, StaffRole], routes: [sessionRoutes], pages: oauthPages });
