import { order } from '../../core/jobs/define';

/** What the files of this module ask of each other; `jobs.ts` says who does it. */
/** `since`: from when on (ms) WeCom did not answer; left out for the tries that follow at once. */
export const keepAligned = order<{ id: string; since?: number }>('groupCode.keepAligned');
export const tellStaff = order<{ id: string }>('groupCode.tellStaff');
