import { defineModule } from '../../core/module';
import { Activity, Customer, CustomerIdentity, CustomerMerge, CustomerMergeRow, FollowUser, MergeSuggestion, Reconciliation } from './entity';
import { customerJobs } from './jobs';
import { mergeJobs } from './merge-jobs';
import { identityRoutes, mergeRoutes } from './merge-routes';
import { sealedNames } from './identity';
import { moveSource } from './take-over';
import { customerPersonalData } from './personal';
import { customerRoutes } from './routes';
import { mergeTags, tagMany } from './task-kinds';
import { pastRemarks, remarkWords } from './words';

export { followBy } from './account';
export { recordActivity, readTimeline, wasCustomerBefore, type NewActivity } from './activity';
export { readInOrder } from './list';
export { presentActivities, presentRows } from './present';
export { isStillFollowing, relationOf, remarkCustomer, setSource, tagCustomer, type RemarkOrder, type SourceClaim, type TagOrder } from './change';
export { Customer, FollowUser, type LostBy } from './entity';
export { customerSource } from './task-kinds';
export { customerByExternalUserid, customerNames, customerRefs, customersByExternalUserids, friendsOf, livingCustomer, livingId, type CustomerRef } from './find';
export type { HolderEntity } from './holders';
export { addHiddenIdentity, addIdentity, customersByIdentities, customerIdsByPhoneName, findByIdentity, hideName, identitiesOf, maskOf, nameKeys, phoneOf, type IdentityKind, type NameFacts } from './identity';
export { isVisible, visibleCustomer, visibleCustomerIds } from './visible';
export { noteActive } from './rows';
export { settleRelation, isInPlace, holdUnassigned } from './take-over';
export { addToReconciliation, listReconciliations, startReconciliation } from './reconcile';

export const customer = defineModule({
  name: 'customer', entities: [Customer, FollowUser, CustomerIdentity, Activity, Reconciliation, CustomerMerge, CustomerMergeRow, MergeSuggestion],
  routes: [customerRoutes, identityRoutes, mergeRoutes], jobs: [...customerJobs, ...mergeJobs], taskKinds: [tagMany, mergeTags],
  handOver: { name: 'customer', move: moveSource },
  sealed: sealedNames,
  sealedCopies: { table: 'customer_merge_row', column: 'aside', ofColumn: 'tableName' },
  personalData: customerPersonalData,
  freeWords: [remarkWords, pastRemarks],
});
