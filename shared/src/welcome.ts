import { z } from 'zod';
import { contract } from './contract';
import { Message } from './message';
import { StaffRef } from './org';
import { Empty, Id, Page, PageInput, Time } from './page';

export const welcomeOutcomes = ['sent', 'late', 'noCode', 'noContent', 'takenByOther', 'failed'] as const;

/** Why WeCom gave no code: greeted before the confirmation, a WeCom user of another company, handed over or assigned, friends before; `other`: somebody else greets. */
export const noCodeReasons = ['half', 'partner', 'assigned', 'before', 'other'] as const;
export const byHandStates = ['open', 'done', 'over'] as const;

export const Welcome = z.object({
  id: Id,
  customerName: z.string(),
  customerId: Id.nullable(),
  staff: StaffRef.nullable(),
  liveCodeName: z.string(),
  /** The rule that chose the words; '' where those of the live code were chosen, or none. */
  ruleName: z.string(),
  noCodeWhy: z.enum(noCodeReasons).nullable(),
  outcome: z.enum(welcomeOutcomes),
  /** From the callback's arrival to WeCom's answer to `send_welcome_msg`, in ms; null when nothing was sent. */
  ms: z.int().nullable(),
  reason: z.string(),
  at: Time,
});

/** A customer who was not greeted in time, and what is to be said. */
export const ByHand = z.object({
  id: Id, customerId: Id, customerName: z.string(), avatarUrl: z.string(), staff: StaffRef.nullable(),
  /** As it would have been sent, its variables filled. */
  text: z.string(), attachments: Message.shape.attachments,
  /** It may have arrived: look into the chat first. */
  unclear: z.boolean(), state: z.enum(byHandStates), at: Time, toldAt: Time.nullable(), settledAt: Time.nullable(),
});
export type ByHand = z.infer<typeof ByHand>;

/** A staff member whom something else greets for, as long as none of our welcomes has gone out since. */
export const WelcomeConflict = z.object({
  id: Id, staff: StaffRef.nullable(),
  /** Additions without a welcome code and without another explanation: the admin console has a welcome, or another app answers first. */
  noCode: z.int(),
  /** Another app had sent when we came (41051). */
  taken: z.int(),
  since: Time, lastAt: Time,
});
export type WelcomeConflict = z.infer<typeof WelcomeConflict>;

export const welcome = contract({
  list: { allow: 'welcome.read', input: PageInput.extend({ outcome: z.enum(welcomeOutcomes).optional(), staffId: Id.optional() }), reply: Page(Welcome) },
  /** Of the last 24 hours. */
  summary: {
    allow: 'welcome.read', input: Empty,
    reply: z.object({ counts: z.record(z.enum(welcomeOutcomes), z.int()), p50: z.int().nullable(), p99: z.int().nullable() }),
  },
  /** Those that go on, of the last 30 days. */
  conflicts: { allow: 'welcome.read', input: Empty, reply: z.object({ items: z.array(WelcomeConflict) }) },
  byHand: { allow: 'welcome.read', input: PageInput.extend({ state: z.enum(byHandStates).optional(), customerId: Id.optional() }), reply: Page(ByHand) },
  /** The staff member greeted, or need not any more. */
  settleByHand: { allow: 'customer.write', input: z.object({ id: Id, state: z.enum(['done', 'over']) }), reply: ByHand },
});
export type Welcome = z.infer<typeof Welcome>;
