import { AppError } from '../../core/errors';
import type { ReadDb, ScopedQuery } from '../../core/db/scope';
import type { CallContext, Reach } from '../../core/http/serve';
import { LiveCode, liveCodeWord } from './entity';
import { namesOf } from './staff';

/** Who looks at codes. */
export interface Sight extends Reach {
  /** The staff member or account: what they made is theirs to see. */
  self: string;
}

export async function sightOf({ actor, reach }: Pick<CallContext, 'actor' | 'reach'>): Promise<Sight> {
  return { self: actor.staffId ?? actor.id, ...(await reach()) };
}

/** Those on which somebody within reach stands, and one's own. */
export function inSight(query: ScopedQuery<LiveCode>, { self, staffIds }: Sight): ScopedQuery<LiveCode> {
  if (staffIds === null) return query;
  if (staffIds.length === 0) return query.andWhere('code.createdBy = :self', { self });
  const standsOn = 'EXISTS (SELECT 1 FROM staff reached WHERE reached.corpId = code.corpId AND reached.id IN (:...reach) AND INSTR(code.staffIds, REPLACE(:quoted, \'?\', reached.id)) > 0)';
  return query.andWhere(`(code.createdBy = :self OR ${standsOn})`, { self, reach: staffIds, quoted: '"?"' });
}

export function isInSight({ createdBy, staffIds: standing }: LiveCode, { self, staffIds }: Sight): boolean {
  return staffIds === null || createdBy === self || standing.some((id) => staffIds.includes(id));
}

/** A code out of sight does not exist. */
export async function visibleCode(db: ReadDb, id: string, sight: Sight): Promise<LiveCode> {
  const code = await db.get(LiveCode, id, liveCodeWord);
  if (!isInSight(code, sight)) throw new AppError('not_found', { what: liveCodeWord });
  return code;
}

/** Only those within reach are put on a code; whoever else stands on it already stays. */
export async function checkStaffReach(db: ReadDb, { staffIds }: Reach, wanted: readonly string[], before: readonly string[]): Promise<void> {
  if (staffIds === null) return;
  const changed = [...wanted.filter((id) => !before.includes(id)), ...before.filter((id) => !wanted.includes(id))];
  const beyond = changed.filter((id) => !staffIds.includes(id));
  if (beyond.length > 0) throw new AppError('live_code_staff_reach', { names: await namesOf(db, beyond) });
}
