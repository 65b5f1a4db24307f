import { on } from '../../core/events';
import { every, job, type JobContext } from '../../core/jobs/define';
import type { WriteDb } from '../../core/db/scope';
import type { EventFields } from '../../wecom/events';
import { readProgress, saveProgress } from '../corp';
import { callback, corpInstalled, corpScopeChanged } from '../corp/events';
import { saveDepartments } from './department';
import { staffLeft, type SyncReason } from './events';
import { readOrg } from './read';
import { leaveStaff, renameStaff, saveMembers } from './staff';
import { syncOrg } from './sync';

const hour = 3_600_000;

export const sync = job<{ reason: SyncReason }>('org.sync', { lane: 'bulk', timeoutMs: hour }, ({ reason }, context) => syncOrg(context, reason));

/** Begins a sync, unless one is on its way. `now` in ms. */
export async function requestOrgSync(tx: WriteDb, reason: SyncReason, now: number): Promise<void> {
  const { state, startedAt } = await readProgress(tx, 'orgSync');
  if (state === 'running' && startedAt !== null && now - startedAt < hour) return;
  await saveProgress(tx, 'orgSync', { state: 'running', done: 0, total: 0, startedAt: now, finishedAt: null, error: '' });
  await tx.enqueue(sync, { reason });
}

export const syncOnInstall = on(corpInstalled, 'org.syncOnInstall', async (_, { write, clock }) => {
  await write((tx) => requestOrgSync(tx, 'installed', clock.now()));
});

/** Also while a sync runs: that one may have read the old range. */
export const syncOnScopeChange = on(corpScopeChanged, 'org.syncOnScopeChange', async (_, { write, job: { id } }) => {
  await write((tx) => tx.enqueue(sync, { reason: 'scopeChanged' }, { key: id }));
});

export const syncNightly = every('10 2 * * *', 'org.syncNightly', async (_, { db: { database }, corps, clock }) => {
  for (const corp of await corps.active()) await database.write(corp.id, (tx) => requestOrgSync(tx, 'nightly', clock.now()));
});

/** Events come late and in any order, so what they name is looked at as it is now. */
async function lookAgain(userId: string, context: JobContext): Promise<void> {
  const { corpId, corps, clock, write, signal } = context;
  const reader = await readOrg(await context.wecom(corpId), (await corps.get(corpId)).kind, signal);
  const member = await reader.member(userId);
  await write((tx) => (member ? saveMembers(tx, [member], clock.now()) : leaveStaff(tx, userId, clock.now())));
}

export const onCreateUser = on(callback<EventFields<'change_contact.create_user'>>('change_contact.create_user'), 'org.onCreateUser', ({ fields }, context) => lookAgain(fields.userId, context));

export const onUpdateUser = on(callback<EventFields<'change_contact.update_user'>>('change_contact.update_user'), 'org.onUpdateUser', async ({ fields: { userId, newUserId } }, context) => {
  if (newUserId) await context.write((tx) => renameStaff(tx, userId, newUserId));
  await lookAgain(newUserId ?? userId, context);
});

export const onDeleteUser = on(callback<EventFields<'change_contact.delete_user'>>('change_contact.delete_user'), 'org.onDeleteUser', ({ fields }, context) => lookAgain(fields.userId, context));
export const onSubscribe = on(callback<EventFields<'subscribe'>>('subscribe'), 'org.onSubscribe', ({ fields }, context) => lookAgain(fields.userId, context));
export const onUnsubscribe = on(callback<EventFields<'unsubscribe'>>('unsubscribe'), 'org.onUnsubscribe', ({ fields }, context) => lookAgain(fields.userId, context));

async function readDepartmentsAgain(_: unknown, context: JobContext): Promise<void> {
  const { corpId, corps, write, signal } = context;
  const reader = await readOrg(await context.wecom(corpId), (await corps.get(corpId)).kind, signal);
  const departments = await reader.departments();
  await write((tx) => saveDepartments(tx, departments));
}

export const onCreateParty = on(callback('change_contact.create_party'), 'org.onCreateParty', readDepartmentsAgain);
export const onUpdateParty = on(callback('change_contact.update_party'), 'org.onUpdateParty', readDepartmentsAgain);
export const onDeleteParty = on(callback('change_contact.delete_party'), 'org.onDeleteParty', readDepartmentsAgain);

/** Who leaves loses access at once. */
export const closeSessions = on(staffLeft, 'org.closeSessions', async ({ staffId }, { sessions }) => {
  await sessions.revokeSubject(staffId);
}, { lane: 'urgent' });

export const orgJobs = [
  sync, syncOnInstall, syncOnScopeChange, syncNightly, onCreateUser, onUpdateUser, onDeleteUser, onSubscribe, onUnsubscribe,
  onCreateParty, onUpdateParty, onDeleteParty, closeSessions,
];
