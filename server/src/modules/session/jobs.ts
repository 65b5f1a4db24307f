import { LessThanOrEqual } from 'typeorm';
import { on } from '../../core/events';
import { staffReturned } from '../org/events';
import { RoleMember } from './entity';

/** Away for less, somebody was only out of the app's visible range for a while. ms. */
const awayMs = 7 * 86_400_000;

/** Whoever comes back after that, or has the userid of somebody who left, begins as a sales rep: roles are given to people, not to ids. */
export const dropOldRoles = on(staffReturned, 'session.dropOldRoles', async ({ staffId, leftAt }, { write, clock }) => {
  if (clock.now() - leftAt >= awayMs) await write((tx) => tx.remove(RoleMember, { staffId, createdAt: LessThanOrEqual(leftAt) }));
}, { lane: 'urgent' });

export const sessionJobs = [dropOldRoles];
