import type { Choice, Prefer, ReceptionRule, Slot, StaffEntry, TimeWindow } from '@scrm/shared/live-code-rule';
import { fits, minuteOf } from '@scrm/shared/live-code-rule-problem';
import type { DayExceptions } from './calendar';

/** What the rule needs to know of the world and that does not change with a scan. */
export interface Knowledge {
  /** The corp's own workdays and days off. */
  days: DayExceptions;
}

/** One who may be picked: a person of a slot or of the backup, with what holds for them there. */
export interface Seat {
  staffId: string;
  /** Their place in `people`, by which the counters are kept. */
  person: number;
  weight: number;
  /** Infinity: no cap. */
  dailyCap: number;
  roundCap: number;
  openCap: number;
}

export interface Bench {
  choose: Choice;
  seats: Seat[];
  /** Person and caps of each seat, side by side: every scan looks at all of them. */
  limits: Int32Array;
  /** Of each seat whether it has a label that the slot prefers; null: it prefers none. */
  fits: boolean[] | null;
  onlyFits: boolean;
}

/** Numbers of `limits` for a seat; where there is no cap stands `noLimit`. */
export const limitsPerSeat = 4;
const noLimit = 0x7fffffff;

export interface CompiledRule {
  rule: ReceptionRule;
  knowledge: Knowledge;
  /** Everybody whom the rule names as receiver, once. */
  people: string[];
  personOf: Map<string, number>;
  /** The weekly slots, then those of the dates, as they are numbered in reasons. */
  slots: Slot[];
  /** Per slot, and the backup's as the last. */
  benches: Bench[];
  /** Numbers of the slots of a date. */
  dates: Map<string, number[]>;
  weekly: number[];
  windows: CompiledWindow[];
  verifyWindows: CompiledWindow[];
  /** ms within which a browser is shown the same person again. */
  stayMs: number;
  /** Tables of days looked at lately, the last one at hand. */
  days: Map<number, Day>;
  today: Day | null;
}

/** A day of the rule's zone, minute by minute as it passes. */
export interface Day {
  day: number;
  start: number;
  end: number;
  /** Number of the slot that holds, -1 none. */
  slots: Int16Array;
  /** 1: customers are added without confirmation. */
  skipsVerify: Uint8Array;
}

export interface CompiledWindow extends Pick<TimeWindow, 'weekdays' | 'dayKinds'> {
  from: number;
  /** Past 1440: on the next day. */
  to: number;
}

/** Prepares a rule for many picks. The rule has no problems (`ruleProblems`). */
export function compile(rule: ReceptionRule, knowledge: Knowledge = { days: {} }): CompiledRule {
  const slots = [...rule.slots, ...rule.dates.flatMap((date) => date.slots)];
  const people = [...new Set([...slots.flatMap((slot) => slot.staff), ...rule.backup.staff].map(({ staffId }) => staffId))];
  const personOf = new Map(people.map((staffId, person) => [staffId, person]));
  const bench = (choose: Choice, staff: StaffEntry[], prefer?: Prefer): Bench => {
    const seats = staff.map((entry) => seatOf(entry, choose, personOf.get(entry.staffId)!));
    const fitting = prefer ? staff.map((entry) => fits(entry, prefer)) : null;
    return {
      choose, seats, fits: fitting, onlyFits: prefer?.only === true,
      limits: Int32Array.from(seats.flatMap(({ person, dailyCap, openCap, roundCap }) => [person, ...[dailyCap, openCap, roundCap].map((cap) => Math.min(cap, noLimit))])),
    };
  };
  const dates = new Map<string, number[]>();
  let next = rule.slots.length;
  for (const { date, slots: own } of rule.dates) dates.set(date, own.map(() => next++));
  return {
    rule, knowledge, people, personOf, slots,
    benches: [...slots.map((slot) => bench(slot.choose, slot.staff, slot.prefer)), bench('sequence', rule.backup.staff.map((entry) => ({ ...entry, weight: 1, quota: 1, roundCap: null })))],
    dates, weekly: rule.slots.map((_, index) => index),
    windows: slots.map(windowOf),
    verifyWindows: rule.skipVerify.windows.map(windowOf),
    stayMs: rule.stayMinutes * 60_000,
    days: new Map(), today: null,
  };
}

function seatOf({ staffId, weight, quota, dailyCap, roundCap, openCap }: StaffEntry, choose: Choice, person: number): Seat {
  return {
    staffId, person, weight: choose === 'weight' ? weight : 1,
    dailyCap: dailyCap ?? Infinity, roundCap: choose === 'quota' ? quota : roundCap ?? Infinity, openCap: openCap ?? Infinity,
  };
}

function windowOf({ weekdays, dayKinds, from, to }: TimeWindow): CompiledWindow {
  const [start, end] = [minuteOf(from), minuteOf(to)];
  return { weekdays, dayKinds, from: start, to: end <= start ? end + 1440 : end };
}
