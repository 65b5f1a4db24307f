import dayjs from 'dayjs';

interface Named { day: string; kind: string; name: string }

/** Days in a row that are alike. */
export interface DaySpan<D extends Named> {
  from: string;
  to: string;
  days: D[];
}

export const dayAfter = (day: string): string => dayjs(day).add(1, 'day').format('YYYY-MM-DD');

export function spansOf<D extends Named>(days: readonly D[]): DaySpan<D>[] {
  const spans: DaySpan<D>[] = [];
  for (const one of days) {
    const last = spans.at(-1);
    const before = last?.days.at(-1);
    if (last && before && before.kind === one.kind && before.name === one.name && dayAfter(before.day) === one.day) {
      last.days.push(one);
      last.to = one.day;
    } else spans.push({ from: one.day, to: one.day, days: [one] });
  }
  return spans;
}

/** Each day from the one to the other. */
export function daysFrom(from: string, to: string): string[] {
  const days = [from];
  while (days.at(-1)! < to) days.push(dayAfter(days.at(-1)!));
  return days;
}
