import { getDayDetail } from 'chinese-days';
import type { DayKind } from '@scrm/shared/calendar';

const dayMs = 86_400_000;
const minuteMs = 60_000;

/** Where a moment stands on a wall calendar and a clock of China, which has one time and no summer time. */
export interface WallTime {
  /** `2026-10-01`. */
  day: string;
  /** Since midnight, 0–1439. */
  minute: number;
}

const offsetMs = 8 * 3_600_000;

/** `at` in ms. */
export function wallTime(at: number): WallTime {
  const local = at + offsetMs;
  return { day: new Date(local).toISOString().slice(0, 10), minute: Math.floor((local % dayMs) / minuteMs) };
}

/** The moment (ms) at which a day reaches a minute; minute 1440 is the end of the day. */
export function momentOf(day: string, minute: number): number {
  return Date.parse(`${day}T00:00:00Z`) - offsetMs + minute * minuteMs;
}

/** The day so many days later. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** What a company says of single days itself: it counts before China's calendar. */
export type OwnDays = ReadonlyMap<string, DayKind>;

/** China's public holidays are known up to and with this year; later years have weekends only. */
export const holidaysKnownUntil = 2026;

/** The kind of a day by the State Council's calendar with its make-up days, and by the company's own. */
export function dayKind(day: string, own: OwnDays): DayKind {
  return own.get(day) ?? chinasKind(day);
}

const remembered = new Map<string, DayKind>();

function chinasKind(day: string): DayKind {
  const known = remembered.get(day);
  if (known) return known;
  const { work, name } = getDayDetail(day);
  // A holiday is told as `National Day,国庆节,3`, a free Saturday as `Saturday`.
  const kind: DayKind = work ? 'workday' : name.includes(',') ? 'holiday' : 'weekend';
  if (remembered.size > 5_000) remembered.clear();
  remembered.set(day, kind);
  return kind;
}
