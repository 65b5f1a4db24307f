import type { DayKind } from '@scrm/shared/live-code-rule';
import { countryKind, holidaysKnownUntil } from '../../../core/calendar';
import { dateOf } from '../../../core/zone';

/** Days that a corp has otherwise than the country, by date (`2026-10-08`). */
export type DayExceptions = Readonly<Record<string, DayKind>>;

/** What a day is: by the corp's own word, else by China's calendar. Rules know work and not work. */
export function kindOfDay(day: number, exceptions: DayExceptions): DayKind {
  const date = dateOf(day);
  return exceptions[date] ?? (countryKind(date) === 'workday' ? 'workday' : 'holiday');
}

/** Whether the State Council's holidays of that year are in the calendar; weekends alone count where they are not. */
export function knowsHolidaysOf(year: number): boolean {
  return year <= holidaysKnownUntil;
}
