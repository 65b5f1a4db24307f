import type { AudienceFilter } from '@scrm/shared/audience';
import type { ReadDb } from '../../core/db/scope';
import type { Reach } from '../../core/http/serve';
import type { Secrets } from '../../core/secrets';
import { customerByExternalUserid, customerIdsByPhoneName } from '../customer';
import { askField, customerIdsByPhone, leadSourceFamily, type AskedField } from '../field';
import { staffIdsOfDepartments } from '../org';

/** A filter with everything looked up that is not in the index, and whose customers it is asked for. */
export interface Asked extends Omit<AudienceFilter, 'keyword' | 'fields'> {
  /** In small letters. */
  word: string | null;
  /** Those whose external id or phone number was typed. */
  wordIds: readonly string[];
  askedFields: readonly AskedField[];
  departmentStaffIds: readonly string[] | null;
  reach: readonly string[] | null;
}

/** Whose customers are looked through, and by whom: `roles` null is the product itself, which sees every field. */
export interface Asker {
  reach: Reach;
  roles: readonly string[] | null;
}

/** What could be an external id; names are not looked up. */
const idLike = /^[\w-]{6,64}$/;
/** What could be a phone number, as people write one. */
const phoneLike = /^\+?[\d\s\-().·]{7,24}$/;

export async function prepare(db: ReadDb, { keyword, fields = [], ...filter }: AudienceFilter, { reach, roles }: Asker, secrets: Secrets): Promise<Asked> {
  const typed = keyword?.trim() ?? '';
  return {
    ...await prepareFacts(db, filter, reach), word: typed === '' ? null : typed.toLowerCase(), wordIds: await idsOfWord(db, typed, { roles, secrets }),
    askedFields: await Promise.all(fields.map((field) => askField(db, secrets, field, { roles }))),
  };
}

/** Of a filter without words and fields, for which nobody's permission counts. */
export async function prepareFacts(db: ReadDb, filter: Omit<AudienceFilter, 'keyword' | 'fields'>, { staffIds }: Reach): Promise<Asked> {
  const departments = filter.departmentIds ?? [];
  const leadSourceIds = filter.leadSourceIds && await leadSourceFamily(db, filter.leadSourceIds);
  return { ...filter, leadSourceIds, word: null, wordIds: [], askedFields: [], departmentStaffIds: departments.length === 0 ? null : await staffIdsOfDepartments(db, departments), reach: staffIds };
}

async function idsOfWord(db: ReadDb, typed: string, { roles, secrets }: { roles: Asker['roles']; secrets: Secrets }): Promise<string[]> {
  const known = idLike.test(typed) ? await customerByExternalUserid(db, typed) : null;
  const byPhone = phoneLike.test(typed.normalize('NFKC')) ? [...await customerIdsByPhone(db, secrets, typed, { roles }), ...await customerIdsByPhoneName(db, secrets, typed)] : [];
  return [...new Set([...(known ? [known.id] : []), ...byPhone])];
}
