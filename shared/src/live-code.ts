import { z } from 'zod';
import { contract } from './contract';
import { ReceptionRule } from './live-code-rule';
import { Message } from './message';
import { StaffRef } from './org';
import { TagRef } from './tag';
import { CustomerBrief } from './transfer';
import { Done, Empty, Id, Page, PageInput, Time } from './page';

/** WeCom: at most 100 members on one contact way. https://developer.work.weixin.qq.com/document/path/92572 */
export const staffPerCode = 100;

export const remarkVariables = ['customer', 'code', 'channel', 'tag', 'date'] as const;

/**
 * Who chooses among the staff. direct: WeCom, from the list that is kept right; the picture is WeCom's own. page: the
 * code's page (`/c/:id`) at each scan, by the whole rule.
 */
export const serves = ['direct', 'page'] as const;
export const Serve = z.enum(serves);
export type Serve = z.infer<typeof Serve>;

/** On whom a code stands. beyond: all are over their caps or away, and still one has to receive. */
export const levels = ['duty', 'backup', 'beyond', 'nobody'] as const;
export const Level = z.enum(levels);
export type Level = z.infer<typeof Level>;

export const LiveCodeInput = z.object({
  name: z.string().trim().min(1).max(64),
  serve: Serve.default('direct'),
  /** Null: `staffIds` take turns, all day. With a rule it is the rule that names the staff and says who must confirm. */
  rule: ReceptionRule.nullable().default(null),
  staffIds: z.array(Id).default([]),
  /** True: the customer is added without the staff member's confirmation. */
  skipVerify: z.boolean().default(true),
  tagIds: z.array(Id).max(20).default([]),
  /** `{customer}-{code}`; cut to WeCom's 20 characters. Empty: no remark is set. */
  remarkTemplate: z.string().max(100).default(''),
  /** Also where the staff member wrote a remark by hand. */
  remarkOverHand: z.boolean().default(false),
  welcome: Message.default({ text: '', attachments: [] }),
  /** Null: not classified. Not given: as it was. */
  channelId: Id.nullish(),
  /** From then on WeCom knows the code no more and its page says `closedText`. Null: it never ends. Not given: as it was. */
  expiresAt: Time.nullish(),
  /** What the code's page says once it is disabled, expired or deleted; '' for a sentence of ours. Not given: as it was. */
  closedText: z.string().trim().max(200).optional(),
});
export type LiveCodeInput = z.input<typeof LiveCodeInput>;

export const LiveCode = z.object({
  id: Id,
  kind: z.literal('channel'),
  name: z.string(),
  serve: Serve,
  rule: ReceptionRule.nullable(),
  /** Number of the rule's revision. */
  ruleNo: z.int(),
  /** All whom the rule names. */
  staff: z.array(StaffRef),
  skipVerify: z.boolean(),
  tags: z.array(TagRef),
  /** Whom and what the rule names besides: where it looks for an owner, the tags of its slots. */
  named: z.object({ staff: z.array(StaffRef), tags: z.array(TagRef) }),
  remarkTemplate: z.string(),
  remarkOverHand: z.boolean(),
  welcome: Message,
  /** The contact way at WeCom: being made, ready, or refused with a reason. */
  state: z.enum(['preparing', 'ready', 'failed', 'ended', 'deleted']),
  error: z.string(),
  /** Served by the page: who cannot be shown, because WeCom makes no contact way for them, and why. */
  failing: z.array(z.object({ staff: StaffRef, error: z.string() })),
  /** Those whom it names and who cannot receive now: left, not signed in to WeCom, or without 客户联系. */
  unable: z.array(StaffRef),
  /** On whom the contact way stands. */
  level: Level,
  /** Picture of the code; empty until it is ready. It never changes while the code lives. */
  qrUrl: z.string(),
  channel: z.object({ id: Id, name: z.string(), path: z.string() }).nullable(),
  expiresAt: Time.nullable(),
  closedText: z.string(),
  /** By itself; a code of an archived channel is hidden too. */
  archived: z.boolean(),
  /** Customers that came through this code, and of these those who left again. */
  addedCount: z.int(),
  lostCount: z.int(),
  /** Who left word on its form and has not heard from anybody yet. */
  waitingCount: z.int(),
  createdAt: Time,
  updatedAt: Time,
});
export type LiveCode = z.infer<typeof LiveCode>;

/** Somebody whom the figures of a code count. */
export const CodeCustomer = z.object({
  id: Id,
  at: Time,
  /** While they are friends no more. */
  lostAt: Time.nullable(),
  staff: StaffRef.nullable(),
  /** Null: out of the caller's reach. */
  customer: CustomerBrief.nullable(),
});
export type CodeCustomer = z.infer<typeof CodeCustomer>;

export const liveCodes = contract({
  list: {
    allow: 'liveCode.read',
    input: PageInput.extend({
      keyword: z.string().max(64).optional(),
      /** With all below it; `none`: codes of no channel. */
      channelId: Id.optional(),
      /** The archived ones instead. */
      archived: z.boolean().default(false),
    }),
    reply: Page(LiveCode),
  },
  /** How many codes in sight each channel has by itself; `channelId` null: those of none. */
  counts: { allow: 'liveCode.read', input: Empty, reply: z.object({ items: z.array(z.object({ channelId: Id.nullable(), count: z.int() })), archived: z.int() }) },
  /** Customers whom the codes of a channel and of those below it brought, also archived and deleted ones: what they cost was paid. */
  added: { allow: 'liveCode.read', input: z.object({ channelId: Id }), reply: z.object({ added: z.int() }) },
  get: { allow: 'liveCode.read', input: z.object({ id: Id }), reply: LiveCode },
  create: { allow: 'liveCode.write', action: 'create', input: LiveCodeInput, reply: LiveCode },
  /** The printed picture stays the same. `updatedAt` is what the editor loaded; another value means `stale_edit`. */
  update: { allow: 'liveCode.write', input: LiveCodeInput.extend({ id: Id, updatedAt: Time }), reply: LiveCode },
  /** Those behind `addedCount`, and with `lost` those behind `lostCount`. */
  customers: { allow: 'liveCode.read', input: PageInput.extend({ id: Id, lost: z.boolean().default(false) }), reply: Page(CodeCustomer) },
  /** Puts codes into a channel, or into none. */
  place: { allow: 'liveCode.write', input: z.object({ ids: z.array(Id).min(1).max(200), channelId: Id.nullable() }), reply: Done },
  /** Hides codes, or shows them again; who scans notices nothing. */
  archive: { allow: 'liveCode.write', input: z.object({ ids: z.array(Id).min(1).max(200), archived: z.boolean() }), reply: Done },
  /** Now rather than at a date: see `expiresAt`. */
  end: { allow: 'liveCode.write', action: 'close', input: z.object({ id: Id }), reply: LiveCode },
  /** An ended code gets a contact way again, with a new picture. */
  reopen: { allow: 'liveCode.write', action: 'run', input: z.object({ id: Id }), reply: LiveCode },
  remove: { allow: 'liveCode.write', action: 'delete', input: z.object({ id: Id }), reply: Done },
  /** What a customer sees on the code's own page (`/c/:id`): nothing but the company and the picture. */
  card: {
    allow: 'public', input: z.object({ id: Id }),
    reply: z.object({ corpName: z.string(), logoUrl: z.string(), qrUrl: z.string(), open: z.boolean(), closedText: z.string() }),
  },
  /** Tries again to make the contact way after WeCom refused. */
  retry: { allow: 'liveCode.write', action: 'run', input: z.object({ id: Id }), reply: LiveCode },
});
