import { order } from '../../core/jobs/define';

/** The name of a job is enough to make one; what it does stands in files that would import each other. */
export const sendPacket = order<{ id: string }>('redPacket.send', {});
export const lookAfter = order<{ id: string }>('redPacket.look', { lane: 'bulk' });
/** `liveCodeId`: whose budget ended; '' for what is the account's. */
export const tellStop = order<{ why: 'short' | 'refused' | 'budget' | 'certificate'; liveCodeId: string }>('redPacket.tell', {});
