import { Not } from 'typeorm';
import type { Language } from '@scrm/shared/error';
import { org } from '@scrm/shared/org';
import { AppError } from '../../core/errors';
import { serve, type CallContext } from '../../core/http/serve';
import { write, type ScopedQuery } from '../../core/db/scope';
import { searchContacts } from '../../wecom/api/contact';
import { reasonOf } from '../../wecom/errors';
import { readProgress } from '../corp';
import { listDepartments, subtreeOf } from './department';
import { Staff } from './entity';
import { requestOrgSync } from './jobs';
import { allLabels, labelsOf, setLabels } from './labels';
import { staffRef } from './staff';

interface Filter {
  keyword?: string;
  departmentId?: number;
  onlyReceiving?: boolean;
}

export const orgRoutes = serve('org', org, {
  departments: async (_, { db }) => ({ items: await listDepartments(db) }),

  staff: async ({ cursor, limit, ...filter }, context) => {
    const narrow = await staffFilter(filter, context);
    const total = await narrow().getCount();
    const page = narrow().orderBy('staff.id', 'ASC').limit(limit + 1);
    if (cursor) page.andWhere('staff.id > :cursor', { cursor });
    const rows = await page.getMany();
    const items = rows.slice(0, limit);
    const labels = await labelsOf(context.db, items.map(({ id }) => id));
    const { staffIds } = await context.access.reachOf(context.actor, 'customer.read');
    const isTheirs = (row: Staff) => staffIds === null || staffIds.includes(row.id);
    return { items: items.map((row) => ({ ...presentStaff(row, isTheirs(row), context.language), labels: labels.get(row.id) ?? [] })), total, nextCursor: rows.length > limit ? items.at(-1)!.id : null };
  },

  labels: async (_, { db }) => ({ items: await allLabels(db) }),

  setLabels: async ({ staffId, labels }, { db, reach }) => {
    const { staffIds } = await reach();
    if (staffIds?.includes(staffId) === false || !(await db.findOne(Staff, { id: staffId, state: Not('left') }))) throw new AppError('not_found', { what: '员工' });
    await write(db, (tx) => setLabels(tx, staffId, labels));
    return { done: true as const };
  },

  sync: async (_, { db, clock }) => {
    await write(db, (tx) => requestOrgSync(tx, 'asked', clock.now()));
    return { done: true as const };
  },

  progress: (_, { db }) => readProgress(db, 'orgSync'),
});

/** Makes the same query as often as it is called. Who left is on no list to choose from. */
async function staffFilter({ keyword, departmentId, onlyReceiving }: Filter, context: CallContext): Promise<() => ScopedQuery<Staff>> {
  const { db } = context;
  const departmentIds = departmentId === undefined ? null : await subtreeOf(db, departmentId);
  const word = keyword?.trim();
  const found = word ? await findByKeyword(word, context) : null;
  return () => {
    const query = db.query(Staff, 'staff').andWhere('staff.state <> :left', { left: 'left' });
    if (onlyReceiving) query.andWhere('staff.canReceive = 1 AND staff.state = :active', { active: 'active' });
    if (found) query.andWhere(found.condition, found.parameters);
    if (departmentIds) {
      query.andWhere('EXISTS (SELECT 1 FROM staff_department link WHERE link.corpId = staff.corpId AND link.staffId = staff.id AND link.departmentId IN (:...departmentIds))', { departmentIds });
    }
    return query;
  };
}

/** A suite may not know names; WeCom searches them for it. https://developer.work.weixin.qq.com/document/path/91844 */
async function findByKeyword(word: string, { corps, corpId, platform }: CallContext): Promise<{ condition: string; parameters: object }> {
  const corp = await corps.get(corpId);
  if (corp.kind !== 'suite') {
    return { condition: '(LOWER(staff.name) LIKE :like ESCAPE \'!\' OR staff.userId = :word)', parameters: { like: `%${word.toLowerCase().replace(/[!%_]/g, '!$&')}%`, word } };
  }
  const reply = await searchContacts(platform.provider, { wecomCorpId: corp.wecomCorpId, word, agentId: corp.agentId ?? undefined, kind: 'user', limit: 200 });
  const user = reply.query_result.user;
  return { condition: 'staff.userId IN (:...userIds)', parameters: { userIds: [word, ...(user?.userid ?? []), ...(user?.open_userid ?? [])] } };
}

function presentStaff(row: Staff, isTheirs: boolean, language: Language) {
  const { position, departmentIds, state, canReceive, refusal, customerCount } = row;
  return { ...staffRef(row), position, departmentIds, state, canReceive, refusal: refusal ? reasonOf(refusal.errcode, language) : '', customerCount: isTheirs ? customerCount : null };
}
