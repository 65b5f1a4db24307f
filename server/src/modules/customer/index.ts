import { defineModule } from '../../core/module';
import { Activity, Customer, CustomerIdentity, FollowUser, Reconciliation } from './entity';
import { customerJobs } from './jobs';
import { moveSource } from './take-over';
import { customerRoutes } from './routes';

export { recordActivity, readTimeline, type NewActivity } from './activity';
export { presentActivities } from './present';
export { remarkCustomer, setSource, tagCustomer, type RemarkOrder, type SourceClaim, type TagOrder } from './change';
export { Customer, FollowUser, type LostBy } from './entity';
export { customerByExternalUserid, customerNames, customerRefs, type CustomerRef } from './find';
export { addIdentity, findByIdentity, identitiesOf, type IdentityKind } from './identity';
export { settleRelation, isInPlace, holdUnassigned } from './take-over';
export { visibleCustomer } from './visible';
export { addToReconciliation, listReconciliations, startReconciliation } from './reconcile';

export const customer = defineModule({
  name: 'customer', entities: [Customer, FollowUser, CustomerIdentity, Activity, Reconciliation], routes: [customerRoutes], jobs: customerJobs,
  handOver: { name: 'customer', move: moveSource },
});
