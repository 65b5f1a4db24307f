import type { LinkEventKind } from '@scrm/shared/acquisition';
import type { ReadDb } from '../../core/db/scope';
import type { Reach } from '../../core/http/serve';
import { AcquisitionCustomer, AcquisitionEvent } from './entity';

interface Count { linkId: string; sourceId: string; added: number; chatted: number }

export async function countBy(db: ReadDb, linkIds: readonly string[]): Promise<Count[]> {
  if (linkIds.length === 0) return [];
  const rows = await db.query(AcquisitionCustomer, 'one').andWhere('one.linkId IN (:...linkIds)', { linkIds }).select('one.linkId', 'linkId').addSelect('one.sourceId', 'sourceId')
    .addSelect('COUNT(*)', 'added').addSelect('SUM(one.chatted)', 'chatted').groupBy('one.linkId').addGroupBy('one.sourceId').getRawMany<{ linkId: string; sourceId: string; added: string | number; chatted: string | number }>();
  return rows.map(({ linkId, sourceId, added, chatted }) => ({ linkId, sourceId, added: Number(added), chatted: Number(chatted) }));
}

/** Requests that customers sent, by place. */
export async function countRequests(db: ReadDb, linkIds: readonly string[]): Promise<Map<string, number>> {
  if (linkIds.length === 0) return new Map();
  const rows = await db.query(AcquisitionEvent, 'told').andWhere('told.linkId IN (:...linkIds) AND told.kind = :kind', { linkIds, kind: 'friend_request' }).select('told.sourceId', 'sourceId').addSelect('COUNT(*)', 'n')
    .groupBy('told.sourceId').getRawMany<{ sourceId: string; n: string | number }>();
  return new Map(rows.map(({ sourceId, n }) => [sourceId, Number(n)]));
}

/** Those whom the staff within reach have, the newest first. */
export async function customersOf(db: ReadDb, { linkId, sourceId, chatted, cursor, limit, reach }: { linkId: string; sourceId?: string; chatted?: true; cursor?: string; limit: number; reach: Reach }) {
  const all = () => {
    const query = db.query(AcquisitionCustomer, 'one').andWhere('one.linkId = :linkId', { linkId });
    if (sourceId !== undefined) query.andWhere('one.sourceId = :sourceId', { sourceId });
    if (chatted) query.andWhere('one.chatted = 1');
    if (reach.staffIds !== null) query.andWhere('one.staffId IN (:...within)', { within: ['', ...reach.staffIds] });
    return query;
  };
  const found = await (cursor ? all().andWhere('one.id < :cursor', { cursor }) : all()).orderBy('one.id', 'DESC').take(limit + 1).getMany();
  const rows = found.slice(0, limit);
  return { rows, total: await all().getCount(), nextCursor: found.length > limit ? rows.at(-1)!.id : null };
}

const ofTheCompany = ['balance_low', 'balance_exhausted', 'balance_increased', 'quota_expire_soon'] as const satisfies readonly LinkEventKind[];

/** What happened by a link since it was there, and to the company's quota meanwhile; the newest first. Those of customers only with staff within reach. */
export async function eventsOf(db: ReadDb, { linkId, since, kinds, cursor, limit, reach }: { linkId: string; since: number; kinds: readonly LinkEventKind[]; cursor?: string; limit: number; reach: Reach }) {
  const all = () => {
    const query = db.query(AcquisitionEvent, 'told').andWhere('(told.linkId = :linkId OR (told.linkId = \'\' AND told.kind IN (:...ofTheCompany) AND told.at >= :since))', { linkId, ofTheCompany, since });
    if (kinds.length > 0) query.andWhere('told.kind IN (:...kinds)', { kinds });
    if (reach.staffIds !== null) query.andWhere('told.staffId IN (:...within)', { within: ['', ...reach.staffIds] });
    return query;
  };
  const found = await (cursor ? all().andWhere('told.id < :cursor', { cursor }) : all()).orderBy('told.id', 'DESC').take(limit + 1).getMany();
  const rows = found.slice(0, limit);
  return { rows, total: await all().getCount(), nextCursor: found.length > limit ? rows.at(-1)!.id : null };
}
