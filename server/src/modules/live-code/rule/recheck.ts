import type { Choice, Look, PickReason, PickTarget, Prefer, ReceptionRule, Slot, TimeWindow } from '@scrm/shared/live-code-rule';
import { kindOfDay, type DayExceptions } from './calendar';
import { dayOfDate, weekdayOf } from '../../../core/zone';

/**
 * Reads a stored reason again, with the rule of that time and nothing of what made the pick: slowly and step by step.
 * Null: the reason does not fit the rule.
 */
export function recheck(rule: ReceptionRule, reason: PickReason, days: DayExceptions = {}): PickTarget | null {
  const numbered = numberedSlots(rule);
  const holding = slotThen(rule, reason.at, days);
  if (reason.slot !== (holding === null ? -1 : numbered.indexOf(holding))) return null;

  const owner = ownerThen(rule, reason);
  if (owner !== null) return { kind: rule.ownerFirst.then === 'route' ? 'staff' : 'known', staffId: owner };

  if (reason.kind === 'again') return wasShown(rule, reason);

  const ofSlot = holding === null ? null : chosen(holding.staff, holding.choose, reason.look, holding.prefer);
  if (ofSlot !== null) return { kind: 'staff', staffId: ofSlot };

  const ofBackup = chosen(rule.backup.staff, 'sequence', reason.backup);
  if (ofBackup !== null) return { kind: 'staff', staffId: ofBackup };
  if (rule.backup.groupCodeId !== null) return { kind: 'group', groupCodeId: rule.backup.groupCodeId };
  return { kind: rule.backup.form ? 'form' : 'closed' };
}

function wasShown(rule: ReceptionRule, { again, at }: PickReason): PickTarget | null {
  const isFresh = again !== undefined && again.at <= at && at < again.at + rule.stayMinutes * 60_000;
  return isFresh && numberedSlots(rule).flatMap(({ staff }) => staff.map(({ staffId }) => staffId)).concat(rule.backup.staff.map(({ staffId }) => staffId)).includes(again.staffId) ? { kind: 'staff', staffId: again.staffId } : null;
}

const numberedSlots = (rule: ReceptionRule): Slot[] => [...rule.slots, ...rule.dates.flatMap(({ slots }) => slots)];

const walls = new Map<string, Intl.DateTimeFormat>();

/** The clock on the wall there and then: `2026-10-01`, `08:30`. */
function wall(timeZone: string, at: number): { date: string; time: string } {
  const format = walls.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  walls.set(timeZone, format);
  const [date, time] = format.format(at).split(' ');
  return { date: date!, time: time! };
}

function slotThen(rule: ReceptionRule, at: number, days: DayExceptions): Slot | null {
  const { date, time } = wall(rule.timeZone, at);
  const today = dayOfDate(date);
  const exception = rule.dates.find((one) => one.date === date);
  const isPastMidnight = (slot: TimeWindow) => slot.to <= slot.from;
  const ofToday = (exception?.slots ?? weeklySlots(rule, today, days)).find((slot) => slot.from <= time && (isPastMidnight(slot) || time < slot.to));
  if (ofToday) return ofToday;
  if (exception) return null;
  const yesterday = new Date((today - 1) * 86_400_000).toISOString().slice(0, 10);
  const before = rule.dates.find((one) => one.date === yesterday)?.slots ?? weeklySlots(rule, today - 1, days);
  return before.find((slot) => isPastMidnight(slot) && time < slot.to) ?? null;
}

function weeklySlots(rule: ReceptionRule, day: number, days: DayExceptions): Slot[] {
  const [weekday, kind] = [weekdayOf(day), kindOfDay(day, days)];
  return rule.slots.filter((slot) => slot.weekdays.includes(weekday) && slot.dayKinds.includes(kind));
}

function ownerThen({ ownerFirst: { scope, departmentIds, staffIds, withinDays } }: ReceptionRule, { owners = [], at }: PickReason): string | null {
  if (scope === 'off') return null;
  const counting = owners
    .filter((owner) => owner.isThere)
    .filter((owner) => withinDays === null || owner.addedAt >= at - withinDays * 86_400_000)
    .filter((owner) => scope !== 'departments' || departmentIds.some((id) => owner.departmentIds.includes(id)))
    .filter((owner) => scope !== 'list' || staffIds.includes(owner.staffId));
  return counting.sort((a, b) => b.addedAt - a.addedAt)[0]?.staffId ?? null;
}

function chosen(staff: { staffId: string; labels?: string[] }[], choose: Choice, look: Look | undefined, prefer?: Prefer): string | null {
  // Who does not fit is found anew, by the labels that stand in the rule.
  const { notFit: _, ...inTheWay } = look?.skipped ?? {};
  const could = staff.filter(({ staffId }) => !Object.values(inTheWay).flat().includes(staffId));
  const fitting = prefer ? could.filter(({ labels }) => labels?.some((label) => prefer.labels.includes(label))) : could;
  const able = (fitting.length > 0 || prefer?.only ? fitting : could).map(({ staffId }) => staffId);
  if (!look || able.length === 0) return null;
  if (able.length === 1) return able[0]!;
  const figures = new Map(able.map((id, index) => [id, look.figures?.[index] ?? NaN]));
  const figure = (id: string) => figures.get(id)!;
  switch (choose) {
    case 'sequence':
    case 'quota': {
      const order = staff.map(({ staffId }) => staffId);
      const start = look.after === '' ? 0 : order.indexOf(look.after!) + 1;
      return [...order.slice(start), ...order.slice(0, start)].find((id) => able.includes(id))!;
    }
    case 'weight':
      return able.find((id) => able.every((other) => figure(id) >= figure(other))) ?? null;
    case 'random': {
      const positive = able.filter((id) => figure(id) >= 1);
      const owed = positive.length > 0 ? positive : able.filter((id) => able.every((other) => figure(id) >= figure(other)));
      return owed[Math.floor(look.draw! * owed.length)] ?? null;
    }
    case 'leastLoaded': {
      const fewest = able.filter((id) => able.every((other) => figure(id) <= figure(other)));
      const since = (id: string) => look.idleSince![fewest.indexOf(id)]!;
      return fewest.find((id) => fewest.every((other) => since(id) <= since(other))) ?? null;
    }
  }
}
