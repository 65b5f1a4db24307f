import { z } from 'zod';
import { contract } from './contract';
import { Message } from './message';
import { StaffRef } from './org';
import { TagRef } from './tag';
import { Done, Id, Page, PageInput, Time } from './page';

/** WeCom: at most 100 members on one contact way. https://developer.work.weixin.qq.com/document/path/92572 */
export const staffPerCode = 100;

export const remarkVariables = ['customer', 'code', 'date'] as const;

export const LiveCodeInput = z.object({
  name: z.string().trim().min(1).max(64),
  staffIds: z.array(Id).min(1),
  /** True: the customer is added without the staff member's confirmation. */
  skipVerify: z.boolean().default(true),
  tagIds: z.array(Id).max(20).default([]),
  /** `{customer}-{code}`; cut to WeCom's 20 characters. Empty: no remark is set. */
  remarkTemplate: z.string().max(100).default(''),
  welcome: Message.default({ text: '', attachments: [] }),
});
export type LiveCodeInput = z.input<typeof LiveCodeInput>;

export const LiveCode = z.object({
  id: Id,
  kind: z.literal('channel'),
  name: z.string(),
  staff: z.array(StaffRef),
  skipVerify: z.boolean(),
  tags: z.array(TagRef),
  remarkTemplate: z.string(),
  welcome: Message,
  /** The contact way at WeCom: being made, ready, or refused with a reason. */
  state: z.enum(['preparing', 'ready', 'failed', 'deleted']),
  error: z.string(),
  /** Picture of the code; empty until it is ready. It never changes while the code lives. */
  qrUrl: z.string(),
  /** Customers that came through this code, and of these those who left again. */
  addedCount: z.int(),
  lostCount: z.int(),
  createdAt: Time,
  updatedAt: Time,
});
export type LiveCode = z.infer<typeof LiveCode>;

export const liveCodes = contract({
  list: { allow: 'liveCode.read', input: PageInput.extend({ keyword: z.string().max(64).optional() }), reply: Page(LiveCode) },
  get: { allow: 'liveCode.read', input: z.object({ id: Id }), reply: LiveCode },
  create: { allow: 'liveCode.write', action: 'create', input: LiveCodeInput, reply: LiveCode },
  /** The printed picture stays the same. `updatedAt` is what the editor loaded; another value means `stale_edit`. */
  update: { allow: 'liveCode.write', input: LiveCodeInput.extend({ id: Id, updatedAt: Time }), reply: LiveCode },
  remove: { allow: 'liveCode.write', action: 'delete', input: z.object({ id: Id }), reply: Done },
  /** What a customer sees on the code's own page (`/c/:id`): nothing but the company and the picture. */
  card: {
    allow: 'public', input: z.object({ id: Id }),
    reply: z.object({ corpName: z.string(), logoUrl: z.string(), qrUrl: z.string(), open: z.boolean() }),
  },
  /** Tries again to make the contact way after WeCom refused. */
  retry: { allow: 'liveCode.write', action: 'run', input: z.object({ id: Id }), reply: LiveCode },
});
