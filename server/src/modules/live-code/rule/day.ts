import { kindOfDay } from './calendar';
import type { CompiledRule, CompiledWindow, Day } from './compile';
import { dateOf, localDay, wallMinutes, weekdayOf } from '../../../core/zone';

export const noSlot = -1;
const minuteMs = 60_000;
/** A month, so that a simulation of one makes each day once. */
const daysKept = 40;

export function dayAt(compiled: CompiledRule, at: number): Day {
  const { today } = compiled;
  if (today && at >= today.start && at < today.end) return today;
  compiled.today = dayByNumber(compiled, localDay(compiled.rule.timeZone, at));
  return compiled.today;
}

export function dayByNumber(compiled: CompiledRule, number: number): Day {
  const known = compiled.days.get(number);
  if (known) return known;
  if (compiled.days.size >= daysKept) compiled.days.delete(compiled.days.keys().next().value!);
  const made = makeDay(compiled, number);
  compiled.days.set(number, made);
  return made;
}

const minuteIn = (day: Day, at: number): number => Math.floor((at - day.start) / minuteMs);

export function slotAt(compiled: CompiledRule, at: number): number {
  const day = dayAt(compiled, at);
  return day.slots[minuteIn(day, at)]!;
}

/** Whether a customer who scans now is added without the staff member's confirmation. */
export function skipsVerify(compiled: CompiledRule, at: number): boolean {
  const day = dayAt(compiled, at);
  return day.skipsVerify[minuteIn(day, at)] === 1;
}

/**
 * When time alone may next change who receives or whether they confirm: the edge of a slot or a window, or midnight,
 * when caps begin anew.
 */
export function nextChangeAt(compiled: CompiledRule, at: number): number {
  const day = dayAt(compiled, at);
  const now = minuteIn(day, at);
  let next = now + 1;
  while (next < day.slots.length && day.slots[next] === day.slots[now] && day.skipsVerify[next] === day.skipsVerify[now]) next++;
  return Math.min(day.start + next * minuteMs, day.end);
}

function makeDay(compiled: CompiledRule, number: number): Day {
  const { rule, verifyWindows } = compiled;
  const { start, end, minutes } = wallMinutes(rule.timeZone, number);
  const byClock = slotsByClock(compiled, number);
  const verify = rule.skipVerify.mode === 'windows' ? windowsByClock(compiled, number, verifyWindows) : new Uint8Array(1440).fill(rule.skipVerify.mode === 'always' ? 1 : 0);
  const made: Day = { day: number, start, end, slots: new Int16Array(minutes.length), skipsVerify: new Uint8Array(minutes.length) };
  for (let passed = 0; passed < minutes.length; passed++) {
    made.slots[passed] = byClock[minutes[passed]!]!;
    made.skipsVerify[passed] = verify[minutes[passed]!]!;
  }
  return made;
}

/** For each minute of the clock: the day's own slots, the first before the later; what runs over from the day before fills what they leave. */
export function slotsByClock(compiled: CompiledRule, day: number): Int16Array {
  const { windows } = compiled;
  const table = new Int16Array(1440).fill(noSlot);
  const put = (slot: number, from: number, to: number) => {
    for (let minute = Math.max(from, 0); minute < Math.min(to, 1440); minute++) if (table[minute] === noSlot) table[minute] = slot;
  };
  for (const slot of slotsOfDay(compiled, day)) put(slot, windows[slot]!.from, windows[slot]!.to);
  if (compiled.dates.has(dateOf(day))) return table;
  for (const slot of slotsOfDay(compiled, day - 1)) put(slot, windows[slot]!.from - 1440, windows[slot]!.to - 1440);
  return table;
}

function windowsByClock(compiled: CompiledRule, day: number, windows: CompiledWindow[]): Uint8Array {
  const table = new Uint8Array(1440);
  for (const window of windows) {
    if (holdsOn(compiled, window, day)) table.fill(1, window.from, Math.min(window.to, 1440));
    if (holdsOn(compiled, window, day - 1)) table.fill(1, 0, Math.max(window.to - 1440, 0));
  }
  return table;
}

/** Slots of a date hold on it whatever day it is. */
function slotsOfDay(compiled: CompiledRule, day: number): number[] {
  return compiled.dates.get(dateOf(day)) ?? compiled.weekly.filter((slot) => holdsOn(compiled, compiled.windows[slot]!, day));
}

function holdsOn({ knowledge }: CompiledRule, { weekdays, dayKinds }: CompiledWindow, day: number): boolean {
  return weekdays.includes(weekdayOf(day)) && dayKinds.includes(kindOfDay(day, knowledge.days));
}
