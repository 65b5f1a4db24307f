import type { AudienceFilter } from '@scrm/shared/audience';
import type { ReadDb } from '../../core/db/scope';
import type { Reach } from '../../core/http/serve';
import { customerByExternalUserid } from '../customer';
import { staffIdsOfDepartments } from '../org';

/** A filter with everything looked up that is not in the index, and whose customers it is asked for. */
export interface Asked extends Omit<AudienceFilter, 'keyword'> {
  /** In small letters. */
  word: string | null;
  /** The customer whose external id was typed. */
  wordId: string | null;
  departmentStaffIds: readonly string[] | null;
  reach: readonly string[] | null;
}

/** What could be an external id; names are not looked up. */
const idLike = /^[\w-]{6,64}$/;

export async function prepare(db: ReadDb, filter: AudienceFilter, { staffIds }: Reach): Promise<Asked> {
  const { keyword, ...others } = filter;
  const typed = keyword?.trim() ?? '';
  const departments = filter.departmentIds ?? [];
  return {
    ...others, word: typed === '' ? null : typed.toLowerCase(),
    wordId: !idLike.test(typed) ? null : (await customerByExternalUserid(db, typed))?.id ?? null,
    departmentStaffIds: departments.length === 0 ? null : await staffIdsOfDepartments(db, departments), reach: staffIds,
  };
}
