import type { Message } from '@scrm/shared/message';
import { fill } from '@scrm/shared/text';
import { messageOf } from '../../core/errors';
import { TryLater, type JobContext } from '../../core/jobs/define';
import { sendWelcome } from '../../wecom/api/welcome';
import { WeComError, WecomUnreachable } from '../../wecom/errors';
import { QuotaExceeded } from '../../wecom/quota';
import { sourceOf } from '../acquisition';
import { withUtm } from '../channel';
import { customerByExternalUserid } from '../customer';
import { invitationSent, withGroupInvitation } from '../group-invite';
import { liveCodesByIds, type LiveCode } from '../live-code';
import { staffByUserIds } from '../org';
import { askOnce, type AskWecom } from './asked';
import { chosenOf, type Considered } from './consider';
import { composeWelcome } from './content';
import { Welcome, type WelcomeOutcome } from './entity';
import { pickWelcome } from './pick';
import { record, type Added } from './record';
import { replyTime } from './reply-time';
import { unclearReason } from './send-words';

/** The code lives this long and works once: https://developer.work.weixin.qq.com/document/path/92137 */
const codeLifeMs = 20_000;
/** WeCom tells the time of the event in whole seconds. */
const secondMs = 1_000;
/** While another app is sending (41096): short, for there are only seconds. */
const againMs = 400;
/** Tries after the first; within the 20 s there is hardly time for so many. */
export const retries = 8;
const sendPath = '/cgi-bin/externalcontact/send_welcome_msg';

interface Verdict {
  outcome: WelcomeOutcome;
  reason: string;
}

/** Sends the welcome of one add, once, or says why not. Safe to run again at any point. */
export async function answerAdd(context: JobContext, added: Added, half: boolean): Promise<void> {
  const { db, clock } = context;
  if (await db.findOne(Welcome, { callbackId: added.callbackId })) return;
  const code = (await liveCodesByIds(db, [added.fields.state ?? ''])).get(added.fields.state ?? '') ?? null;
  const ask = askOnce(context, added.fields);
  const chosen = await choose(context, added, code, ask);
  const channelId = code ? code.channelId : (await sourceOf(db, added.fields.state))?.link.channelId ?? null;
  const greeting = await withInvitation(context, added, code, chosen && { ...chosen, message: await withUtm(db, chosen.message, channelId) });
  const verdict = await decide(context, added, greeting, ask);
  const ms = verdict.outcome === 'sent' ? Math.max(0, clock.now() - added.receivedAt) : null;
  if (verdict.outcome === 'sent') await invitationSent(context, added.callbackId);
  const isToBeSaid = verdict.outcome === 'late' || verdict.outcome === 'failed';
  await record(context, added, {
    ...verdict, ms, half, liveCodeId: code?.id ?? null, ruleId: greeting?.chosen?.rule?.id ?? null,
    message: greeting && isToBeSaid ? { ...greeting.message, text: fill(greeting.message.text, { replyTime: greeting.replyTime }) } : null,
  });
}

interface Greeting {
  /** Null where nothing but an invitation to a group is sent. */
  chosen: Considered | null;
  message: Message;
  /** What the text promises, '' where it promises nothing. */
  replyTime: string;
}

async function choose({ db }: JobContext, { at, fields }: Added, code: LiveCode | null, ask: AskWecom): Promise<Greeting | null> {
  const [staff, customer] = await Promise.all([staffByUserIds(db, [fields.userId]), customerByExternalUserid(db, fields.externalUserid)]);
  const { considered, calendar } = await pickWelcome(
    db, { at, code, state: fields.state ?? '', staff: staff.get(fields.userId) ?? null, customerId: customer?.id ?? null }, async () => (await ask())?.addWay ?? null,
  );
  const chosen = chosenOf(considered);
  return chosen && { chosen, message: chosen.message, replyTime: replyTime(chosen.rule?.windows ?? [], at, calendar, chosen.message.text) };
}

async function withInvitation(context: JobContext, { callbackId, fields }: Added, code: LiveCode | null, greeting: Greeting | null): Promise<Greeting | null> {
  const own: Message = greeting?.message ?? { text: '', attachments: [] };
  if (!fields.welcomeCode) return greeting;
  const message = await withGroupInvitation(context, own, { key: callbackId, liveCodeId: code?.id ?? '', userId: fields.userId, externalUserid: fields.externalUserid });
  return message === own ? greeting : { chosen: greeting?.chosen ?? null, message, replyTime: greeting?.replyTime ?? '' };
}

/** The time ran out over it. */
const unclear: Verdict = { outcome: 'failed', reason: unclearReason };
/** Timers are not exact to the millisecond. */
const lastMomentMs = 50;

async function decide(context: JobContext, added: Added, greeting: Greeting | null, ask: AskWecom): Promise<Verdict> {
  const { welcomeCode } = added.fields;
  if (!greeting) return { outcome: 'noContent', reason: '' };
  if (!welcomeCode) return { outcome: 'noCode', reason: '' };
  const deadline = Math.min(added.receivedAt + codeLifeMs, added.at + secondMs + codeLifeMs);
  // A try that ended without an answer may have been heard all the same.
  const mayHaveSent = context.job.attempt > 1;
  const late: Verdict = mayHaveSent ? unclear : { outcome: 'late', reason: `the code was ${context.clock.now() - added.at} ms old` };
  if (context.clock.now() >= deadline) return late;
  try {
    return await send(context, added, greeting, { welcomeCode, deadline, ask });
  } catch (error) {
    if (error instanceof WecomUnreachable && error.api === sendPath && deadline - context.clock.now() < lastMomentMs) return error.wasSent ? unclear : late;
    return judge(context, error, { deadline, mayHaveSent });
  }
}

async function send(context: JobContext, { fields }: Added, { message, replyTime: promised }: Greeting, { welcomeCode, deadline, ask }: { welcomeCode: string; deadline: number; ask: AskWecom }): Promise<Verdict> {
  const app = await context.wecom(context.corpId);
  const attempt = async (renewMedia: boolean): Promise<Verdict> => {
    const { text, attachments, leftOut } = await composeWelcome(context, message, { ...fields, replyTime: promised, ask }, { renewMedia });
    const reason = leftOut.length > 0 ? `without ${leftOut.join(', ')}`.slice(0, 300) : '';
    if (text === '' && attachments.length === 0) return { outcome: 'failed', reason: reason || 'nothing was left to say' };
    await sendWelcome(app, { welcomeCode, text, attachments }, { deadline, signal: context.signal });
    return { outcome: 'sent', reason };
  };
  try {
    return await attempt(false);
  } catch (error) {
    // A media id that WeCom does not take any more, though it should be good: anew, once.
    if (error instanceof WeComError && error.errcode === 40007) return attempt(true);
    throw error;
  }
}

/** What an error means for this welcome; what may still be sent in time is thrown and so tried again. */
function judge({ job, clock }: JobContext, error: unknown, { deadline, mayHaveSent }: { deadline: number; mayHaveSent: boolean }): Verdict {
  const reason = messageOf(error).slice(0, 300);
  const hasTime = clock.now() < deadline && job.attempt <= retries;
  /** Nothing was sent for sure, so this does not count as a try. A try that could not end in time is none. */
  const again = (ms: number): Verdict => {
    if (clock.now() + ms + secondMs >= deadline) return { outcome: 'failed', reason };
    throw new TryLater(clock.now() + ms, reason);
  };
  if (error instanceof QuotaExceeded) return again(error.retryAfterMs);
  if (error instanceof WecomUnreachable) {
    if (error.api !== sendPath) return again(againMs);
    if (hasTime) throw error;
    return { outcome: 'failed', reason };
  }
  if (!(error instanceof WeComError)) return { outcome: 'failed', reason };
  if (error.errcode === 41096 || error.reaction === 'again-later') return again(againMs);
  if (error.errcode === 41051) return mayHaveSent ? { outcome: 'sent', reason: 'an earlier try had arrived' } : { outcome: 'takenByOther', reason };
  if (error.errcode === 41050) return mayHaveSent ? { outcome: 'sent', reason: 'an earlier try had used the code' } : { outcome: 'late', reason };
  if (error.reaction === 'retry' && hasTime) throw error;
  return { outcome: 'failed', reason };
}
