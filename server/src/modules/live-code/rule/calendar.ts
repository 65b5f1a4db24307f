// The data and not the functions: those shift by a day where the process runs west of Greenwich.
import china from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import type { DayKind } from '@scrm/shared/live-code-rule';
import { dateOf, weekdayOf } from './zone';

/** Days that a corp has otherwise than the country, by date (`2026-10-08`). */
export type DayExceptions = Readonly<Record<string, DayKind>>;

const holidays: Readonly<Record<string, string>> = china.holidays;
const makeUpDays: Readonly<Record<string, string>> = china.workdays;

/** What a day is: by the corp's own word, else by the holidays and make-up days of China, else by the weekday. */
export function kindOfDay(day: number, exceptions: DayExceptions): DayKind {
  const date = dateOf(day);
  if (exceptions[date]) return exceptions[date];
  if (makeUpDays[date]) return 'workday';
  return holidays[date] || weekdayOf(day) > 5 ? 'holiday' : 'workday';
}

/** Whether the State Council's holidays of that year are in the calendar; weekends alone count where they are not. */
export function knowsHolidaysOf(year: number): boolean {
  return holidays[`${year}-10-01`] !== undefined;
}
