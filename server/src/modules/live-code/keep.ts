import { IsNull, Not } from 'typeorm';
import { job, TryLater, type JobContext } from '../../core/jobs/define';
import { messageOf } from '../../core/errors';
import { alignContactWay, Busy, soonest } from './contact-way';
import { LiveCode, liveCodeWord } from './entity';

const retries = 8;
const busyMs = 5_000;

/** Makes sure that WeCom's contact way follows the row, whatever happened to whoever began it. */
export const keepAligned = job<{ id: string }>('liveCode.keepAligned', { retries }, async ({ id }, context) => {
  try {
    await alignContactWay(context, id);
  } catch (error) {
    if (error instanceof Busy) throw new TryLater(context.clock.now() + busyMs, 'Someone else is at it');
    if (context.job.attempt > retries) await giveUp(context, id);
    throw error;
  }
});

/** The console must say so; the reason already stands in the row. From now on it is tried by the sweep, now and then. */
async function giveUp({ write, log, clock }: JobContext, id: string): Promise<void> {
  await write(async (tx) => {
    const { nextAlignAt } = await tx.get(LiveCode, id, liveCodeWord);
    await tx.update(LiveCode, { id }, { nextAlignAt: soonest(nextAlignAt, clock.now()) });
    await tx.update(LiveCode, { id, state: 'preparing' }, { state: 'failed' });
    await tx.update(LiveCode, { id, state: 'ready', problem: Not(IsNull()) }, { state: 'failed' });
  })
    .catch((error: unknown) => log.error({ err: error, liveCode: id }, messageOf(error)));
}
