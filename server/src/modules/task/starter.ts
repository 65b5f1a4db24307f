import type { Permission } from '@scrm/shared/permission';
import { AppError } from '../../core/errors';
import type { Actor, Reach } from '../../core/http/serve';
import type { JobContext } from '../../core/jobs/define';
import type { TaskStarter } from '../../core/tasks';
import { getStaff } from '../org';

/** Who begins long work, as it is kept with it. */
export function starterOf(actor: Actor, reach: Reach): TaskStarter {
  if (actor.kind === 'visitor') throw new AppError('not_allowed', { permission: 'tasks' });
  const { kind, id, name, staffId, role } = actor;
  return { kind, id, name, staffId, role, reach };
}

/** The starter as a caller: what they may do is asked anew. */
export function actorOf(starter: TaskStarter, corpId: string): Actor {
  return { ...starter, sessionId: '', corpId };
}

/** Whom they could see when it began and can see now; throws `not_allowed` where they may not do it any more. */
export async function reachOfStarter({ db, corpId, access }: Pick<JobContext, 'db' | 'corpId' | 'access'>, starter: TaskStarter, permission: Permission): Promise<Reach> {
  if (starter.staffId !== null && (await getStaff(db, starter.staffId)).state === 'left') throw new AppError('not_allowed', { permission });
  const actor = actorOf(starter, corpId);
  if (!(await access.permissionsOf(actor)).has(permission)) throw new AppError('not_allowed', { permission });
  return both(starter.reach, await access.reachOf(actor, permission));
}

function both(a: Reach, b: Reach): Reach {
  if (a.staffIds === null) return b;
  if (b.staffIds === null) return a;
  const allowed = new Set(b.staffIds);
  return { staffIds: a.staffIds.filter((id) => allowed.has(id)) };
}
