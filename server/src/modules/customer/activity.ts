import { In, LessThan } from 'typeorm';
import { AppError } from '../../core/errors';
import { newId } from '../../core/db/ids';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import { Activity, type ActivityKind } from './entity';
import { livingId } from './find';

export interface NewActivity {
  customerId: string;
  staffId: string | null;
  kind: ActivityKind;
  /** When it happened, ms. */
  at: number;
  /** What the sentence on the timeline needs, see `shared/src/customer.ts`. */
  data: Record<string, unknown>;
  /** At most 190 characters; the same fact told again has the same key and adds nothing. */
  naturalKey: string;
}

/** Adds to the log; false when it was there already. */
export async function recordActivity(tx: WriteDb, activity: NewActivity): Promise<boolean> {
  if (await hasActivity(tx, activity.naturalKey)) return false;
  await tx.insertMissing(Activity, { id: newId('act'), ...activity, customerId: await livingId(tx, activity.customerId) });
  return true;
}

/** Those that are not in the log yet. */
export async function recordActivities(tx: WriteDb, activities: readonly NewActivity[]): Promise<void> {
  if (activities.length > 0) await tx.insertMissing(Activity, activities.map((activity) => ({ id: newId('act'), ...activity })));
}

export async function hasActivity(db: ReadDb, naturalKey: string): Promise<boolean> {
  return (await db.findOne(Activity, { naturalKey })) !== null;
}

/** Kinds of news that somebody is, or was, a customer. */
const meetings: ActivityKind[] = ['customer.added', 'customer.synced', 'customer.restored', 'customer.lost'];

/** Whether the company, or this staff member, had this person as a customer before `at` (ms), whether they left or not. */
export async function wasCustomerBefore(db: ReadDb, customerId: string, at: number, staffId?: string): Promise<boolean> {
  const found = await db.find(Activity, { customerId, kind: In(meetings), at: LessThan(at), ...(staffId !== undefined && { staffId }) }, { take: 1 });
  return found.length > 0;
}

export interface Page<T> {
  rows: T[];
  total: number;
  nextCursor: string | null;
}

/** Newest first. `cursor` is what the last page gave. */
export async function readTimeline(db: ReadDb, customerId: string, { kinds, cursor, limit }: { kinds?: ActivityKind[]; cursor?: string; limit: number }): Promise<Page<Activity>> {
  const total = await db.count(Activity, kinds ? { customerId, kind: In(kinds) } : { customerId });
  const query = db.query(Activity, 'activity').andWhere('activity.customerId = :customerId', { customerId });
  if (kinds) query.andWhere(kinds.length > 0 ? 'activity.kind IN (:...kinds)' : '1 = 0', { kinds });
  if (cursor) query.andWhere('(activity.at < :at OR (activity.at = :at AND activity.id < :id))', readCursor(cursor));
  const found = await query.orderBy('activity.at', 'DESC').addOrderBy('activity.id', 'DESC').limit(limit + 1).getMany();
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, total, nextCursor: found.length > limit && last ? `${last.at}.${last.id}` : null };
}

/** `<ms>.<id>`: where a page ended. */
export function readCursor(cursor: string): { at: number; id: string } {
  const [, at, id] = /^(\d{1,15})\.(\w{1,40})$/.exec(cursor) ?? [];
  if (!at || !id) throw new AppError('bad_input', { detail: 'cursor' });
  return { at: Number(at), id };
}
