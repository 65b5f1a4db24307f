import type { Progress } from '@scrm/shared/corp';
import { messageOf } from '../../core/errors';
import { job, type JobContext } from '../../core/jobs/define';
import type { WriteDb } from '../../core/db/scope';
import { batchGetByUser, listExternalUserids, listFollowUsers, type ExternalContactRow } from '../../wecom/api/external-contact';
import type { WecomApp } from '../../wecom/client';
import { WeComError } from '../../wecom/errors';
import { readCursor, readProgress, saveProgress } from '../corp';
import { setCustomerCounts } from '../org';
import { ensureTagsSynced } from '../tag';
import { FollowUser } from './entity';
import { customersSynced } from './events';
import { savePage } from './sync-page';

/** How far a sync has come; kept with every page, so that it goes on there after a crash. */
interface Position {
  /** The last userid, in their order, of whom everything was read. */
  after: string;
  /** The staff who are being read, and WeCom's cursor among their customers. */
  batch: string[];
  page: string;
}

const batchSize = 100;
const longestSyncMs = 12 * 3_600_000;
const begin: Position = { after: '', batch: [], page: '' };

/** Begins a sync, unless one is on its way. `now` in ms. */
export async function requestCustomerSync(tx: WriteDb, now: number): Promise<void> {
  const { state, startedAt } = await readProgress(tx, 'customerSync');
  if (state === 'running' && startedAt !== null && now - startedAt < longestSyncMs) return;
  await saveProgress(tx, 'customerSync', { state: 'running', done: 0, total: 0, startedAt: now, finishedAt: null, error: '' });
  await tx.enqueue(sync, {});
}

/**
 * Reads every customer of every staff member, a page at a time; each page is one transaction with the position in it.
 * https://developer.work.weixin.qq.com/document/path/92994
 */
export const sync = job<object>('customer.sync', { lane: 'bulk', timeoutMs: longestSyncMs }, async (_, context) => {
  const { db, corpId, corps, clock, write, signal } = context;
  if ((await corps.get(corpId)).state !== 'active') return;
  try {
    await syncCustomers(context);
    const counts = await countFriends(context);
    const progress = await readProgress(db, 'customerSync');
    await write(async (tx) => {
      await setCustomerCounts(tx, counts);
      await saveProgress(tx, 'customerSync', { ...progress, state: 'done', total: progress.done, finishedAt: clock.now(), error: '' });
      await tx.publish(customersSynced, {}, { key: `synced:${context.job.id}` });
    });
  } catch (error) {
    const isPutOff = typeof (error as { retryAfterMs?: unknown }).retryAfterMs === 'number';
    if (!signal.aborted) {
      const [progress, cursor] = [await readProgress(db, 'customerSync'), await readCursor(db, 'customerSync')];
      await write((tx) => saveProgress(tx, 'customerSync', { ...progress, state: isPutOff ? 'running' : 'failed', error: messageOf(error).slice(0, 500) }, cursor));
    }
    throw error;
  }
});

async function syncCustomers(context: JobContext): Promise<void> {
  const { db, corpId, clock, write, signal } = context;
  const wecom = await context.wecom(corpId);
  const userIds = (await listFollowUsers(wecom, { signal })).follow_user.sort();
  let position = await readPosition(context);
  let progress: Progress = { ...(await readProgress(db, 'customerSync')), state: 'running', finishedAt: null, error: '' };
  if (position === begin) {
    progress = { ...progress, startedAt: progress.startedAt ?? clock.now(), done: 0, total: await countRelations(wecom, userIds, signal) };
    await write((tx) => saveProgress(tx, 'customerSync', progress, JSON.stringify(begin)));
  }
  for (;;) {
    signal.throwIfAborted();
    const isWhole = position.batch.length > 0 && position.batch.every((userId) => userIds.includes(userId));
    const batch = isWhole ? position.batch : userIds.filter((userId) => userId > position!.after).slice(0, batchSize);
    if (batch.length === 0) return;
    const fetchedAt = clock.now();
    const { rows, next } = await readPage(wecom, batch, isWhole ? position.page : '', signal);
    await ensureTagsSynced(context, rows.flatMap((row) => row.follow_info.tag_id));
    const nextPosition: Position = next ? { after: position.after, batch, page: next } : { after: batch.at(-1)!, batch: [], page: '' };
    progress = { ...progress, done: progress.done + rows.length, total: Math.max(progress.total, progress.done + rows.length) };
    await write(async (tx) => {
      await savePage(tx, rows, { fetchedAt, now: clock.now() });
      await saveProgress(tx, 'customerSync', progress, JSON.stringify(nextPosition));
    });
    position = nextPosition;
  }
}

async function readPosition({ db }: JobContext): Promise<Position> {
  const text = await readCursor(db, 'customerSync');
  return text === '' ? begin : (JSON.parse(text) as Position);
}

async function readPage(wecom: WecomApp, userids: string[], cursor: string, signal: AbortSignal): Promise<{ rows: ExternalContactRow[]; next: string }> {
  try {
    const reply = await batchGetByUser(wecom, { userids, cursor }, { signal });
    return { rows: reply.external_contact_list, next: reply.next_cursor };
  } catch (error) {
    // 84061: none of them has a customer.
    if (error instanceof WeComError && error.errcode === 84061) return { rows: [], next: '' };
    // A cursor does not live for ever: these staff are read from their beginning.
    if (error instanceof WeComError && cursor !== '' && error.reaction === 'fix') return readPage(wecom, userids, '', signal);
    throw error;
  }
}

/** How many relations there are to read, for the progress bar. */
async function countRelations(wecom: WecomApp, userIds: readonly string[], signal: AbortSignal): Promise<number> {
  let total = 0;
  for (let start = 0; start < userIds.length; start += 8) {
    signal.throwIfAborted();
    const counts = await Promise.all(userIds.slice(start, start + 8).map(async (userId) => (await listCustomersOf(wecom, userId, signal)).length));
    total += counts.reduce((sum, count) => sum + count, 0);
  }
  return total;
}

/** The external_userids of a staff member's customers. https://developer.work.weixin.qq.com/document/path/92113 */
export async function listCustomersOf(wecom: WecomApp, userId: string, signal: AbortSignal): Promise<string[]> {
  try {
    return (await listExternalUserids(wecom, userId, { signal })).external_userid;
  } catch (error) {
    if (error instanceof WeComError && error.errcode === 84061) return [];
    throw error;
  }
}

async function countFriends({ db }: JobContext): Promise<Map<string, number>> {
  const rows = await db.query(FollowUser, 'follow').andWhere('follow.lostAt IS NULL').select('follow.staffId', 'staffId').addSelect('COUNT(DISTINCT follow.customerId)', 'friends').groupBy('follow.staffId').getRawMany<{ staffId: string; friends: string | number }>();
  return new Map(rows.map((row) => [row.staffId, Number(row.friends)]));
}
