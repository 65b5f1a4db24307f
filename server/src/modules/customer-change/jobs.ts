import { every } from '../../core/jobs/define';
import { pruneChanges } from './feed';

/** By the real time, as the ids are. */
export const prune = every('*/10 * * * *', 'customerChange.prune', (_, { db: { database } }) => pruneChanges(database, Date.now()));

export const customerChangeJobs = [prune];
