import { In, Not } from 'typeorm';
import { carryOut, every, job, TryLater } from '../../core/jobs/define';
import { alignGroupWelcome, Busy, checkGroupWelcome } from './group-align';
import { GroupWelcome } from './group-entity';
import { groupAlign } from './group-order';

const busyMs = 5_000;

/** Makes sure that WeCom follows the row, whatever happened to whoever began it. */
export const alignGroup = carryOut(groupAlign, async ({ id }, context) => {
  try {
    await alignGroupWelcome(context, id);
  } catch (error) {
    if (error instanceof Busy) throw new TryLater(context.clock.now() + busyMs, 'Someone else is at it');
    if (context.job.attempt > groupAlign.retries) await context.write((tx) => tx.update(GroupWelcome, { id, state: 'preparing' }, { state: 'failed' }));
    throw error;
  }
});

const checkOne = job<{ id: string }>('welcome.checkGroupWelcome', { lane: 'bulk' }, async ({ id }, context) => {
  const row = await context.db.findOne(GroupWelcome, { id, state: In(['ready', 'changed']) });
  if (row) await checkGroupWelcome(context, row);
});

/** Once a night: which of them were changed or deleted in WeCom; and those deleted here for whose deletion WeCom never answered, which take up a place of its hundred. */
const checkAll = every('40 3 * * *', 'welcome.checkGroupWelcomes', async ({ slot }, { db: { database }, corps }) => {
  for (const corp of await corps.active()) {
    const rows = await database.corp(corp.id).find(GroupWelcome, { state: In(['ready', 'changed']) });
    const left = await database.corp(corp.id).find(GroupWelcome, { state: 'deleted', templateId: Not('') });
    if (rows.length + left.length === 0) continue;
    await database.write(corp.id, async (tx) => {
      for (const { id } of rows) await tx.enqueue(checkOne, { id }, { key: `${id}:${slot}` });
      for (const { id } of left) await tx.enqueue(groupAlign, { id }, { key: `left:${id}:${slot}` });
    });
  }
});

export const groupWelcomeJobs = [alignGroup, checkOne, checkAll];
