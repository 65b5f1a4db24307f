import type { ErrorCode, ErrorData } from './error';
import type { Prefer, ReceptionRule, Slot, StaffEntry, TimeWindow } from './live-code-rule';

export interface RuleProblem {
  code: ErrorCode & `rule_${string}`;
  data: ErrorData;
}

/** `24:00` is 1440. */
export function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

export function timeOf(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** What is wrong with a rule, each with the words for it; none: it may be saved. `nameOf`: of a staff id. */
export function ruleProblems(rule: ReceptionRule, nameOf: (staffId: string) => string = (id) => id): RuleProblem[] {
  const { ownerFirst, skipVerify } = rule;
  return [
    ...zoneProblem(rule.timeZone),
    ...rosterProblems(rule.slots, nameOf, (window) => ordinaryMinutes(window)),
    ...doubles(rule.dates.map(({ date }) => date)).map((date): RuleProblem => ({ code: 'rule_date_twice', data: { date } })),
    ...rule.dates.flatMap(({ date, slots }) => rosterProblems(slots, nameOf, (window) => minutesFrom(window, 0, 2880), `${date} `)),
    ...doubles(rule.backup.staff.map(({ staffId }) => staffId)).map((id): RuleProblem => ({ code: 'rule_backup_twice', data: { name: nameOf(id) } })),
    ...(ownerFirst.scope === 'departments' && ownerFirst.departmentIds.length === 0 || ownerFirst.scope === 'list' && ownerFirst.staffIds.length === 0
      ? [{ code: 'rule_owner_scope_empty', data: {} } as const] : []),
    ...(skipVerify.mode !== 'windows' ? [] : skipVerify.windows.length === 0 ? [{ code: 'rule_windows_missing', data: {} } as const]
      : skipVerify.windows.flatMap((window) => emptyProblem(`${window.from}–${window.to}`, window))),
  ];
}

/**
 * Two slots may not hold at once in an ordinary week, because the second would silently lose that time. On days out of
 * the ordinary (a holiday on a Wednesday, a Saturday of work) they may: then the first in the list holds.
 */
function rosterProblems(slots: Slot[], nameOf: (staffId: string) => string, minutesOf: (window: TimeWindow) => Span[], prefix = ''): RuleProblem[] {
  const title = (slot: Slot) => prefix + (slot.name || `${slot.from}–${slot.to}`);
  return [
    ...doubles(slots.map(({ name }) => name).filter((name) => name !== '')).map((name): RuleProblem => ({ code: 'rule_slot_name_twice', data: { slot: prefix + name } })),
    ...slots.flatMap((slot): RuleProblem[] => (slot.prefer?.only && slot.staff.length > 0 && !slot.staff.some((one) => fits(one, slot.prefer!)) ? [{ code: 'rule_labels_nobody', data: { slot: title(slot), labels: slot.prefer.labels.join('、') } }] : [])),
    ...slots.flatMap((slot) => [...emptyProblem(title(slot), slot), ...staffProblems(title(slot), slot.staff, nameOf, slot.choose)]),
    ...slots.flatMap((slot, index) => slots.slice(index + 1).flatMap((other): RuleProblem[] => {
      const shared = firstShared(minutesOf(slot), minutesOf(other));
      return shared === null ? [] : [{ code: 'rule_slots_overlap', data: { slot: title(slot), other: title(other), from: timeOf(shared[0] % 1440), to: timeOf((shared[1] - 1) % 1440 + 1) } }];
    })),
  ];
}

/** They have one of the labels. */
export const fits = ({ labels = [] }: Pick<StaffEntry, 'labels'>, prefer: Prefer): boolean => labels.some((label) => prefer.labels.includes(label));

const emptyProblem = (slot: string, { from, to }: TimeWindow): RuleProblem[] => (from === to || minuteOf(from) === 1440 ? [{ code: 'rule_from_is_to', data: { slot } }] : []);

function staffProblems(slot: string, staff: StaffEntry[], nameOf: (staffId: string) => string, choose: Slot['choose']): RuleProblem[] {
  const capped = staff.filter(({ roundCap }) => roundCap !== null).length;
  const isPartly = choose !== 'quota' && capped > 0 && capped < staff.length;
  return [
    ...doubles(staff.map(({ staffId }) => staffId)).map((id): RuleProblem => ({ code: 'rule_staff_twice', data: { slot, name: nameOf(id) } })),
    ...(isPartly ? [{ code: 'rule_round_caps_partly', data: { slot } } as const] : []),
  ];
}

function zoneProblem(zone: string): RuleProblem[] {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return [];
  } catch {
    return [{ code: 'rule_zone_unknown', data: { zone } }];
  }
}

/** From and to, in minutes. */
type Span = [number, number];
const week = 7 * 1440;

/** The minutes of an ordinary week, Monday 0:00 first; what runs past Sunday comes round to Monday. */
function ordinaryMinutes(window: TimeWindow): Span[] {
  return window.weekdays.filter((day) => window.dayKinds.includes(day <= 5 ? 'workday' : 'holiday')).flatMap((day) => minutesFrom(window, (day - 1) * 1440, week));
}

function minutesFrom({ from, to }: TimeWindow, dayStart: number, end: number): Span[] {
  const [start, stop] = [minuteOf(from), minuteOf(to)];
  const span: Span = [dayStart + start, dayStart + (stop <= start ? stop + 1440 : stop)];
  return span[1] <= end ? [span] : [[span[0], end], [0, span[1] - end]];
}

function firstShared(one: Span[], other: Span[]): Span | null {
  for (const a of one) {
    for (const b of other) {
      const shared: Span = [Math.max(a[0], b[0]), Math.min(a[1], b[1])];
      if (shared[0] < shared[1]) return shared;
    }
  }
  return null;
}

const doubles = (list: string[]) => [...new Set(list.filter((one, index) => list.indexOf(one) !== index))];
