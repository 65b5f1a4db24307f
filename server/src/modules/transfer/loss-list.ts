import { In } from 'typeorm';
import type { z } from 'zod';
import type { LossAlert as LossReply, LossFilter, LossKind } from '@scrm/shared/loss-alert';
import type { ReadDb, ScopedQuery } from '../../core/db/scope';
import type { Reach } from '../../core/http/serve';
import { AppError } from '../../core/errors';
import { customerRefs, FollowUser, visibleCustomerIds } from '../customer';
import { staffRefs } from '../org';
import { LossAlert } from './entity';
import { briefOf, refIn, type Page } from './list';
import { worthOf, worthReader, type Reader } from './worth';

type Filter = z.output<typeof LossFilter>;

/** The same rows for the list and for what is counted of it. */
export function filteredLosses(db: ReadDb, { kind, staffId, from, to }: Filter, { staffIds }: Reach): ScopedQuery<LossAlert> {
  const query = db.query(LossAlert, 'loss');
  if (staffIds) query.andWhere(staffIds.length > 0 ? 'loss.staffId IN (:...reach)' : '1 = 0', { reach: staffIds });
  if (kind) query.andWhere('loss.kind = :kind', { kind });
  if (staffId) query.andWhere('loss.staffId = :staffId', { staffId });
  if (from !== undefined) query.andWhere('loss.at >= :from', { from });
  if (to !== undefined) query.andWhere('loss.at < :to', { to });
  return query;
}

/** The latest first. */
export async function listLosses({ db, roles }: Reader, filter: Filter, { cursor, limit, reach }: { cursor?: string; limit: number; reach: Reach }): Promise<Page<z.input<typeof LossReply>>> {
  const page = filteredLosses(db, filter, reach).orderBy('loss.at', 'DESC').addOrderBy('loss.id', 'DESC').limit(limit + 1);
  const [, at, id] = /^(\d{1,15})\.(\w{1,40})$/.exec(cursor ?? '') ?? [];
  if (cursor && !id) throw new AppError('bad_input', { detail: 'cursor' });
  if (id) page.andWhere('(loss.at < :at OR (loss.at = :at AND loss.id < :id))', { at: Number(at), id });
  const found = await page.getMany();
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { items: await present({ db, roles }, rows, reach), total: await filteredLosses(db, filter, reach).getCount(), nextCursor: found.length > limit && last ? `${last.at}.${last.id}` : null };
}

async function present({ db, roles }: Reader, rows: readonly LossAlert[], reach: Reach): Promise<z.input<typeof LossReply>[]> {
  const worth = await worthReader({ db, roles }, rows.map((row) => row.customerId));
  const customers = await customerRefs(db, rows.map((row) => row.customerId));
  const staff = await staffRefs(db, rows.flatMap((row) => [row.staffId, ...row.told]));
  const follows = rows.length === 0 ? [] : await db.find(FollowUser, { customerId: In(rows.map((row) => row.customerId)) });
  const visible = await visibleCustomerIds(db, rows.map((row) => row.customerId), reach);
  const isBack = (row: LossAlert) => follows.some((follow) => follow.customerId === row.customerId && follow.staffId === row.staffId && follow.lostAt === null);
  return rows.map((row) => ({
    id: row.id, kind: row.kind, at: row.at, toldAt: row.toldAt, customer: briefOf(customers.get(row.customerId), row.customerId), reachable: visible.has(row.customerId), staff: refIn(staff, row.staffId),
    told: row.told.map((id) => refIn(staff, id)), isBack: isBack(row), worth: worth([row.customerId]),
  }));
}

export async function summariseLosses({ db, roles }: Reader, filter: Filter, reach: Reach) {
  const rows = await filteredLosses(db, filter, reach).select('loss.staffId', 'staffId').addSelect('loss.kind', 'kind').addSelect('COUNT(*)', 'n')
    .groupBy('loss.staffId').addGroupBy('loss.kind').getRawMany<{ staffId: string; kind: LossKind; n: string | number }>();
  const refs = await staffRefs(db, rows.map((row) => row.staffId));
  const byStaff = new Map<string, { byCustomer: number; byStaff: number }>();
  for (const { staffId, kind, n } of rows) byStaff.set(staffId, { ...(byStaff.get(staffId) ?? { byCustomer: 0, byStaff: 0 }), [kind]: Number(n) });
  const total = (kind: LossKind) => rows.filter((row) => row.kind === kind).reduce((sum, row) => sum + Number(row.n), 0);
  const staff = [...byStaff].map(([staffId, counts]) => ({ staff: refIn(refs, staffId), ...counts })).sort((a, b) => b.byStaff - a.byStaff || b.byCustomer - a.byCustomer);
  const lost = await filteredLosses(db, filter, reach).select('DISTINCT loss.customerId', 'customerId').getRawMany<{ customerId: string }>();
  return { byCustomer: total('byCustomer'), byStaff: total('byStaff'), worth: await worthOf({ db, roles }, lost.map((row) => row.customerId)), staff };
}
