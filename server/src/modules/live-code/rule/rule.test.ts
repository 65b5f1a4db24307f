import { describe, expect, test } from 'vitest';
import { ReceptionRule, simpleRule } from '@scrm/shared/live-code-rule';
import { ruleProblems } from '@scrm/shared/live-code-rule-problem';
import type { DayExceptions } from './calendar';
import { compile, countAdd, gaps, knowsHolidaysOf, loadState, newState, nextChangeAt, pick, preview, recheck, saveState, setStaff, simulate, skipsVerify, slotAt, take, wantedStaff } from './index';
import { dayOfDate, startOfDay, wallMinutes } from '../../../core/zone';

type RuleInput = Parameters<typeof ReceptionRule.parse>[0];
/** Beijing time. */
const cn = (time: string) => Date.parse(`${time}:00+08:00`);
const minute = 60_000;
const hour = 60 * minute;

function desk(input: RuleInput, days: DayExceptions = {}) {
  const rule = ReceptionRule.parse(input);
  expect(ruleProblems(rule)).toEqual([]);
  const compiled = compile(rule, { days });
  const state = newState(compiled);
  const scan = (at: number, draw = 0) => {
    const one = pick(compiled, state, { at, draw });
    take(compiled, state, one);
    expect(recheck(rule, one.reason, days)).toEqual(one.target);
    return one.target.kind === 'staff' ? one.target.staffId : one.target.kind;
  };
  return { rule, compiled, state, scan, scans: (count: number, at: number) => Array.from({ length: count }, () => scan(at)).join(' ') };
}

const staff = (...ids: string[]) => ids.map((staffId) => ({ staffId }));
const codes = (input: RuleInput) => ruleProblems(ReceptionRule.parse(input)).map(({ code, data }) => [code, data.slot ?? data.date ?? data.zone ?? '']);

describe('a rule', () => {
  test('LC-03 of staff alone lets them take turns all day and every day, without confirmation', () => {
    const { scans, compiled } = desk(simpleRule(['a', 'b', 'c']));
    expect(scans(7, cn('2026-10-01T03:00'))).toBe('a b c a b c a');
    expect(gaps(compiled, '2026-09-28')).toEqual([]);
    expect(skipsVerify(compiled, cn('2026-10-01T03:00'))).toBe(true);
    expect(skipsVerify(compile(simpleRule(['a'], { skipVerify: false })), 0)).toBe(false);
  });

  test('LC-03 LC-04 with a mistake is refused in words, each mistake once', () => {
    const slot = { staff: staff('a') };
    expect(codes({ slots: [{ ...slot, name: 'day', from: '09:00', to: '09:00' }] })).toEqual([['rule_from_is_to', 'day']]);
    expect(codes({ slots: [{ name: 'day', staff: staff('a', 'b', 'a') }] })).toEqual([['rule_staff_twice', 'day']]);
    expect(codes({ slots: [{ ...slot, name: 'one', from: '09:00', to: '13:00' }, { ...slot, name: 'two', from: '12:00', to: '18:00' }] })).toEqual([['rule_slots_overlap', 'one']]);
    expect(ruleProblems(ReceptionRule.parse({ slots: [{ ...slot, name: 'night', weekdays: [7], from: '22:00', to: '06:00' }, { ...slot, name: 'early', weekdays: [1], from: '05:00', to: '12:00' }] }))[0]!.data)
      .toEqual({ slot: 'night', other: 'early', from: '05:00', to: '06:00' });
    expect(codes({ slots: [{ ...slot, name: 'work', dayKinds: ['workday'] }, { ...slot, name: 'weekend', weekdays: [6, 7] }] })).toEqual([]);
    expect(codes({ slots: [{ name: 'day', staff: [{ staffId: 'a', roundCap: 2 }, { staffId: 'b' }] }] })).toEqual([['rule_round_caps_partly', 'day']]);
    expect(codes({ slots: [slot], dates: [{ date: '2026-10-01' }, { date: '2026-10-01' }], timeZone: 'Asia/Nowhere' })).toEqual([['rule_zone_unknown', 'Asia/Nowhere'], ['rule_date_twice', '2026-10-01']]);
    expect(codes({ slots: [slot], ownerFirst: { scope: 'list' }, skipVerify: { mode: 'windows' } }).map(([code]) => code)).toEqual(['rule_owner_scope_empty', 'rule_windows_missing']);
    expect(ruleProblems(ReceptionRule.parse({ slots: [slot], backup: { staff: staff('b', 'b') } }), () => 'Bo')).toEqual([{ code: 'rule_backup_twice', data: { name: 'Bo' } }]);
    expect(ReceptionRule.safeParse({ slots: [] }).success).toBe(false);
  });
});

test('LC-04 a night shift belongs to the day on which it begins; make-up days, holidays and the corp\'s own days hold', () => {
  const { scan, compiled } = desk({
    slots: [
      { name: 'day', dayKinds: ['workday'], from: '09:00', to: '18:00', staff: staff('day') },
      { name: 'friday night', weekdays: [5], from: '22:00', to: '06:00', staff: staff('night') },
      { name: 'off', dayKinds: ['holiday'], from: '10:00', to: '16:00', staff: staff('off') },
    ],
    dates: [{ date: '2026-11-14' }, { date: '2026-11-20', slots: [{ name: 'fair', from: '20:00', to: '02:00', staff: staff('fair') }] }],
    backup: { staff: staff('backup') },
  }, { '2026-11-25': 'holiday' });
  expect(scan(cn('2026-11-06T21:59'))).toBe('backup');
  expect(scan(cn('2026-11-06T22:00'))).toBe('night');
  expect(scan(cn('2026-11-07T05:59'))).toBe('night');
  expect(scan(cn('2026-11-07T06:00'))).toBe('backup');
  expect(scan(cn('2026-11-07T10:00'))).toBe('off');
  expect(scan(cn('2026-10-01T10:00'))).toBe('off'); // National Day, a Thursday
  expect(scan(cn('2026-10-10T10:00'))).toBe('day'); // a Saturday of work for it
  expect(scan(cn('2026-11-25T10:00'))).toBe('off'); // the corp's own day off
  expect(scan(cn('2026-11-13T23:00'))).toBe('night');
  expect(scan(cn('2026-11-14T01:00'))).toBe('backup'); // closed that date: the night shift ends at midnight
  expect(scan(cn('2026-11-20T10:00'))).toBe('backup'); // the date has its own slots and no other
  expect(scan(cn('2026-11-21T01:59'))).toBe('fair');
  expect(gaps(compiled, '2026-11-14', 1)).toEqual([]);
  expect(gaps(compiled, '2026-11-21', 2)).toEqual([
    { date: '2026-11-21', from: '02:00', to: '10:00' }, { date: '2026-11-21', from: '16:00', to: '24:00' },
    { date: '2026-11-22', from: '00:00', to: '10:00' }, { date: '2026-11-22', from: '16:00', to: '24:00' },
  ]);
  expect(nextChangeAt(compiled, cn('2026-11-06T21:00'))).toBe(cn('2026-11-06T22:00'));
  expect(nextChangeAt(compiled, cn('2026-11-06T23:00'))).toBe(cn('2026-11-07T00:00'));
  expect(preview(compiled, newState(compiled), { at: cn('2026-11-10T22:10') })).toMatchObject({ slot: null, onDuty: [], backup: [{ staffId: 'backup', skip: null }], pick: { target: { staffId: 'backup' } } });
  expect([knowsHolidaysOf(2026), knowsHolidaysOf(2090)]).toEqual([true, false]);
});

const zones = ['Asia/Shanghai', 'Asia/Kolkata', 'America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'America/Havana', 'Africa/Cairo', 'Pacific/Apia'];

test.each(zones)('LC-05 BX-04 caps begin anew at midnight, on days of 23, 24 and 25 hours too: %s', (timeZone) => {
  const { scan } = desk({ timeZone, slots: [{ staff: [{ staffId: 'a', dailyCap: 1 }] }] });
  const wall = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  const lengths = new Set<number>();
  for (let day = dayOfDate('2026-01-01'); day < dayOfDate('2027-01-01'); day++) {
    const [start, end] = [startOfDay(timeZone, day), startOfDay(timeZone, day + 1)];
    lengths.add((end - start) / hour);
    const date = wall.format(start).slice(0, 10);
    expect([wall.format(start - 1).slice(0, 10) < date, wall.format(end - 1).slice(0, 10) === date, wallMinutes(timeZone, day).minutes.length]).toEqual([true, true, (end - start) / minute]);
    expect([scan(start), scan(start + 1), scan(end - 1)]).toEqual(['a', 'closed', 'closed']);
  }
  expect([...lengths].sort()).toEqual(({ 'Asia/Shanghai': [24], 'Asia/Kolkata': [24], 'Pacific/Apia': [24], 'Australia/Lord_Howe': [23.5, 24, 24.5] } as Record<string, number[]>)[timeZone] ?? [23, 24, 25]);
});

test('LC-04 slots follow the clock on the wall when it is put forward and back', () => {
  const { compiled } = desk({ timeZone: 'America/New_York', slots: [{ from: '01:30', to: '03:30', staff: staff('a') }] });
  const minutesOn = (date: string) => {
    const { start, minutes } = wallMinutes('America/New_York', dayOfDate(date));
    return Array.from(minutes, (_, passed) => slotAt(compiled, start + passed * minute)).filter((slot) => slot === 0).length;
  };
  expect([minutesOn('2026-03-07'), minutesOn('2026-03-08'), minutesOn('2026-11-01')]).toEqual([120, 60, 150]);
});

test('LC-03 LC-05 who is away or full is passed over with the reason, then the backup, the group, the form and the closing page', () => {
  const at = cn('2026-11-10T10:00');
  const { scans, scan, compiled, state, rule } = desk({
    slots: [{ name: 'day', staff: [{ staffId: 'a', dailyCap: 1 }, { staffId: 'b', openCap: 1 }, { staffId: 'c' }, { staffId: 'd' }] }],
    backup: { staff: [{ staffId: 'e', dailyCap: 2 }], groupCodeId: 'gc_1' },
  });
  setStaff(compiled, state, 'c', { isOnline: false });
  setStaff(compiled, state, 'd', { canReceive: false });
  expect(scans(6, at)).toBe('a b e e group group');
  expect(pick(compiled, state, { at }).reason).toEqual({
    kind: 'group', at, slot: 0, look: { skipped: { dailyCap: ['a'], openCap: ['b'], offline: ['c'], cannotReceive: ['d'] } }, backup: { skipped: { dailyCap: ['e'] } },
  });
  setStaff(compiled, state, 'b', { open: 0 });
  expect(scan(at)).toBe('b');
  expect(scan(cn('2026-11-11T00:00'))).toBe('a');
  expect(wantedStaff(compiled, state, cn('2026-11-11T09:00'))).toEqual({ staffIds: ['e'], level: 'backup', skipVerify: true });
  countAdd(compiled, state, 'e', at + 24 * hour);
  countAdd(compiled, state, 'e', at + 24 * hour);
  expect(wantedStaff(compiled, state, at + 24 * hour)).toEqual({ staffIds: ['e'], level: 'beyond', skipVerify: true });
  setStaff(compiled, state, 'e', { canReceive: false });
  expect(wantedStaff(compiled, state, at + 24 * hour).staffIds).toEqual(['a', 'b']);
  const kept = loadState(compile(rule), JSON.parse(JSON.stringify(saveState(compiled, state))));
  expect(saveState(compile(rule), kept)).toEqual(saveState(compiled, state));
  const last = (backup: object) => desk({ slots: [{ staff: [{ staffId: 'a', dailyCap: 1 }] }], backup }).scans(2, at);
  expect([last({ groupCodeId: 'gc_1', form: {} }), last({ form: {} }), last({})]).toEqual(['a group', 'a form', 'a closed']);
});

test('LC-03 a quota is kept round by round; what is left of a cap is owed only where the rule says so', () => {
  const quota = desk({ slots: [{ choose: 'quota', staff: [{ staffId: 'a', quota: 3 }, { staffId: 'b', quota: 1 }] }] });
  expect(quota.scans(8, cn('2026-11-10T10:00'))).toBe('a b a a b a a a');
  const direct = quota.compiled;
  const state = newState(direct);
  const at = cn('2026-11-10T10:00');
  const lists = ['b', 'a', 'a', 'a', 'b', 'a', 'a', 'a'].map((id) => {
    countAdd(direct, state, id, at);
    return wantedStaff(direct, state, at).staffIds.join('');
  });
  expect(lists).toEqual(['a', 'a', 'a', 'ab', 'a', 'a', 'a', 'ab']);
  for (const carryOver of [false, true]) {
    const { scans } = desk({ carryOver, slots: [{ staff: [{ staffId: 'a', dailyCap: 3 }] }] });
    expect(scans(4, cn('2026-11-10T10:00'))).toBe('a a a closed');
    expect(scans(4, cn('2026-11-11T10:00'))).toBe('a a a closed');
    expect(scans(7, cn('2026-11-13T10:00'))).toBe(carryOver ? 'a a a a a a closed' : 'a a a closed closed closed closed');
  }
});

test('LC-12 somebody\'s customer goes to them, or is told so, within the scope and the days; who left does not stand in the way', () => {
  const at = cn('2026-11-10T10:00');
  const owner = (staffId: string, days: number, departmentIds: number[] = [], isThere = true) => ({ staffId, addedAt: at - days * 24 * hour, departmentIds, isThere });
  const meet = (ownerFirst: object, ...owners: ReturnType<typeof owner>[]) => {
    const { compiled, state, rule } = desk({ slots: [{ staff: staff('a') }], ownerFirst });
    const { target, reason, taken } = pick(compiled, state, { at, owners });
    expect(recheck(rule, reason)).toEqual(target);
    expect(taken === null).toBe(reason.kind === 'existingOwner');
    return target;
  };
  expect(meet({}, owner('x', 1))).toEqual({ kind: 'staff', staffId: 'a' });
  expect(meet({ scope: 'company' }, owner('x', 9), owner('y', 3), owner('z', 1, [], false))).toEqual({ kind: 'staff', staffId: 'y' });
  expect(meet({ scope: 'company', then: 'tell' }, owner('x', 9))).toEqual({ kind: 'known', staffId: 'x' });
  expect(meet({ scope: 'company', withinDays: 5 }, owner('x', 9))).toEqual({ kind: 'staff', staffId: 'a' });
  expect(meet({ scope: 'departments', departmentIds: [2] }, owner('x', 1, [1, 3]), owner('y', 4, [1, 2]))).toEqual({ kind: 'staff', staffId: 'y' });
  expect(meet({ scope: 'list', staffIds: ['y'] }, owner('x', 1))).toEqual({ kind: 'staff', staffId: 'a' });
});

test('LC-09 confirmation is skipped within its windows only, past midnight too', () => {
  const { compiled } = desk({ slots: [{ staff: staff('a') }], skipVerify: { mode: 'windows', windows: [{ weekdays: [1], from: '20:00', to: '01:00' }] } });
  expect(['2026-11-09T19:59', '2026-11-09T20:00', '2026-11-10T00:59', '2026-11-10T01:00', '2026-11-10T20:00'].map((time) => skipsVerify(compiled, cn(time)))).toEqual([false, true, true, false, false]);
  expect(nextChangeAt(compiled, cn('2026-11-10T00:30'))).toBe(cn('2026-11-10T01:00'));
});

test('BX-04 a simulation says who gets 40 scans on a Saturday night, how evenly and what was missed, and leaves the counters alone', () => {
  const { compiled, state } = desk({
    slots: [{ name: 'late', from: '21:00', to: '24:00', choose: 'leastLoaded', staff: [{ staffId: 'a', dailyCap: 30 }, { staffId: 'b', dailyCap: 5 }, { staffId: 'c', dailyCap: 30, openCap: 4 }] }],
    backup: { staff: [{ staffId: 'd', dailyCap: 3 }] },
  });
  const scans = Array.from({ length: 40 }, (_, i) => ({ at: cn('2026-11-14T21:30') + i * 10_000 }));
  const before = saveState(compiled, state);
  const result = simulate(compiled, state, scans);
  expect(result.staff).toEqual([{ staffId: 'a', count: 30 }, { staffId: 'b', count: 5 }, { staffId: 'c', count: 4 }, { staffId: 'd', count: 1 }]);
  expect(result).toMatchObject({ missedCapacity: 26, unassigned: 0, toGroup: 0, toOwner: 0 });
  expect(result.gini).toBeCloseTo(0.55, 10);
  expect(simulate(compiled, state, scans)).toEqual(result);
  expect(saveState(compiled, state)).toEqual(before);
});

test('BX-04 who has a label that the slot prefers receives before the others, within caps and rounds; the reason says so and gives the same person again', () => {
  const at = cn('2026-11-10T10:00');
  const staff = [{ staffId: 'a', labels: ['英语'], dailyCap: 2 }, { staffId: 'b' }, { staffId: 'c', labels: ['华东', '英语'] }, { staffId: 'd', labels: ['华东'] }];
  const english = desk({ slots: [{ staff, prefer: { labels: ['英语'] } }], backup: { staff: [{ staffId: 'e' }] } });
  expect(english.scans(5, at)).toBe('a c a c c');
  expect(pick(english.compiled, english.state, { at }).reason).toMatchObject({ kind: 'onlyOne', look: { skipped: { dailyCap: ['a'], notFit: ['b', 'd'] } } });
  expect(wantedStaff(english.compiled, english.state, at)).toMatchObject({ staffIds: ['c'], level: 'duty' });
  setStaff(english.compiled, english.state, 'c', { isOnline: false });
  const fallback = pick(english.compiled, english.state, { at });
  expect(fallback.reason).toMatchObject({ kind: 'nextInSequence', look: { noFit: true, skipped: { dailyCap: ['a'], offline: ['c'] } } });
  expect(english.scans(3, at)).toBe('d b d');
  expect(recheck(english.rule, fallback.reason)).toEqual(fallback.target);
  const only = desk({ slots: [{ staff, prefer: { labels: ['英语'], only: true } }], backup: { staff: [{ staffId: 'e' }] } });
  setStaff(only.compiled, only.state, 'c', { isOnline: false });
  expect(only.scans(4, at)).toBe('a a e e');
  expect(codes({ slots: [{ name: '夜', staff, prefer: { labels: ['法语'], only: true } }] })).toEqual([['rule_labels_nobody', '夜']]);
});
