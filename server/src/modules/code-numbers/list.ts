import type { CodeGrouping, CodeStep, CodeWay } from '@scrm/shared/code-figures';
import type { CodeNumberItem } from '@scrm/shared/code-numbers';
import type { ReadDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { Reach } from '../../core/http/serve';
import { customerRefs, visibleCustomerIds } from '../customer';
import { staffRefs } from '../org';
import { storesByIds } from '../store';
import { codeNames } from './names';
import { joinReached, sources, sourcesOf, stepConditions, withinKey, type Scope, type SourceName } from './source';

export interface ListInput {
  by: CodeGrouping;
  key?: string | undefined;
  step: CodeStep;
  cursor?: string | undefined;
  limit: number;
}

interface Row {
  id: string;
  at: number;
  way: CodeWay;
  codeId: string;
  storeId: string;
  staffId: string;
  customerId: string | null;
  lostAt: number | null;
}

/** The rows behind one figure, newest first; `seen`: whose customers the caller may see. */
export async function readList(db: ReadDb, scope: Scope, input: ListInput, seen: Reach): Promise<{ items: CodeNumberItem[]; total: number; nextCursor: string | null }> {
  const names = sourcesOf(input.step);
  const totals = await Promise.all(names.map((name) => countOf(all(db, name, scope, input))));
  const found = (await Promise.all(names.map((name) => page(db, name, scope, input)))).flat().sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
  const rows = found.slice(0, input.limit);
  const last = rows.at(-1);
  return { items: await present(db, rows, seen), total: totals.reduce((sum, n) => sum + n, 0), nextCursor: found.length > input.limit && last ? `${last.at}.${last.id}` : null };
}

function all(db: ReadDb, name: SourceName, scope: Scope, { by, key, step }: ListInput) {
  const query = withinKey(db, name, scope, by, key);
  if (step === 'scans') return query;
  return (step === 'reached' ? joinReached(query, scope) : query).andWhere(stepConditions[step]);
}

async function countOf(query: ReturnType<typeof all>): Promise<number> {
  return Number((await query.select('COUNT(*)', 'n').getRawOne<{ n: string | number }>())!.n);
}

async function page(db: ReadDb, name: SourceName, scope: Scope, input: ListInput): Promise<Row[]> {
  const { columns } = sources[name];
  const query = all(db, name, scope, input);
  if (input.cursor !== undefined) query.andWhere(`(${columns.at} < :lastAt OR (${columns.at} = :lastAt AND row.id < :lastId))`, readCursor(input.cursor));
  const rows = await query.select('row.id', 'id').addSelect(columns.at, 'rowAt').addSelect(columns.way, 'way').addSelect('row.codeId', 'codeId').addSelect(columns.store, 'storeId').addSelect(columns.staff, 'staffId')
    .addSelect('row.customerId', 'customerId').addSelect(name === 'adds' ? 'row.lostAt' : 'NULL', 'lostAt').orderBy('rowAt', 'DESC').addOrderBy('row.id', 'DESC').limit(input.limit + 1).getRawMany<Omit<Row, 'at'> & { rowAt: number | string }>();
  return rows.map(({ rowAt, lostAt, ...row }) => ({ ...row, at: Number(rowAt), lostAt: lostAt === null ? null : Number(lostAt) }));
}

/** `<ms>.<id>`: where a page ended. */
function readCursor(cursor: string): { lastAt: number; lastId: string } {
  const [, at, id] = /^(\d{1,15})\.(\w{1,40})$/.exec(cursor) ?? [];
  if (!at || !id) throw new AppError('bad_input', { detail: 'cursor' });
  return { lastAt: Number(at), lastId: id };
}

async function present(db: ReadDb, rows: readonly Row[], seen: Reach): Promise<CodeNumberItem[]> {
  const ids = rows.flatMap(({ customerId }) => customerId ?? []);
  const [visible, customers, staff, stores, codes] = await Promise.all([
    visibleCustomerIds(db, ids, seen), customerRefs(db, ids), staffRefs(db, rows.map(({ staffId }) => staffId)), storesByIds(db, rows.map(({ storeId }) => storeId)), codeNames(db, rows.map(({ codeId }) => codeId)),
  ]);
  return rows.map(({ id, at, way, codeId, storeId, staffId, customerId, lostAt }) => {
    const ref = customers.get(customerId ?? '');
    return {
      id, at, way, code: { id: codeId, name: codes.get(codeId) ?? '' }, store: stores.get(storeId)?.name ?? '', staff: staff.get(staffId) ?? null, lostAt,
      customer: customerId === null ? 'unknown' as const : !ref ? 'erased' as const : visible.has(ref.id) ? { id: ref.id, name: ref.name, avatarUrl: ref.avatarUrl } : 'beyond' as const,
    };
  });
}
