import type { Account } from '@scrm/shared/access';

/** Those that make sense without WeCom. Written here because contracts reach screens as types only. */
export const accountRoles = ['owner', 'admin', 'operator', 'auditor'] as const satisfies readonly Account['role'][];
