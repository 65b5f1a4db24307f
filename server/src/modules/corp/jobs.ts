import { on } from '../../core/events';
import { every } from '../../core/jobs/define';
import type { EventFields } from '../../wecom/events';
import { callback, corpCancelled, corpScopeChanged } from './events';
import { install } from './install';
import { cancelCorp } from './service';

export const keepSuiteTicket = on(callback<EventFields<'suite_ticket'>>('suite_ticket'), 'corp.keepSuiteTicket', async ({ fields, at }, { platform }) => {
  await platform.tokens.putSuiteTicket(fields.suiteTicket, at);
}, { lane: 'urgent' });

/** The auth code lives 10 minutes. */
export const installOnAuth = on(callback<EventFields<'create_auth'>>('create_auth'), 'corp.install', async ({ fields }, context) => {
  await install({ ...context, database: context.db.database }, fields.authCode);
}, { lane: 'urgent', deadlineMs: 600_000 });

/** `change_auth`: what the app may see or do has changed. */
export const readScopeAgain = on(callback<EventFields<'change_auth'>>('change_auth'), 'corp.readScopeAgain', async ({ callbackId }, { write }) => {
  await write((tx) => tx.publish(corpScopeChanged, {}, { key: callbackId }));
});

export const cancelOnEvent = on(callback<EventFields<'cancel_auth'>>('cancel_auth'), 'corp.cancel', async (_, { corps, corpId, db, clock }) => {
  await cancelCorp(db.database, await corps.get(corpId), clock.now());
}, { lane: 'urgent' });

export const closeSessions = on(corpCancelled, 'corp.closeSessions', async (_, { sessions, corps, platform, corpId }) => {
  await sessions.revokeCorp(corpId);
  await platform.tokens.forget((await corps.get(corpId)).wecomCorpId);
}, { lane: 'urgent' });

/** Old callbacks and ended jobs are forgotten after 30 days. */
export const forgetOld = every('17 4 * * *', 'corp.forgetOld', async (_, { db, clock, signal }) => {
  const before = clock.now() - 30 * 86_400_000;
  for (const sql of [
    'DELETE FROM inbox WHERE receivedAt < ? AND state <> \'stored\'',
    'DELETE FROM job WHERE finishedAt < ? AND state IN (\'done\', \'expired\')',
    'DELETE FROM wecom_failure WHERE at < ?',
    'DELETE FROM session WHERE expiresAt < ?',
  ]) {
    if (!signal.aborted) await db.database.execute(sql, [before]);
  }
});

/** WeCom pushes a suite_ticket every 10 minutes; without one for 20 the suite's calls will soon stop. */
export const watchSuiteTicket = every('*/5 * * * *', 'corp.watchSuiteTicket', async (_, { suite, platform, metrics, log }) => {
  if (!suite) return;
  const age = await platform.tokens.suiteTicketAge();
  metrics.suiteTicketAge.set(age === null ? -1 : age / 1000);
  if (age === null || age > 20 * 60_000) log.error({ ageMs: age }, 'no suite_ticket for 20 minutes: check the command callback');
});

export const corpJobs = [keepSuiteTicket, installOnAuth, readScopeAgain, cancelOnEvent, closeSessions, forgetOld, watchSuiteTicket];
