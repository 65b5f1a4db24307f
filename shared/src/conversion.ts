import { z } from 'zod';
import { contract } from './contract';
import { Done, Id, Page, PageInput, Time } from './page';

/** Which question WeCom was asked. */
export const conversionKinds = ['unionidToExternal', 'externalToPending'] as const;
export const conversionStates = ['done', 'pending', 'failed'] as const;

/** The last answer to one question about one person. */
export const Conversion = z.object({
  id: Id,
  kind: z.enum(conversionKinds),
  state: z.enum(conversionStates),
  /** The customer it is about; null while it is only a visitor. */
  customer: z.object({ id: Id, name: z.string(), avatarUrl: z.string() }).nullable(),
  /** Shortened: enough to tell two apart. */
  subject: z.string(),
  /** WeCom's errcode; 0 when there was none. */
  errcode: z.int(),
  /** Why it failed, in the reader's language; '' when it went well. */
  error: z.string(),
  tries: z.int(),
  firstAt: Time,
  lastAt: Time,
});
export type Conversion = z.infer<typeof Conversion>;

export const conversions = contract({
  list: {
    allow: 'system.read',
    input: PageInput.extend({ state: z.enum(conversionStates).optional(), kind: z.enum(conversionKinds).optional(), customerId: Id.optional() }),
    reply: Page(Conversion).extend({ counts: z.object({ done: z.int(), pending: z.int(), failed: z.int() }) }),
  },
  /** Asks WeCom again, now. */
  retry: { allow: 'system.write', input: z.object({ id: Id }), reply: Conversion },
  retryFailed: { allow: 'system.write', input: z.object({}), reply: Done },
});
