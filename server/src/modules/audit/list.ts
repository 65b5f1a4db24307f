import { MoreThan } from 'typeorm';
import type { InputOf } from '@scrm/shared/contract';
import type { audit } from '@scrm/shared/audit';
import type { ReadDb, ScopedQuery } from '../../core/db/scope';
import type { Reach } from '../../core/http/serve';
import { AuditEntry, AuditHead } from './entity';
import { hashOf } from './trail';

type Filter = Omit<InputOf<(typeof audit)['list']>, 'limit'>;

/** As far as the caller's reach goes: what these people did. */
export async function listEntries(db: ReadDb, { cursor, limit, ...filter }: Filter & { limit: number; reach: Reach }): Promise<{ items: AuditEntry[]; total: number; nextCursor: string | null }> {
  const page = narrow(db, filter).orderBy('audit.seq', 'DESC').limit(limit + 1);
  if (cursor) page.andWhere('audit.seq < :cursor', { cursor: Number(cursor) || 0 });
  const [total, rows] = [await narrow(db, filter).getCount(), await page.getMany()];
  const items = rows.slice(0, limit);
  return { items, total, nextCursor: rows.length > limit ? String(items.at(-1)!.seq) : null };
}

export function narrow(db: ReadDb, { actorId, call, action, objectId, from, until, reach }: Omit<Filter, 'cursor'> & { reach: Reach }): ScopedQuery<AuditEntry> {
  const query = db.query(AuditEntry, 'audit');
  if (reach.staffIds) query.andWhere(reach.staffIds.length > 0 ? 'audit.actorId IN (:...reached)' : '1 = 0', { reached: reach.staffIds });
  if (actorId) query.andWhere('audit.actorId = :actorId', { actorId });
  if (call) query.andWhere('audit.call = :call', { call });
  if (action) query.andWhere('audit.action = :action', { action });
  if (objectId) query.andWhere('EXISTS (SELECT 1 FROM audit_object about WHERE about.corpId = audit.corpId AND about.auditId = audit.id AND about.objectId = :objectId)', { objectId });
  if (from !== undefined) query.andWhere('audit.at >= :from', { from });
  if (until !== undefined) query.andWhere('audit.at < :until', { until });
  return query;
}

/** Pages of the chain, oldest first. */
export async function* walk(db: ReadDb, size = 1000): AsyncGenerator<AuditEntry[]> {
  for (let after = 0; ;) {
    const rows = await db.find(AuditEntry, { seq: MoreThan(after) }, { order: { seq: 'ASC' }, take: size });
    if (rows.length === 0) return;
    yield rows;
    after = rows.at(-1)!.seq;
  }
}

export interface Verdict {
  checked: number;
  broken: { seq: number; id: string | null; reason: 'changed' | 'missing' | 'cutOff' } | null;
}

/** The first row that was changed or taken out, the end included. */
export async function verifyChain(db: ReadDb): Promise<Verdict> {
  // The head first: what comes in meanwhile stands after it.
  const head = await db.findOne(AuditHead, {});
  let [seq, hash] = [0, ''];
  for await (const rows of walk(db)) {
    for (const row of rows) {
      if (row.seq !== seq + 1) return { checked: seq, broken: { seq: seq + 1, id: null, reason: 'missing' } };
      if (row.previousHash !== hash || row.hash !== hashOf(row)) return { checked: seq, broken: { seq: row.seq, id: row.id, reason: 'changed' } };
      if (head && row.seq === head.seq && row.hash !== head.hash) return { checked: seq, broken: { seq: row.seq, id: row.id, reason: 'changed' } };
      [seq, hash] = [row.seq, row.hash];
    }
  }
  const isCut = head !== null && seq < head.seq;
  return { checked: seq, broken: isCut ? { seq: seq + 1, id: null, reason: 'cutOff' } : null };
}
