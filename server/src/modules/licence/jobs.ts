import { LessThan } from 'typeorm';
import { messageOf } from '../../core/errors';
import { newId } from '../../core/db/ids';
import type { WriteDb } from '../../core/db/scope';
import { every, job, type JobContext } from '../../core/jobs/define';
import { getAppLicence, listActiveAccounts } from '../../wecom/api/licence';
import { readProgress, saveProgress } from '../corp';
import { LicenceRow, LicenceTrial } from './entity';

const hour = 3_600_000;
const second = 1000;

export const sync = job('licence.sync', { lane: 'bulk', timeoutMs: hour }, (_, context) => syncLicences(context));

/** Begins a sync, unless one is on its way. `now` in ms. */
export async function requestSync(tx: WriteDb, now: number): Promise<void> {
  const { state, startedAt } = await readProgress(tx, 'licenceSync');
  if (state === 'running' && startedAt !== null && now - startedAt < hour) return;
  await saveProgress(tx, 'licenceSync', { state: 'running', done: 0, total: 0, startedAt: now, finishedAt: null, error: '' });
  await tx.enqueue(sync, {});
}

export const syncNightly = every('40 2 * * *', 'licence.syncNightly', async (_, { db: { database }, corps, clock }) => {
  for (const corp of (await corps.active()).filter(({ kind }) => kind !== 'selfBuilt')) await database.write(corp.id, (tx) => requestSync(tx, clock.now()));
});

/** Reads every licence of the corp; what WeCom no longer shows is gone only when everything was read. */
async function syncLicences({ corpId, corps, platform, suite, write, clock, signal }: JobContext): Promise<void> {
  const corp = await corps.get(corpId);
  if (corp.state !== 'active' || corp.kind === 'selfBuilt') return;
  const startedAt = clock.now();
  const progress = { startedAt, finishedAt: null, total: 0, error: '' };
  let done = 0;
  try {
    const trial = corp.kind === 'suite' && suite ? (await getAppLicence(platform.provider, { wecomCorpId: corp.wecomCorpId, suiteId: suite.suiteId })).trail_info : null;
    for (let cursor = ''; ;) {
      signal.throwIfAborted();
      const page = await listActiveAccounts(platform.provider, { wecomCorpId: corp.wecomCorpId, cursor });
      const rows = page.account_list.map(({ userid, type, active_time, expire_time }) => ({
        id: newId('lic'), userId: userid, type, activeAt: active_time * second, expiresAt: expire_time * second, seenAt: startedAt,
      }));
      done += rows.length;
      await write(async (tx) => {
        if (rows.length > 0) await tx.upsert(LicenceRow, rows, ['userId', 'type'], ['activeAt', 'expiresAt', 'seenAt']);
        await saveProgress(tx, 'licenceSync', { ...progress, state: 'running', done });
      });
      cursor = page.next_cursor;
      if (!page.has_more || !cursor) break;
    }
    await write(async (tx) => {
      await tx.remove(LicenceRow, { seenAt: LessThan(startedAt) });
      if (trial) await tx.upsert(LicenceTrial, { id: newId('lic'), endsAt: trial.end_time * second }, [], ['endsAt']);
      await saveProgress(tx, 'licenceSync', { ...progress, state: 'done', done, total: done, finishedAt: clock.now() });
    });
  } catch (error) {
    await write((tx) => saveProgress(tx, 'licenceSync', { ...progress, state: 'failed', done, finishedAt: clock.now(), error: messageOf(error) }));
    throw error;
  }
}

export const licenceJobs = [sync, syncNightly];
