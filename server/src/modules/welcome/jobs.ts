import { on } from '../../core/events';
import { callback } from '../corp/events';
import { dropByHand, tellByHand } from './by-hand';
import { groupWelcomeJobs } from './group-jobs';
import type { Added } from './record';
import { answerAdd, retries } from './send';
import { noteForCustomer, noteOnTimeline } from './timeline';

/** The customer waits, and the code lives 20 s; the deadline is looked at inside, so that a late one is counted too. */
const urgent = { lane: 'urgent', retries, timeoutMs: 25_000 } as const;

export const send = on<Added>(callback('change_external_contact.add_external_contact'), 'welcome.send',
  (added, context) => answerAdd(context, added, false), urgent);

/** Added by a customer, not yet confirmed by the staff member: the code comes now and not again. */
export const sendHalf = on<Added>(callback('change_external_contact.add_half_external_contact'), 'welcome.sendHalf',
  (added, context) => answerAdd(context, added, true), urgent);

export const welcomeJobs = [send, sendHalf, noteOnTimeline, noteForCustomer, tellByHand, dropByHand, ...groupWelcomeJobs];
