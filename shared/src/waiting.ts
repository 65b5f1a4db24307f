import { z } from 'zod';
import { contract } from './contract';
import { Export, exportFormats } from './export';
import { StaffRef } from './org';
import { Done, Empty, Id, Page, PageInput, Time } from './page';
import { CustomerBrief } from './transfer';

/** Longest that somebody can write into the form of a code's page. */
export const waitLengths = { name: 32, phone: 32, note: 200 } as const;

export const waitingStates = ['open', 'done'] as const;
export const WaitingState = z.enum(waitingStates);
export type WaitingState = z.infer<typeof WaitingState>;

/** Somebody who found nobody at a code and left word. */
export const Waiting = z.object({
  id: Id,
  code: z.object({ id: Id, name: z.string() }),
  /** As they wrote it; '' they did not. */
  name: z.string(),
  /** All but its last digits hidden; '' none was left. */
  phone: z.string(),
  note: z.string(),
  /** What came before the form: everybody was full or away, or so were the groups after them. */
  via: z.enum(['staff', 'group']),
  state: WaitingState,
  /** Who is to get back to them. */
  staff: StaffRef.nullable(),
  /** Known by the browser or the number, and within the caller's reach. */
  customer: CustomerBrief.nullable(),
  /** How often they wrote. */
  times: z.int(),
  at: Time, lastAt: Time,
  doneAt: Time.nullable(),
  /** Then it is deleted. */
  deleteAt: Time,
});
export type Waiting = z.infer<typeof Waiting>;

const One = z.object({ id: Id });

/** Those who left word on the form in which a code's page may end. */
export const waiting = contract({
  list: { allow: 'liveCode.read', input: PageInput.extend({ codeId: Id, state: WaitingState.default('open') }), reply: Page(Waiting) },
  /** They are told. Null: nobody in particular. */
  assign: { allow: 'liveCode.write', action: 'assign', input: One.extend({ staffId: Id.nullable() }), reply: Waiting },
  settle: { allow: 'liveCode.write', action: 'close', input: One.extend({ done: z.boolean() }), reply: Waiting },
  /** The whole number; each look is in the audit log. */
  reveal: { allow: 'field.reveal', input: One, reply: z.object({ phone: z.string() }) },
  /** The list as a file. `key`: made once by whoever asks. */
  export: {
    allow: 'customer.export',
    input: z.object({
      codeId: Id, state: WaitingState, key: z.string().min(8).max(40), format: z.enum(exportFormats),
      /** Shows whole numbers, for those who may reveal them. */
      revealReason: z.string().trim().min(2).max(200).optional(),
    }),
    reply: Export,
  },
  /** Whom the signed-in staff member is to get back to, the oldest first, with the whole number. */
  mine: { allow: 'signedIn', input: Empty, reply: z.object({ items: z.array(Waiting) }) },
  settleMine: { allow: 'signedIn', action: 'close', input: One, reply: Done },
});
