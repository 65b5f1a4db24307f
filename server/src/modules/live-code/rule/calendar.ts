import { isWorkday } from 'chinese-days';
import type { DayKind } from '@scrm/shared/live-code-rule';
import { dateOf } from './zone';

/** Days that a corp has otherwise than the country, by date (`2026-10-08`). */
export type DayExceptions = Readonly<Record<string, DayKind>>;

/** What a day is: by the corp's own word, else by the holidays and make-up days of China, else by the weekday. */
export function kindOfDay(day: number, exceptions: DayExceptions): DayKind {
  return exceptions[dateOf(day)] ?? (isWorkdayInChina(day) ? 'workday' : 'holiday');
}

const looked = new Map<number, boolean>();

function isWorkdayInChina(day: number): boolean {
  const known = looked.get(day);
  if (known !== undefined) return known;
  const found = isWorkday(noonOf(day));
  looked.set(day, found);
  return found;
}

/** Whether the State Council's holidays of that year are in the calendar; weekends alone count where they are not. */
export function knowsHolidaysOf(year: number): boolean {
  return [1, 2, 3].every((date) => !isWorkday(new Date(year, 9, date, 12)));
}

/** The library reads a date by the clock of the process, so it is given noon by that clock. */
function noonOf(day: number): Date {
  const date = new Date(day * 86_400_000);
  return new Date(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), 12);
}
