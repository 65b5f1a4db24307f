import { on } from '../../core/events';
import { job } from '../../core/jobs/define';
import { conflictsOf, considerClash, findTwins, pairsOf, suggest } from './consider';
import { customersSynced, identityClash } from './events';

export const consider = on(identityClash, 'customer.considerClash', (clash, { write, clock }) => write((tx) => considerClash(tx, clash, clock.now())));

/** Puts those on the list who have the same name and the same picture. */
export const lookForTwins = job<object>('customer.lookForTwins', { lane: 'bulk', timeoutMs: 900_000 }, async (_, { db, write, clock, signal }) => {
  for (const { ids, name } of await findTwins(db)) {
    signal.throwIfAborted();
    await write(async (tx) => {
      for (const [one, two] of pairsOf(ids)) {
        await suggest(tx, one, two, { evidence: [{ kind: 'name', shown: name }, { kind: 'avatar', shown: '' }], conflicts: await conflictsOf(tx, one, two), at: clock.now() });
      }
    });
  }
});

export const lookForTwinsAfterSync = on(customersSynced, 'customer.lookForTwinsAfterSync', async (_, { write }) => {
  await write((tx) => tx.enqueue(lookForTwins, {}));
});

export const mergeJobs = [consider, lookForTwins, lookForTwinsAfterSync];
