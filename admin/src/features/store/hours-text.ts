import type { Hours } from '@scrm/shared/store';
import { marks } from '../../kit/language';

/** `周一–周五 09:00–18:00` */
export function hoursText({ weekly }: Hours, { days, everyDay, allDay }: { days: readonly string[]; everyDay: string; allDay: string }): string {
  if (weekly.length === 0) return `${everyDay} ${allDay}`;
  return weekly.map(({ days: on, from, to }) => `${daysText(on, days, everyDay)} ${from}–${to}`).join(marks().semicolon);
}

/** Neighbours are drawn together. */
export function daysText(on: readonly number[], names: readonly string[], everyDay: string): string {
  const sorted = [...new Set(on)].sort((a, b) => a - b);
  if (sorted.length === 7 || sorted.length === 0) return everyDay;
  const runs: number[][] = [];
  for (const day of sorted) {
    const last = runs.at(-1);
    if (last?.at(-1) === day - 1) last.push(day);
    else runs.push([day]);
  }
  return runs.map((run) => (run.length > 2 ? `${names[run[0]! - 1]}–${names[run.at(-1)! - 1]}` : run.map((day) => names[day - 1]).join(marks().comma))).join(marks().comma);
}
