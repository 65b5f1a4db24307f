import type { Hours } from '@scrm/shared/store';

/** A moment on the clock of a zone. */
export interface Local {
  date: string;
  /** Of the day before. */
  dayBefore: string;
  /** 1 Monday … 7 Sunday. */
  weekday: number;
  /** Since midnight. */
  minute: number;
}

/** From and to in minutes; past 1,440 it is the next day. */
type Span = [number, number];

/** Hours made ready to be asked often. */
export interface OpenTimes {
  zone: string;
  /** By weekday, 1 to 7; null: always open but for the exceptions. */
  week: Span[][] | null;
  days: Map<string, Span[]>;
}

const minutesOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

export function spanOf({ from, to }: { from: string; to: string }): Span {
  const [begin, end] = [minutesOf(from), minutesOf(to)];
  return [begin, end > begin ? end : end + 1440];
}

export function openTimesOf({ zone, weekly, exceptions }: Hours): OpenTimes {
  const week: Span[][] = Array.from({ length: 8 }, () => []);
  for (const slot of weekly) for (const day of new Set(slot.days)) week[day]!.push(spanOf(slot));
  return { zone, week: weekly.length === 0 ? null : week, days: new Map(exceptions.map(({ date, slots }) => [date, slots.map(spanOf)])) };
}

const within = (spans: readonly Span[], minute: number) => spans.some(([from, to]) => minute >= from && minute < to);

/** The day's own slots, and what yesterday's leave over past midnight. */
export function isOpen({ week, days }: OpenTimes, { date, dayBefore, weekday, minute }: Local): boolean {
  const today = days.get(date);
  if (today ? within(today, minute) : week === null || within(week[weekday]!, minute)) return true;
  const yesterday = days.get(dayBefore) ?? week?.[weekday === 1 ? 7 : weekday - 1] ?? [];
  return within(yesterday, minute + 1440);
}

const formats = new Map<string, Intl.DateTimeFormat>();
const last = new Map<string, { minute: number; local: Local }>();

/** Remembered for the minute, since asking the calendar is slow. */
export function localAt(zone: string, at: number): Local {
  const stamp = Math.floor(at / 60_000);
  const known = last.get(zone);
  if (known?.minute === stamp) return known.local;
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  formats.set(zone, format);
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const date = `${part.year}-${part.month}-${part.day}`;
  const noon = Date.parse(`${date}T12:00:00Z`);
  const local = { date, dayBefore: new Date(noon - 86_400_000).toISOString().slice(0, 10), weekday: new Date(noon).getUTCDay() || 7, minute: Number(part.hour) * 60 + Number(part.minute) };
  last.set(zone, { minute: stamp, local });
  return local;
}
