import { order } from '../../core/jobs/define';

/** What the files of this module ask of each other; `jobs.ts` says who does it. */
export const keepAligned = order<{ id: string }>('groupCode.keepAligned');
export const tellStaff = order<{ id: string }>('groupCode.tellStaff');
