import type { Role } from '@scrm/shared/permission';

/** What each role does most, first things first; who may not go there does not see it. */
export const oftenUsed: Record<Role, readonly string[]> = {
  owner: ['/corps', '/system/access', '/system/doctor', '/live-codes'],
  admin: ['/system/access', '/customers', '/live-codes', '/tags', '/transfers', '/system/audit'],
  operator: ['/live-codes', '/customers', '/tags', '/stage-overview', '/transfers', '/welcome'],
  manager: ['/customers', '/stage-overview', '/losses', '/transfers', '/notes', '/staff'],
  staff: ['/customers', '/notes', '/groups', '/stage-overview'],
  storeOwner: ['/customers', '/stores', '/groups', '/welcome'],
  auditor: ['/system/audit', '/system/sign-ins', '/system/access', '/privacy/requests', '/customers'],
};
