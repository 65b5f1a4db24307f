import type { Window } from '@scrm/shared/welcome-rule';
import { dayAfter, dayKind, momentOf, wallTime, type CompanyCalendar } from '../../core/calendar';

/** How far ahead the end of a window is looked for: longer than any holiday. */
const horizonDays = 60;

/** Whether a moment (ms) lies in one of the windows; none at all means always. */
export function isWithin(windows: readonly Window[], at: number, { zone, own }: CompanyCalendar): boolean {
  if (windows.length === 0) return true;
  const { day, minute } = wallTime(at, zone);
  const today = dayKind(day, own);
  const yesterday = dayKind(dayAfter(day, -1), own);
  return windows.some(({ days, from, to }) => {
    if (from < to) return days.includes(today) && minute >= from && minute < to;
    return (days.includes(today) && minute >= from) || (days.includes(yesterday) && minute < to);
  });
}

/** When (ms) these windows are over for the first time after `at`: what a text outside of office hours promises. Null: not in sight. */
export function endOf(windows: readonly Window[], at: number, calendar: CompanyCalendar): number | null {
  if (windows.length === 0) return null;
  const edges = [...new Set([0, ...windows.flatMap(({ from, to }) => [from, to])])].sort((one, other) => one - other);
  const { day } = wallTime(at, calendar.zone);
  for (let ahead = 0; ahead <= horizonDays; ahead++) {
    for (const edge of edges) {
      const moment = momentOf(dayAfter(day, ahead), edge, calendar.zone);
      if (moment > at && !isWithin(windows, moment, calendar)) return moment;
    }
  }
  return null;
}

/** Whether some moment of some day lies in both. */
export function overlap(one: readonly Window[], other: readonly Window[]): boolean {
  if (one.length === 0 || other.length === 0) return true;
  return one.some((first) => other.some((second) => {
    // A night reaches into the next day, of whatever kind that is.
    const parts = ({ days, from, to }: Window) => (from < to ? [{ days, from, to }] : [{ days, from, to: 1440 }, { days: null, from: 0, to }]);
    return parts(first).some((a) => parts(second).some((b) => a.from < b.to && b.from < a.to && (!a.days || !b.days || a.days.some((kind) => b.days!.includes(kind)))));
  }));
}
