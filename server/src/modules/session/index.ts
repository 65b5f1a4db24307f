import { defineModule } from '../../core/module';
import { SessionRow } from '../../core/http/session';
import { AccessRole, Account, Delegation, RecoveryCode, RoleMember, SignInRow } from './entity';
import { accessRoutes } from './access-routes';
import { accountRoutes } from './account-routes';
import { sessionJobs } from './jobs';
import { oauthPages } from './oauth';
import { sessionPersonalData } from './personal';
import { sessionRoutes } from './routes';

export { Tries } from './tries';
export { createAccess } from './access';
export { ensureOwner } from './account';
/** Gives a staff member exactly these roles; it holds at their next call. */
export { replaceRoles } from './people';
export { unknownRoles } from './role';

export const session = defineModule({
  name: 'session', entities: [SessionRow, Account, AccessRole, RoleMember, Delegation, SignInRow, RecoveryCode], routes: [sessionRoutes, accessRoutes, accountRoutes], jobs: sessionJobs, pages: oauthPages, personalData: sessionPersonalData,
});
