import { order } from '../../core/jobs/define';

/** What the files of this module ask of each other; `jobs.ts` says who does it. */
export const askSend = order<{ id: string }>('groupInvite.ask');
export const checkSend = order<{ id: string }>('groupInvite.check', { lane: 'bulk', timeoutMs: 600_000 });
