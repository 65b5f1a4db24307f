import { LessThan } from 'typeorm';
import type { Progress } from '@scrm/shared/corp';
import { messageOf } from '../../core/errors';
import { job, type JobContext } from '../../core/jobs/define';
import type { WriteDb } from '../../core/db/scope';
import { listFollowUsers } from '../../wecom/api/external-contact';
import { listGroupChats } from '../../wecom/api/group-chat';
import { WeComError } from '../../wecom/errors';
import { readCursor, readProgress, saveProgress } from '../corp';
import { readGroup } from './change';
import { GroupChat } from './entity';
import { dismissGroup, saveGroup, saveStatus } from './save';

/** How far a sync has come; kept after each page, so that it goes on there after a crash. */
interface Position {
  /** The last owner, in their order, all of whose groups were read. */
  after: string;
  batch: string[];
  page: string;
}

const batchSize = 100;
const longestSyncMs = 6 * 3_600_000;
const begin: Position = { after: '', batch: [], page: '' };
/** The owner went out of the app's sight; the group may well exist. */
const invisible = new Set([60011, 40003, 40031, 86101]);

/** Begins a sync, unless one is on its way. `now` in ms. */
export async function requestGroupSync(tx: WriteDb, now: number): Promise<void> {
  const { state, startedAt } = await readProgress(tx, 'groupSync');
  if (state === 'running' && startedAt !== null && now - startedAt < longestSyncMs) return;
  await saveProgress(tx, 'groupSync', { state: 'running', done: 0, total: 0, startedAt: now, finishedAt: null, error: '' });
  await tx.enqueue(sync, {});
}

/** Reads every group of every owner and puts right what differs; those that are not listed any more are looked at one by one. */
export const sync = job<object>('groupChat.sync', { lane: 'bulk', timeoutMs: longestSyncMs }, async (_, context) => {
  const { db, corpId, corps, clock, write, signal } = context;
  if ((await corps.get(corpId)).state !== 'active') return;
  try {
    await syncGroups(context);
    const progress = await readProgress(db, 'groupSync');
    await lookForGone(context, progress.startedAt ?? clock.now());
    await write((tx) => saveProgress(tx, 'groupSync', { ...progress, state: 'done', total: progress.done, finishedAt: clock.now(), error: '' }));
  } catch (error) {
    const isPutOff = typeof (error as { retryAfterMs?: unknown }).retryAfterMs === 'number';
    if (!signal.aborted) {
      const [progress, cursor] = [await readProgress(db, 'groupSync'), await readCursor(db, 'groupSync')];
      await write((tx) => saveProgress(tx, 'groupSync', { ...progress, state: isPutOff ? 'running' : 'failed', error: messageOf(error).slice(0, 500) }, cursor));
    }
    throw error;
  }
});

async function syncGroups(context: JobContext): Promise<void> {
  const { db, corpId, clock, write, signal } = context;
  const wecom = await context.wecom(corpId);
  // Owners are named in batches: without names, more than 1,000 staff are refused (81017).
  const owners = (await listFollowUsers(wecom, { signal })).follow_user.sort();
  const text = await readCursor(db, 'groupSync');
  let position: Position = text === '' ? begin : (JSON.parse(text) as Position);
  let progress: Progress = { ...(await readProgress(db, 'groupSync')), state: 'running', finishedAt: null, error: '' };
  for (;;) {
    signal.throwIfAborted();
    const isWhole = position.batch.length > 0 && position.batch.every((userId) => owners.includes(userId));
    const batch = isWhole ? position.batch : owners.filter((userId) => userId > position.after).slice(0, batchSize);
    if (batch.length === 0) return;
    const page = await listGroupChats(wecom, { owners: batch, cursor: isWhole ? position.page : '' }, { signal });
    progress = { ...progress, total: Math.max(progress.total, progress.done + page.group_chat_list.length) };
    for (const { chat_id } of page.group_chat_list) {
      signal.throwIfAborted();
      const reading = await readGroup(wecom, chat_id, clock.now());
      if (reading) await write((tx) => saveGroup(tx, reading, { at: clock.now(), now: clock.now(), newsFrom: Infinity }));
    }
    position = page.next_cursor ? { after: position.after, batch, page: page.next_cursor } : { after: batch.at(-1)!, batch: [], page: '' };
    progress = { ...progress, done: progress.done + page.group_chat_list.length };
    await write(async (tx) => {
      await saveStatus(tx, page.group_chat_list);
      await saveProgress(tx, 'groupSync', progress, JSON.stringify(position));
    });
  }
}

/** Groups that this sync did not meet: dismissed without our hearing of it, or of an owner who is out of sight. */
async function lookForGone({ db, corpId, clock, write, signal, wecom }: JobContext, startedAt: number): Promise<void> {
  const app = await wecom(corpId);
  for (const group of await db.find(GroupChat, { state: 'active', syncedAt: LessThan(startedAt) })) {
    signal.throwIfAborted();
    try {
      const reading = await readGroup(app, group.chatId, clock.now());
      await write((tx) => (reading ? saveGroup(tx, reading, { at: clock.now(), now: clock.now(), newsFrom: Infinity }).then(() => undefined) : dismissGroup(tx, group.chatId, { at: clock.now(), now: clock.now() })));
    } catch (error) {
      if (!(error instanceof WeComError) || !invisible.has(error.errcode)) throw error;
    }
  }
}
