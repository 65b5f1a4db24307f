import { defineModule } from '../../core/module';
import { Activity, Customer, CustomerIdentity, FollowUser, Reconciliation } from './entity';
import { customerJobs } from './jobs';
import { moveSource } from './take-over';
import { customerPersonalData } from './personal';
import { customerRoutes } from './routes';
import { mergeTags, tagMany } from './task-kinds';

export { recordActivity, readTimeline, type NewActivity } from './activity';
export { presentActivities } from './present';
export { isStillFollowing, remarkCustomer, setSource, tagCustomer, type RemarkOrder, type SourceClaim, type TagOrder } from './change';
export { Customer, FollowUser, type LostBy } from './entity';
export { customerSource } from './task-kinds';
export { customerByExternalUserid, customerNames, customerRefs, type CustomerRef } from './find';
export { addIdentity, findByIdentity, identitiesOf, type IdentityKind } from './identity';
export { isVisible, visibleCustomer } from './visible';
export { noteActive } from './rows';
export { settleRelation, isInPlace, holdUnassigned } from './take-over';
export { addToReconciliation, listReconciliations, startReconciliation } from './reconcile';

export const customer = defineModule({
  name: 'customer', entities: [Customer, FollowUser, CustomerIdentity, Activity, Reconciliation], routes: [customerRoutes], jobs: customerJobs, taskKinds: [tagMany, mergeTags],
  handOver: { name: 'customer', move: moveSource },
  personalData: customerPersonalData,
});
