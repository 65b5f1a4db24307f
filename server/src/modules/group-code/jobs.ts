import { IsNull } from 'typeorm';
import { on } from '../../core/events';
import { carryOut, every, job, TryLater, type JobContext } from '../../core/jobs/define';
import { reconciliationRun } from '../customer/events';
import { groupDismissed, memberJoined, memberLeft } from '../group-chat/events';
import { Busy, mayPass } from '../live-code';
import { orgSynced, staffLeft } from '../org/events';
import { lookAtPictures, tellOfEvent } from './alert';
import { GroupCodeEntry } from './entity';
import { shareMs } from './hold-share';
import { alignJoinWay, lookAtWay } from './join-way';
import { countJoin, countLeave, dropOwner, followGroup } from './joins';
import { keepAligned, tellStaff } from './orders';

const busyMs = 5_000;
/** Once the tries that follow at once are over, the waits rise with the time that WeCom did not answer, between these. */
const waitMs = { least: 600_000, most: 1_800_000 };

const keepAlignedJob = carryOut(keepAligned, async ({ id, since }, context) => {
  try {
    await alignJoinWay(context, id);
  } catch (error) {
    if (error instanceof Busy) throw new TryLater(context.clock.now() + busyMs, 'Someone else is at it');
    const isOver = since !== undefined || context.job.attempt > keepAligned.retries;
    if (mayPass(error) && !isOver) throw error;
    // What WeCom refuses for good stands in the row, for people to mend.
    if (mayPass(error)) return tryLater(context, id, since ?? context.job.createdAt);
    context.log.warn({ err: error, entry: id }, 'WeCom refuses a join way');
  }
});

/** However long it takes. Several that gave up at about the same time become one. */
async function tryLater({ write, clock }: JobContext, id: string, since: number): Promise<void> {
  const now = clock.now();
  const runAt = now + Math.min(Math.max(now - since, waitMs.least), waitMs.most);
  await write((tx) => tx.enqueue(keepAligned, { id, since }, { runAt, key: `groupCode.later:${id}:${Math.floor(runAt / waitMs.least)}` }));
}

const tellStaffJob = carryOut(tellStaff, ({ id }, context) => tellOfEvent(context, id));

const onJoined = on(memberJoined, 'groupCode.onJoined', async (joined, { write }) => {
  await write(async (tx) => {
    await countJoin(tx, joined);
    await followGroup(tx, joined.groupId, joined.joinedAt);
  });
});

const onLeft = on(memberLeft, 'groupCode.onLeft', async ({ groupId, memberId, leftAt }, { write }) => {
  await write(async (tx) => {
    await countLeave(tx, memberId, leftAt);
    await followGroup(tx, groupId, leftAt);
  });
});

const onDismissed = on(groupDismissed, 'groupCode.onDismissed', ({ groupId, dismissedAt }, { write }) => write((tx) => followGroup(tx, groupId, dismissedAt)), { lane: 'urgent' });
const onOwnerLeft = on(staffLeft, 'groupCode.onOwnerLeft', ({ staffId }, { write, clock }) => write((tx) => dropOwner(tx, staffId, clock.now())));

/** Owners come back, groups are handed over: the ways follow. */
async function alignAll({ db, write }: JobContext): Promise<void> {
  for (const { id } of await db.find(GroupCodeEntry, { kind: 'way', removedAt: IsNull() })) await write((tx) => tx.enqueue(keepAligned, { id }));
}
const followOrg = on(orgSynced, 'groupCode.followOrg', (_, context) => alignAll(context), { lane: 'bulk' });
const reconcile = on(reconciliationRun, 'groupCode.reconcile', async (_, context) => {
  for (const entry of await context.db.find(GroupCodeEntry, { kind: 'way', removedAt: IsNull() })) {
    context.signal.throwIfAborted();
    await lookAtWay(context, entry);
  }
  await alignAll(context);
}, { lane: 'bulk', timeoutMs: 900_000 });

const pictures = job<object>('groupCode.pictures', { lane: 'bulk' }, (_, context) => lookAtPictures(context));
const picturesHourly = every('20 * * * *', 'groupCode.picturesHourly', async (_, { db: { database }, corps }) => {
  for (const corp of await corps.active()) await database.write(corp.id, (tx) => tx.enqueue(pictures, {}));
});

/** Also where a company is gone. */
const forgetHolds = every('40 * * * *', 'groupCode.forgetHolds', async (_, { db: { database }, clock }) => {
  await database.execute('DELETE FROM group_code_hold WHERE at <= ?', [clock.now() - shareMs]);
});

export const groupCodeJobs = [keepAlignedJob, tellStaffJob, onJoined, onLeft, onDismissed, onOwnerLeft, followOrg, reconcile, pictures, picturesHourly, forgetHolds];
