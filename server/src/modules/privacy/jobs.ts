import { job } from '../../core/jobs/define';
import { messageOf } from '../../core/errors';
import { eraseAll } from './erase';
import { Erasure } from './entity';

const longestMs = 6 * 3_600_000;

/** Tried for days: an erasure that has begun is finished. */
export const eraseJob = job<{ id: string }>('privacy.erase', { lane: 'bulk', retries: 500, timeoutMs: longestMs }, async ({ id }, context) => {
  try {
    await eraseAll(context, id);
  } catch (error) {
    if (!context.signal.aborted) await context.write((tx) => tx.update(Erasure, { id, state: 'running' }, { error: messageOf(error).slice(0, 500) }));
    throw error;
  }
});

export const privacyJobs = [eraseJob];
