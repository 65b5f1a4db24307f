import { z } from 'zod';
import { contract } from './contract';
import { Attachment, tooLong } from './message';
import { Done, Empty, Id, Time } from './page';
import { byteLength } from './text';
import { groupWelcomeBytes } from './welcome-kind';

export { groupWelcomesPerCorp } from './welcome-kind';

/** A text, one attachment, or both. */
export const GroupWelcomeMessage = z.object({
  text: z.string().refine((text) => byteLength(text) <= groupWelcomeBytes, { params: { said: tooLong(groupWelcomeBytes) } }).default(''),
  attachment: Attachment.nullable().default(null),
});
export type GroupWelcomeMessage = z.output<typeof GroupWelcomeMessage>;

export const GroupWelcomeInput = z.object({
  name: z.string().trim().min(1).max(64),
  message: GroupWelcomeMessage,
  /** WeCom tells group owners once that there is a new one to use. */
  notify: z.boolean().default(true),
});
export type GroupWelcomeInput = z.input<typeof GroupWelcomeInput>;

/** `unclear`: WeCom gave no answer when it was asked to make it; `changed`, `gone`: changed or deleted in WeCom. */
export const groupWelcomeStates = ['preparing', 'ready', 'failed', 'unclear', 'changed', 'gone', 'deleted'] as const;

export const GroupWelcome = z.object({
  id: Id, name: z.string(), message: z.object({ text: z.string(), attachment: Attachment.nullable() }), notify: z.boolean(),
  state: z.enum(groupWelcomeStates), error: z.string(), templateId: z.string(),
  /** When WeCom last confirmed that it is there. */
  checkedAt: Time.nullable(), createdAt: Time, updatedAt: Time,
});
export type GroupWelcome = z.infer<typeof GroupWelcome>;

export const groupWelcomes = contract({
  /** Newest first; at most 100. `taken`: how many of WeCom's 100 are ours. */
  list: { allow: 'welcome.read', input: Empty, reply: z.object({ items: z.array(GroupWelcome), taken: z.int(), limit: z.int() }) },
  get: { allow: 'welcome.read', input: z.object({ id: Id }), reply: GroupWelcome },
  create: { allow: 'welcome.write', action: 'create', input: GroupWelcomeInput, reply: GroupWelcome },
  /** `updatedAt` is what the editor loaded; another value means `stale_edit`. */
  update: { allow: 'welcome.write', input: GroupWelcomeInput.extend({ id: Id, updatedAt: Time }), reply: GroupWelcome },
  remove: { allow: 'welcome.write', action: 'delete', input: z.object({ id: Id }), reply: Done },
  /** Makes one again that WeCom refused, lost or no longer has; one that was changed there is put right. */
  retry: { allow: 'welcome.write', action: 'run', input: z.object({ id: Id }), reply: GroupWelcome },
  /** Looks at WeCom which of them are still there, and as they were sent. */
  check: { allow: 'welcome.write', action: 'run', input: Empty, reply: z.object({ checked: z.int(), gone: z.int(), changed: z.int() }) },
});
