import { z } from 'zod';
import { CallbackError } from './errors';
import { parseMessage } from './xml';
import type { Tree } from './xml';

/** Empty elements mean the same as absent ones. */
const optionalText = z.string().optional().transform((text) => text || undefined);
const text = z.string().min(1);
const integer = z.string().regex(/^-?\d+$/).transform(Number);
const optionalInteger = z.string().optional().transform((value) => (value && /^-?\d+$/.test(value) ? Number(value) : undefined));
const split = (value: string | undefined) => (value ? value.split(',').map((part) => part.trim()).filter(Boolean) : []);
const splitIntegers = (value: string | undefined) => split(value).map(Number).filter(Number.isSafeInteger);
/** `1,2,3`; absent when the element was, because an update names only what changed. */
const optionalIntegers = z.string().optional().transform((value) => (value === undefined ? undefined : splitIntegers(value)));
const optionalTexts = z.string().optional().transform((value) => (value === undefined ? undefined : split(value)));
const texts = z.string().optional().transform(split);
const integers = z.string().optional().transform(splitIntegers);

const authCode = z.object({ suiteId: text, authCode: text, state: optionalText });
const authCorp = z.object({ suiteId: text, authCorpId: text, state: optionalText });
/** Which of these are filled depends on what the app may see: https://developer.work.weixin.qq.com/document/path/90639 */
const user = z.object({
  userId: text, newUserId: optionalText, openUserId: optionalText, name: optionalText,
  department: optionalIntegers, mainDepartment: optionalInteger, isLeaderInDept: optionalIntegers, directLeader: optionalTexts,
  position: optionalText, mobile: optionalText, gender: optionalText, email: optionalText, bizMail: optionalText,
  avatar: optionalText, alias: optionalText, telephone: optionalText, status: optionalInteger,
});
const party = z.object({ id: integer, name: optionalText, parentId: optionalInteger, order: optionalInteger });
const follow = z.object({ userId: text, externalUserid: text });
/** The welcome code lives 20 s and works once: https://developer.work.weixin.qq.com/document/path/92137 */
const added = follow.extend({ state: optionalText, welcomeCode: optionalText });
const linkNews = z.object({ linkId: optionalText, state: optionalText });
const tag = z.object({ id: text, tagType: z.enum(['tag', 'tag_group']), strategyId: optionalText });
const visibility = z.object({ fromUserName: text, agentId: optionalInteger })
  .transform(({ fromUserName, agentId }) => ({ userId: fromUserName, agentId }));

/** The events that the product handles, by dotted name; the same whether they come as `InfoType` or as `Event`. */
export const events = {
  suite_ticket: z.object({ suiteId: text, suiteTicket: text }),
  create_auth: authCode,
  change_auth: authCorp,
  cancel_auth: authCorp,
  reset_permanent_code: authCode,
  'change_contact.create_user': user,
  'change_contact.update_user': user,
  'change_contact.delete_user': z.object({ userId: text, openUserId: optionalText }),
  'change_contact.create_party': party,
  'change_contact.update_party': party,
  'change_contact.delete_party': z.object({ id: integer }),
  'change_contact.update_tag': z.object({ tagId: text, addUserItems: texts, delUserItems: texts, addPartyItems: integers, delPartyItems: integers }),
  'change_external_contact.add_external_contact': added,
  'change_external_contact.edit_external_contact': follow,
  'change_external_contact.add_half_external_contact': added,
  /** The staff member deleted the customer; `source` is `DELETE_BY_TRANSFER` when a transfer did. */
  'change_external_contact.del_external_contact': follow.extend({ source: optionalText }),
  /** The customer deleted the staff member. */
  'change_external_contact.del_follow_user': follow.extend({ source: optionalText }),
  'change_external_contact.transfer_fail': follow.extend({ failReason: optionalText }),
  'change_external_tag.create': tag,
  'change_external_tag.update': tag,
  'change_external_tag.delete': tag,
  'change_external_tag.shuffle': z.object({ id: optionalText, tagType: optionalText, strategyId: optionalText }),
  'change_external_chat.create': z.object({ chatId: text }),
  'change_external_chat.dismiss': z.object({ chatId: text }),
  /** `joinScene` belongs to `add_member` (0 by a member, 3 by the code), `quitScene` to `del_member` (0 went, 1 removed). https://developer.work.weixin.qq.com/document/path/92130 */
  'change_external_chat.update': z.object({
    chatId: text, updateDetail: optionalText, joinScene: optionalInteger, quitScene: optionalInteger, memChangeList: z.array(z.string()).optional(), lastMemVer: optionalText, curMemVer: optionalText,
  }),
  /** Of acquisition links; a state is there when the link was opened with a `customer_channel`. https://developer.work.weixin.qq.com/document/path/97299 */
  'customer_acquisition.balance_low': linkNews,
  'customer_acquisition.balance_exhausted': linkNews,
  'customer_acquisition.balance_increased': linkNews,
  'customer_acquisition.quota_expire_soon': linkNews,
  'customer_acquisition.link_unavailable': linkNews,
  'customer_acquisition.delete_link': linkNews,
  'customer_acquisition.friend_request': linkNews,
  'customer_acquisition.customer_start_chat': follow.extend({ linkId: optionalText, state: optionalText }),
  /** A long call of ours is done; what came of it is asked for. https://developer.work.weixin.qq.com/document/path/91882 */
  batch_job_result: z.object({ batchJob: z.object({ JobId: text, JobType: text }) }).transform(({ batchJob }) => ({ jobId: batchJob.JobId, jobType: batchJob.JobType })),
  /** A member came into, or went out of, the app's visible range. */
  subscribe: visibility,
  unsubscribe: visibility,
} satisfies Record<string, z.ZodType>;

export type EventName = keyof typeof events;
export type EventFields<N extends EventName> = z.output<(typeof events)[N]>;

export interface WecomEvent {
  /** `suite_ticket`, `change_external_contact.add_external_contact`, `message.text`… */
  name: string;
  /** Whether `fields` are those of `events[name]`. Otherwise they are as WeCom spells them. */
  known: boolean;
  /** Why it is not known. */
  reason?: string;
  /** The corp it is about; '' for events of the suite itself. */
  wecomCorpId: string;
  /** When it happened, in ms; WeCom gives whole seconds. */
  at: number;
  fields: Record<string, unknown>;
}

/** Whether this is an event of that name, with its fields typed. */
export function isEvent<N extends EventName>(event: WecomEvent, name: N): event is WecomEvent & { name: N; fields: EventFields<N> } {
  return event.known && event.name === name;
}

/** Reads a decrypted message of either envelope. Throws `callback_malformed` when it is no message at all. */
export function parseEvent(message: string): WecomEvent {
  const raw = parseMessage(message);
  const name = nameOf(raw);
  const head = { name, wecomCorpId: word(raw.AuthCorpId) || (raw.InfoType ? '' : word(raw.ToUserName)), at: timeOf(raw) };
  if (!isKnown(name)) return { ...head, known: false, reason: 'no feature uses this event yet', fields: raw };
  const fields = events[name].safeParse(camelCased(raw));
  if (!fields.success) return { ...head, known: false, reason: `not as documented: ${faultsOf(fields.error)}`, fields: raw };
  return { ...head, known: true, fields: withoutGaps(fields.data) };
}

function isKnown(name: string): name is EventName {
  return Object.hasOwn(events, name);
}

function nameOf(raw: Record<string, Tree>): string {
  const messageType = word(raw.MsgType);
  const family = word(raw.InfoType) || (messageType === 'event' ? word(raw.Event) : messageType && `message.${messageType}`);
  if (!family) throw new CallbackError('callback_malformed', 'neither InfoType nor MsgType');
  const change = word(raw.ChangeType);
  return change ? `${family}.${change}` : family;
}

function timeOf(raw: Record<string, Tree>): number {
  const seconds = Number(word(raw.TimeStamp) || word(raw.CreateTime));
  if (!Number.isSafeInteger(seconds) || seconds <= 0) throw new CallbackError('callback_malformed', 'no TimeStamp');
  return seconds * 1000;
}

/** Names whose camel case is not simply a small first letter. */
const names: Record<string, string> = {
  UserID: 'userId', NewUserID: 'newUserId', OpenUserID: 'openUserId', ExternalUserID: 'externalUserid', AgentID: 'agentId',
};

function camelCased(raw: Record<string, Tree>): Record<string, Tree> {
  return Object.fromEntries(Object.entries(raw).map(([name, value]) => [names[name] ?? name.slice(0, 1).toLowerCase() + name.slice(1), value]));
}

function withoutGaps(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function faultsOf(error: z.ZodError): string {
  return error.issues.map((issue) => issue.path.join('.')).join(', ');
}

function word(node: Tree | undefined): string {
  return typeof node === 'string' ? node : '';
}
