import { z } from 'zod';
import { contract } from './contract';
import { Done, Empty, Time } from './page';
import { dayKinds } from './welcome-kind';

export { dayKinds, type DayKind } from './welcome-kind';

/** `2026-10-01`, as the company's wall calendar shows it. */
export const Day = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/);

/** What the company itself says of a day, whatever China's calendar says. */
export const OwnDay = z.object({ day: Day, kind: z.enum(dayKinds), name: z.string().trim().max(64).default('') });
export type OwnDay = z.output<typeof OwnDay>;

export const calendar = contract({
  /** The company's own days, oldest first, and the last year of which China's holidays are known here. */
  get: { allow: 'corp.read', input: Empty, reply: z.object({ items: z.array(OwnDay), knownUntil: z.int(), updatedAt: Time }) },
  /** All of them at once. `updatedAt` is what the editor loaded; another value means `stale_edit`. */
  save: { allow: 'corp.write', input: z.object({ items: z.array(OwnDay).max(400), updatedAt: Time }), reply: Done },
});
