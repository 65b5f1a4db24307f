import { carryOut } from '../../core/jobs/define';
import { sendMention, tellMention } from './tell';

export const noteJobs = [carryOut(tellMention, ({ mentionId }, context) => sendMention(context, mentionId))];
