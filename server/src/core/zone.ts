const dayMs = 86_400_000;
const minuteMs = 60_000;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' });
    formats.set(zone, format);
  }
  return format;
}

/** What the zone's clocks are ahead of UTC at that moment, in milliseconds. */
export function offsetAt(zone: string, at: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(at)) part[type] = Number(value);
  const wall = Date.UTC(part.year!, part.month! - 1, part.day, part.hour, part.minute, part.second);
  return wall - Math.floor(at / 1000) * 1000;
}

/** Days are numbered from 1970-01-01 on, by the zone's calendar. */
export function localDay(zone: string, at: number): number {
  return Math.floor((at + offsetAt(zone, at)) / dayMs);
}

/** `2026-10-01`, as the zone's calendar has it at that moment. */
export const dateAt = (zone: string, at: number): string => dateOf(localDay(zone, at));

/** `2026-10-01 10:00:00`, as the zone's clocks show it. */
export const clockTime = (zone: string, at: number): string => new Date(at + offsetAt(zone, at)).toISOString().slice(0, 19).replace('T', ' ');

/** When the zone's clocks show that, given as if it were UTC. */
export const momentAt = (zone: string, wall: number): number => wall - offsetAt(zone, wall - offsetAt(zone, wall));

/** The first moment of the day, which need not be 0:00 where clocks are put forward at midnight. */
export function startOfDay(zone: string, day: number): number {
  const guess = day * dayMs - offsetAt(zone, day * dayMs);
  if (localDay(zone, guess) === day && localDay(zone, guess - 1) < day) return guess;
  return firstMinute(guess - dayMs, guess + dayMs, (at) => localDay(zone, at) >= day);
}

/** The clock on the wall for each minute of the day that passes: 1440 of them, but for the days on which clocks are changed. */
export function wallMinutes(zone: string, day: number): { start: number; end: number; minutes: Int16Array } {
  const [start, end] = [startOfDay(zone, day), startOfDay(zone, day + 1)];
  const minutes = new Int16Array((end - start) / minuteMs);
  const [before, after] = [offsetAt(zone, start), offsetAt(zone, end - 1)];
  const changeAt = before === after ? end : firstMinute(start, end, (at) => offsetAt(zone, at) === after);
  for (let passed = 0; passed < minutes.length; passed++) {
    const at = start + passed * minuteMs;
    minutes[passed] = Math.floor((at + (at < changeAt ? before : after) - day * dayMs) / minuteMs);
  }
  return { start, end, minutes };
}

/** The first minute at which something that stays true from then on is true. */
function firstMinute(from: number, to: number, holds: (at: number) => boolean): number {
  let [low, high] = [Math.floor(from / minuteMs), Math.ceil(to / minuteMs)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle * minuteMs)) high = middle;
    else low = middle;
  }
  return high * minuteMs;
}

/** 1 Monday … 7 Sunday. */
export const weekdayOf = (day: number): number => ((day + 3) % 7 + 7) % 7 + 1;

/** `2026-10-01`. */
export const dateOf = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);

export const dayOfDate = (date: string): number => Date.parse(`${date}T00:00:00Z`) / dayMs;
