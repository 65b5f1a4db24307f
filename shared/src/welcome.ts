import { z } from 'zod';
import { contract } from './contract';
import { StaffRef } from './org';
import { Empty, Id, Page, PageInput, Time } from './page';

export const welcomeOutcomes = ['sent', 'late', 'noCode', 'noContent', 'takenByOther', 'failed'] as const;

export const Welcome = z.object({
  id: Id,
  customerName: z.string(),
  customerId: Id.nullable(),
  staff: StaffRef.nullable(),
  liveCodeName: z.string(),
  outcome: z.enum(welcomeOutcomes),
  /** From the callback's arrival to WeCom's answer to `send_welcome_msg`, in ms; null when nothing was sent. */
  ms: z.int().nullable(),
  reason: z.string(),
  at: Time,
});

export const welcome = contract({
  list: { allow: 'welcome.read', input: PageInput.extend({ outcome: z.enum(welcomeOutcomes).optional() }), reply: Page(Welcome) },
  /** Of the last 24 hours. */
  summary: {
    allow: 'welcome.read', input: Empty,
    reply: z.object({ counts: z.record(z.enum(welcomeOutcomes), z.int()), p50: z.int().nullable(), p99: z.int().nullable() }),
  },
});
export type Welcome = z.infer<typeof Welcome>;
