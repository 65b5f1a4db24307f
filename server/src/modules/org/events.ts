import { event } from '../../core/events';

/** A member left the company, or the app's visible range. */
export const staffLeft = event<{ staffId: string }>('staff.left');

/** WeCom shows somebody again who had left: the same person, or another who was given their userid. */
export const staffReturned = event<{ staffId: string; leftAt: number }>('staff.returned');

/** WeCom refuses members whom its own lists call able to receive. */
export const staffRefused = event<{ userIds: string[] }>('staff.refused');

export type SyncReason = 'installed' | 'scopeChanged' | 'asked' | 'nightly' | 'refused';

/** Departments and staff have been read completely. */
export const orgSynced = event<{ reason: SyncReason }>('org.synced');

/** A member has other labels than before. */
export const staffLabelled = event<{ staffId: string }>('staff.labelled');
