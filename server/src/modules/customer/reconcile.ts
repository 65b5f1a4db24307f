import { messageOf } from '../../core/errors';
import { job, type JobContext } from '../../core/jobs/define';
import { newId } from '../../core/db/ids';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import { findTombstones, isBuried, noteReturn } from '../../core/personal/tombstone';
import type { Reconciliation as ReconciliationReply } from '@scrm/shared/system';
import type { z } from 'zod';
import { listFollowUsers } from '../../wecom/api/external-contact';
import type { WecomApp } from '../../wecom/client';
import { WeComError } from '../../wecom/errors';
import { staffByUserIds } from '../org';
import { ensureTagsSynced } from '../tag';
import { recordFound } from './add';
import { beginningOf, readContact } from './contact';
import { Customer, FollowUser, Reconciliation } from './entity';
import { reconciliationRun } from './events';
import { recordLoss } from './loss';
import { listCustomersOf } from './sync';

type Counts = Partial<Pick<Reconciliation, 'checked' | 'missedAdds' | 'missedLosses' | 'orphanContactWays' | 'missingContactWays'>>;

/** The callback of something younger may still be under way. */
const graceMs = 60_000;

/** Compares WeCom's lists with our rows and puts right what differs. Gives the id of its report. `now` in ms. */
export async function startReconciliation(tx: WriteDb, now: number): Promise<string> {
  const id = newId('rec');
  await tx.insert(Reconciliation, {
    id, startedAt: now, finishedAt: null, state: 'running', checked: 0, missedAdds: 0, missedLosses: 0, orphanContactWays: 0, missingContactWays: 0, error: '',
  });
  await tx.enqueue(reconcile, { id }, { key: id });
  await tx.publish(reconciliationRun, { id }, { key: id });
  return id;
}

/** The newest first. */
export function listReconciliations(db: ReadDb): Promise<z.input<typeof ReconciliationReply>[]> {
  return db.query(Reconciliation, 'reconciliation').orderBy('reconciliation.startedAt', 'DESC').addOrderBy('reconciliation.id', 'DESC').limit(20).getMany();
}

/** Adds what was found to a report. */
export async function addToReconciliation(tx: WriteDb, id: string, counts: Counts): Promise<void> {
  const more = Object.entries(counts).map(([column, count]) => [column, () => `${column} + ${Math.trunc(count)}`]);
  if (more.length > 0) await tx.update(Reconciliation, { id }, Object.fromEntries(more) as Record<keyof Counts, () => string>);
}

export const reconcile = job<{ id: string }>('customer.reconcile', { lane: 'bulk', timeoutMs: 6 * 3_600_000 }, async ({ id }, context) => {
  const { write, clock, signal } = context;
  try {
    await write((tx) => tx.update(Reconciliation, { id }, { state: 'running', checked: 0, finishedAt: null, error: '' }));
    const wecom = await context.wecom(context.corpId);
    for (const userId of (await listFollowUsers(wecom, { signal })).follow_user) {
      signal.throwIfAborted();
      await compare(context, wecom, id, userId);
    }
    await write((tx) => tx.update(Reconciliation, { id }, { state: 'done', finishedAt: clock.now() }));
  } catch (error) {
    if (!signal.aborted) await write((tx) => tx.update(Reconciliation, { id }, { state: 'failed', finishedAt: clock.now(), error: messageOf(error) }));
    throw error;
  }
});

interface OurRow {
  externalUserid: string;
  lostAt: number | null;
  lostBy: FollowUser['lostBy'];
  stateAt: number;
}

/**
 * One staff member's customers. WeCom goes on listing those who deleted the staff member, so only a deletion by
 * staff can be seen here: https://developer.work.weixin.qq.com/document/path/92113
 */
async function compare(context: JobContext, wecom: WecomApp, id: string, userId: string): Promise<void> {
  const { clock, write, signal } = context;
  const fetchedAt = clock.now();
  const theirs = new Set(await listCustomersOf(wecom, userId, signal));
  const ours = await rowsOf(context.db, userId);
  let [missedAdds, missedLosses] = [0, 0];
  for (const externalUserid of theirs) {
    const row = ours.get(externalUserid);
    const isMissed = !row || (row.lostAt !== null && row.lostBy !== 'customer' && row.stateAt < fetchedAt - graceMs);
    if (isMissed && (await bringIn(context, wecom, { userId, externalUserid, row, fetchedAt }))) missedAdds++;
  }
  for (const row of ours.values()) {
    if (theirs.has(row.externalUserid) || row.lostAt !== null || row.stateAt >= fetchedAt - graceMs) continue;
    await write((tx) => recordLoss(tx, { externalUserid: row.externalUserid, userId, by: 'staff', moment: { at: fetchedAt, cause: '' }, reason: '对账', now: clock.now() }));
    missedLosses++;
  }
  await write((tx) => addToReconciliation(tx, id, { checked: theirs.size, missedAdds, missedLosses }));
}

async function bringIn(context: JobContext, wecom: WecomApp, { userId, externalUserid, row, fetchedAt }: { userId: string; externalUserid: string; row: OurRow | undefined; fetchedAt: number }): Promise<boolean> {
  const contact = await readContact(wecom, externalUserid).catch((error: unknown) => {
    if (error instanceof WeComError && error.errcode === 84061) return null;
    throw error;
  });
  const facts = contact?.follows.find((one) => one.userId === userId);
  if (!contact || !facts || facts.addedAt >= fetchedAt - graceMs) return false;
  const stone = (await findTombstones(context.db, [externalUserid])).get(externalUserid);
  if (isBuried(stone, beginningOf(facts))) return false;
  await ensureTagsSynced(context, facts.tagIds);
  const { installedAt } = await context.corps.get(context.corpId);
  // Friends again since an unknown time: after the loss that we know of.
  const at = row?.lostAt != null && facts.addedAt <= row.stateAt ? fetchedAt : facts.addedAt;
  await context.write(async (tx) => {
    if (stone) await noteReturn(tx, stone, facts.addedAt);
    await recordFound(tx, {
      externalUserid, userId, state: facts.state, welcomeCode: '', moment: { at, cause: '' }, contact, facts, announce: at >= installedAt, now: context.clock.now(),
    });
  });
  return true;
}

async function rowsOf(db: ReadDb, userId: string): Promise<Map<string, OurRow>> {
  const staff = (await staffByUserIds(db, [userId])).get(userId);
  if (!staff) return new Map();
  const rows = await db.query(FollowUser, 'follow').andWhere('follow.staffId = :staffId', { staffId: staff.id })
    .innerJoin(Customer, 'customer', 'customer.corpId = follow.corpId AND customer.id = follow.customerId')
    .select("CASE WHEN follow.account = '' THEN customer.externalUserid ELSE follow.account END", 'externalUserid').addSelect('follow.lostAt', 'lostAt').addSelect('follow.lostBy', 'lostBy').addSelect('follow.stateAt', 'stateAt')
    .getRawMany<{ externalUserid: string; lostAt: string | number | null; lostBy: FollowUser['lostBy']; stateAt: string | number }>();
  return new Map(rows.map((row) => [row.externalUserid, { ...row, lostAt: row.lostAt === null ? null : Number(row.lostAt), stateAt: Number(row.stateAt) }]));
}
