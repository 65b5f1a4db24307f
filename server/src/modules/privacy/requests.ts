import type { z } from 'zod';
import type { PrivacyRequest as RequestReply, requestTypes } from '@scrm/shared/privacy';
import { newId } from '../../core/db/ids';
import type { ReadDb, ScopedQuery, WriteDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { Reach } from '../../core/http/serve';
import { dueAt } from './due';
import { PrivacyRequest, type Channel } from './entity';
import { namesOf } from './person';

const requestWord = '隐私请求';
const noteLimit = 2000;

interface NewRequest {
  customerId: string;
  type: (typeof requestTypes)[number];
  channel: Channel;
  note: string;
  /** '' for the person themselves. */
  createdBy: string;
  /** ms. */
  now: number;
}

/** Writes down what was asked. While one of this kind is open, the words are added to it and its date stays. */
export async function openRequest(tx: WriteDb, { customerId, type, channel, note, createdBy, now }: NewRequest): Promise<PrivacyRequest> {
  const open = await tx.findOne(PrivacyRequest, { customerId, type, state: 'open' });
  if (open) {
    if (note !== '' && !open.note.includes(note)) await tx.update(PrivacyRequest, { id: open.id }, { note: [open.note, note].filter(Boolean).join('\n').slice(0, noteLimit), updatedAt: now });
    return tx.get(PrivacyRequest, open.id, requestWord);
  }
  const id = newId('prq', now);
  await tx.insert(PrivacyRequest, {
    id, type, state: 'open', channel, customerId, note: note.slice(0, noteLimit), answer: '', receivedAt: now, dueAt: dueAt(now), settledAt: null, createdBy: createdBy.slice(0, 128), settledBy: '', updatedAt: now,
  });
  return tx.get(PrivacyRequest, id, requestWord);
}

export async function settleRequest(tx: WriteDb, id: string, { state, answer, updatedAt, by, now }: { state: 'done' | 'refused'; answer: string; updatedAt: number; by: string; now: number }): Promise<PrivacyRequest> {
  const request = await tx.get(PrivacyRequest, id, requestWord);
  if (request.state !== 'open') throw new AppError('privacy_request_settled');
  if (request.updatedAt !== updatedAt) throw new AppError('stale_edit');
  if (request.type === 'erasure' && state === 'done') throw new AppError('privacy_erase_first');
  if (answer === '') throw new AppError('privacy_answer_missing');
  const settled = await tx.update(PrivacyRequest, { id, state: 'open', updatedAt }, { state, answer, settledAt: now, settledBy: by.slice(0, 128), updatedAt: Math.max(now, updatedAt + 1) });
  if (settled === 0) throw new AppError('stale_edit');
  return tx.get(PrivacyRequest, id, requestWord);
}

/** Rows whose customer the caller may see; those of people who were erased are for whoever sees all. */
export function withinReach<Q extends ScopedQuery<object>>(query: Q, column: string, { staffIds }: Reach): Q {
  if (!staffIds) return query;
  const own = `EXISTS (SELECT 1 FROM follow_user follower WHERE follower.corpId = :scopeCorpId AND follower.customerId = ${column} AND follower.staffId IN (:...reach) AND (follower.lostAt IS NULL OR follower.lostBy = 'customer'))`;
  query.andWhere(staffIds.length > 0 ? own : '1 = 0', { reach: staffIds });
  return query;
}

interface Filter {
  type?: PrivacyRequest['type'];
  state?: PrivacyRequest['state'];
  customerId?: string;
  cursor?: string;
  limit: number;
}

/** What is open and due first; then the latest that was settled. */
export async function listRequests(db: ReadDb, { type, state, customerId, cursor, limit }: Filter, reach: Reach) {
  const filtered = () => {
    const query = withinReach(db.query(PrivacyRequest, 'request'), 'request.customerId', reach);
    if (type) query.andWhere('request.type = :type', { type });
    if (state) query.andWhere('request.state = :state', { state });
    if (customerId) query.andWhere('request.customerId = :customerId', { customerId });
    return query;
  };
  const total = await filtered().getCount();
  const start = readOffset(cursor);
  const rows = await filtered().addSelect('CASE WHEN request.state = \'open\' THEN request.dueAt ELSE 9000000000000000 - request.updatedAt END', 'turn')
    .orderBy('turn', 'ASC').addOrderBy('request.id', 'DESC').offset(start).limit(limit).getMany();
  return { items: await presentRequests(db, rows), total, nextCursor: start + rows.length < total ? String(start + rows.length) : null };
}

export function readOffset(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (!/^\d{1,9}$/.test(cursor)) throw new AppError('bad_input', { detail: 'cursor' });
  return Number(cursor);
}

export async function presentRequests(db: ReadDb, rows: readonly PrivacyRequest[]): Promise<z.input<typeof RequestReply>[]> {
  const nameOf = await namesOf(db, rows.map((row) => row.customerId));
  return rows.map((row) => ({ ...row, customerName: nameOf(row.customerId) }));
}

export function getRequest(db: ReadDb, id: string): Promise<PrivacyRequest> {
  return db.get(PrivacyRequest, id, requestWord);
}
