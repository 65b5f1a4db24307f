import type { Progress } from '@scrm/shared/corp';
import { messageOf } from '../../core/errors';
import type { JobContext } from '../../core/jobs/define';
import { saveProgress } from '../corp';
import { saveDepartments } from './department';
import { orgSynced, type SyncReason } from './events';
import { readOrg } from './read';
import { leaveUnseen, saveMembers } from './staff';

/**
 * Reads departments and staff. Somebody counts as left only when everything was read and they were not in it, so a
 * call that fails never removes anyone. https://developer.work.weixin.qq.com/document/path/90344
 */
export async function syncOrg(context: JobContext, reason: SyncReason): Promise<void> {
  const { corpId, corps, clock, write, signal } = context;
  const corp = await corps.get(corpId);
  if (corp.state !== 'active') return;
  const startedAt = clock.now();
  const keepRefusals = reason === 'refused';
  let progress: Progress = { state: 'running', done: 0, total: 0, startedAt, finishedAt: null, error: '' };
  const step = (done: number, total: number): Progress => (progress = { ...progress, done, total });
  try {
    const reader = await readOrg(await context.wecom(corpId), corp.kind, signal);
    const departments = await reader.departments();
    await write(async (tx) => {
      await saveDepartments(tx, departments);
      await saveProgress(tx, 'orgSync', step(0, departments.length));
    });
    const seen = new Set<string>();
    for (const [index, { departmentId }] of departments.entries()) {
      signal.throwIfAborted();
      const members = (await reader.membersOf(departmentId)).filter((member) => !seen.has(member.userId));
      members.forEach((member) => seen.add(member.userId));
      await write(async (tx) => {
        await saveMembers(tx, members, clock.now(), { keepRefusals });
        await saveProgress(tx, 'orgSync', step(index + 1, departments.length));
      });
    }
    for (const userId of (await reader.namedUserIds()).filter((one) => !seen.has(one))) {
      signal.throwIfAborted();
      const member = await reader.member(userId);
      if (member) await write((tx) => saveMembers(tx, [member], clock.now(), { keepRefusals }));
    }
    await write(async (tx) => {
      await leaveUnseen(tx, startedAt, clock.now());
      await saveProgress(tx, 'orgSync', { ...progress, state: 'done', finishedAt: clock.now() });
      await tx.publish(orgSynced, { reason }, { key: context.job.id });
    });
  } catch (error) {
    const isPutOff = typeof (error as { retryAfterMs?: unknown }).retryAfterMs === 'number';
    if (!signal.aborted) {
      await write((tx) => saveProgress(tx, 'orgSync', { ...progress, state: isPutOff ? 'running' : 'failed', finishedAt: isPutOff ? null : clock.now(), error: messageOf(error).slice(0, 500) }));
    }
    throw error;
  }
}
