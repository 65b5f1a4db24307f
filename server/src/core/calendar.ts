// The data and not the functions: those shift by a day where the process runs west of Greenwich.
import china from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import type { DayKind } from '@scrm/shared/calendar';
import { chinaZone } from '@scrm/shared/zone';
import { momentAt, offsetAt } from './zone';

const dayMs = 86_400_000;
const minuteMs = 60_000;

/** Where a moment stands on a wall calendar and a clock. */
export interface WallTime {
  /** `2026-10-01`. */
  day: string;
  /** Since midnight, 0–1439. */
  minute: number;
}

/** China has one time and no summer time. */
const chinaMs = 8 * 3_600_000;

/** `at` in ms; in China unless another zone is given. */
export function wallTime(at: number, zone = chinaZone): WallTime {
  const local = at + (zone === chinaZone ? chinaMs : offsetAt(zone, at));
  return { day: new Date(local).toISOString().slice(0, 10), minute: Math.floor((local % dayMs) / minuteMs) };
}

/** The moment (ms) at which a day reaches a minute; minute 1440 is the end of the day. */
export function momentOf(day: string, minute: number, zone = chinaZone): number {
  const wall = Date.parse(`${day}T00:00:00Z`) + minute * minuteMs;
  return zone === chinaZone ? wall - chinaMs : momentAt(zone, wall);
}

/** The day so many days later. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** What a company says of single days itself: it counts before China's calendar. */
export type OwnDays = ReadonlyMap<string, DayKind>;

/** By which clock a company's days go, and what it says of them. */
export interface CompanyCalendar { zone: string; own: OwnDays }

const holidays: Readonly<Record<string, string>> = china.holidays;
const makeUpDays: Readonly<Record<string, string>> = china.workdays;

/** China's public holidays are known up to and with this year; later years have weekends only. */
export const holidaysKnownUntil = Math.max(...Object.keys(holidays).map((day) => Number(day.slice(0, 4))));

/** What the State Council has of this year otherwise than the weekday says, oldest first, with its name in both languages. */
export function knownDays(year: number): { day: string; kind: 'workday' | 'holiday'; zh: string; en: string }[] {
  const of = (days: Readonly<Record<string, string>>, kind: 'workday' | 'holiday') => Object.entries(days).filter(([day]) => day.startsWith(`${year}-`)).map(([day, name]) => {
    const [en = '', zh = ''] = name.split(',');
    return { day, kind, zh, en };
  });
  return [...of(holidays, 'holiday'), ...of(makeUpDays, 'workday')].sort((one, other) => (one.day < other.day ? -1 : 1));
}

/** The kind of a day by the company's own word, else by the State Council's holidays and make-up days, else by the weekday. */
export function dayKind(day: string, own: OwnDays): DayKind {
  return own.get(day) ?? countryKind(day);
}

export function countryKind(day: string): DayKind {
  if (makeUpDays[day]) return 'workday';
  if (holidays[day]) return 'holiday';
  return [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()) ? 'weekend' : 'workday';
}
