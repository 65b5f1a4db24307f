import { z } from 'zod';
import { contract } from './contract';
import { Done, Time } from './page';
import { dayKinds, mostOwnDays } from './welcome-kind';
import { Zone } from './zone';

export { dayKinds, type DayKind } from './welcome-kind';

/** `2026-10-01`, as the company's wall calendar shows it. */
export const Day = z.iso.date();

/** What the company itself says of a day, whatever China's calendar says. */
export const OwnDay = z.object({ day: Day, kind: z.enum(dayKinds), name: z.string().trim().max(64).default('') });
export type OwnDay = z.output<typeof OwnDay>;

/** A day of China's calendar that is otherwise than its weekday: a public holiday, or a weekend that makes up for one. */
export const KnownDay = z.object({ day: Day, kind: z.enum(['workday', 'holiday']), name: z.string() });
export type KnownDay = z.output<typeof KnownDay>;

export const calendar = contract({
  /** The company's own days of all years, oldest first; China's of this year; the last year of which those are known here; and the zone of the company's days. */
  get: {
    allow: 'corp.read', input: z.object({ year: z.int().min(2000).max(2999).optional() }),
    reply: z.object({ items: z.array(OwnDay), year: z.int(), known: z.array(KnownDay), knownUntil: z.int(), timeZone: z.string(), updatedAt: Time }),
  },
  /** All of them at once. `updatedAt` is what the editor loaded; another value means `stale_edit`. */
  save: { allow: 'corp.write', input: z.object({ items: z.array(OwnDay).max(mostOwnDays), /** Left out: as it is. */ timeZone: Zone.optional(), updatedAt: Time }), reply: Done },
});
