import type { CallContext } from '../../core/http/serve';
import { getStaff, staffDisplayName } from '../org';

/** Who did it, for the record. */
export async function nameOfActor({ actor, db }: CallContext): Promise<string> {
  return actor.staffId ? staffDisplayName(await getStaff(db, actor.staffId)) : actor.name;
}
