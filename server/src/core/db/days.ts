import { dateOf, dayOfDate, startOfDay } from '../zone';

const dayMs = 86_400_000;

/** Days of a zone, both included (`2026-10-01`), as moments. */
export interface Days {
  from: number;
  /** The first moment after them. */
  until: number;
}

export function daysIn(zone: string, from: string, to: string): Days {
  return { from: startOfDay(zone, dayOfDate(from)), until: startOfDay(zone, dayOfDate(to) + 1) };
}

/**
 * The number of the day on which a moment within the span falls, as SQL: `dateOfNumber` reads it. Neither database knows the zone, so the clock's
 * difference to UTC is written out; on a day on which clocks are changed all of its hours are that day.
 */
export function dayNumber(column: string, zone: string, from: string, to: string): string {
  const pieces: { until: number; offset: number | null; day: number }[] = [];
  const last = dayOfDate(to);
  let start = startOfDay(zone, dayOfDate(from));
  for (let day = dayOfDate(from); day <= last; day++) {
    const until = startOfDay(zone, day + 1);
    const offset = until - start === dayMs ? day * dayMs - start : null;
    const before = pieces.at(-1);
    if (before && offset !== null && before.offset === offset) before.until = until;
    else pieces.push({ until, offset, day });
    start = until;
  }
  // MySQL and SQLite agree on this.
  const sqlOf = ({ offset, day }: (typeof pieces)[number]) => (offset === null ? String(day) : `(${column} + ${offset} - (${column} + ${offset}) % ${dayMs}) / ${dayMs}`);
  const end = pieces.pop();
  if (!end) return '0';
  return pieces.length === 0 ? sqlOf(end) : `CASE ${pieces.map((piece) => `WHEN ${column} < ${piece.until} THEN ${sqlOf(piece)}`).join(' ')} ELSE ${sqlOf(end)} END`;
}

export const dateOfNumber = (day: unknown): string => dateOf(Math.round(Number(day)));

/** All of them, oldest first. */
export function datesOf(from: string, to: string): string[] {
  const first = dayOfDate(from);
  return Array.from({ length: Math.max(0, dayOfDate(to) - first + 1) }, (_, index) => dateOf(first + index));
}
