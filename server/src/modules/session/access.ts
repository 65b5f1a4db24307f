import { rolePermissions } from '@scrm/shared/permission';
import type { Access } from '../../core/http/serve';

/** What the built-in roles may do: sales reps see their own customers, everyone above sees all. */
export function createAccess(): Access {
  return {
    permissionsOf: async ({ role }) => new Set(rolePermissions[role]),
    reachOf: async ({ role, staffId }) => ({ staffIds: role === 'staff' ? [staffId ?? '-'] : null }),
  };
}
