import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DayKind } from '@scrm/shared/calendar';
import { acquaintances, ruleTargets, scenes, type Window } from '@scrm/shared/welcome-rule';
import { chinaZone } from '@scrm/shared/zone';
import { dayKind, momentOf, wallTime } from '../../core/calendar';
import { chosenOf, consider, dependsOnScene, type Addition } from './consider';
import { replyTime } from './reply-time';
import type { WelcomeRule } from './rule-entity';
import { endOf, isWithin, overlap } from './window';

const none = { zone: chinaZone, own: new Map<string, DayKind>() };
const at = (text: string) => Date.parse(`${text}:00+08:00`);
const night: Window = { days: ['workday'], from: 18 * 60, to: 9 * 60 };

const arbitraryWindow = fc.record({
  days: fc.subarray(['workday', 'weekend', 'holiday'] as DayKind[], { minLength: 1 }), from: fc.integer({ min: 0, max: 23 }).map((hour) => hour * 60), to: fc.integer({ min: 1, max: 24 }).map((hour) => hour * 60),
}).filter(({ from, to }) => from !== to);
const ids = ['1', '2', '3', '4'];

const arbitraryRule = fc.record({
  target: fc.constantFrom(...ruleTargets), targetIds: fc.subarray(ids, { minLength: 1 }), windows: fc.array(arbitraryWindow, { maxLength: 2 }), scenes: fc.subarray(scenes.slice(0, 3)),
  acquaintance: fc.constantFrom(null, ...acquaintances), tagIds: fc.subarray(['t1', 't2']), enabled: fc.boolean(), position: fc.integer({ min: 0, max: 20 }),
});
const arbitraryAddition = fc.record({
  at: fc.integer({ min: at('2026-09-20T00:00'), max: at('2026-10-15T00:00') }), codeIds: fc.shuffledSubarray([...ids], { maxLength: 2 }), own: fc.constantFrom(null, '', '码'), staffId: fc.constantFrom(null, ...ids),
  departments: fc.shuffledSubarray([1, 2, 3, 4]), scene: fc.constantFrom(null, ...scenes.slice(0, 3)), acquaintance: fc.constantFrom(...acquaintances), tagIds: fc.subarray(['t1', 't2']),
});

describe('WL-02 who greets', () => {
  test('WL-02 WL-03 WL-04 code before staff before department before company, judged as by the slow and obvious way', () => {
    fc.assert(fc.property(fc.array(arbitraryRule, { maxLength: 12 }), arbitraryAddition, (drafts, draft) => {
      const rules = drafts.map((rule, index) => ({ ...rule, id: `r${index}`, name: `r${index}`, position: rule.position * 100 + index, message: { text: `r${index}`, attachments: [] } }) as unknown as WelcomeRule);
      const addition: Addition = { ...draft, own: draft.own === null ? null : { name: '码', message: { text: draft.own, attachments: [] } }, tagIds: new Set(draft.tagIds) };
      expect(chosenOf(consider(rules, addition, none))?.message.text ?? null).toBe(slowly(rules, addition));
    }), { numRuns: 2_000 });
  });

  test('WL-04 WeCom is asked how a customer came only where the answer could decide', () => {
    fc.assert(fc.property(fc.array(arbitraryRule, { maxLength: 12 }), arbitraryAddition, (drafts, draft) => {
      const rules = drafts.map((rule, index) => ({ ...rule, id: `r${index}`, name: `r${index}`, position: index, message: { text: `r${index}`, attachments: [] } }) as unknown as WelcomeRule);
      const addition: Addition = { ...draft, own: null, scene: null, tagIds: new Set(draft.tagIds) };
      const unknown = consider(rules, addition, none);
      const answers = new Set(scenes.map((scene) => chosenOf(consider(rules, { ...addition, scene }, none))?.message.text ?? null));
      if (!dependsOnScene(unknown)) expect([...answers]).toEqual([chosenOf(unknown)?.message.text ?? null]);
      else expect(answers.size).toBeGreaterThan(1);
    }), { numRuns: 2_000 });
  });
});

/** Tries each level from the strongest, each rule in its order, and reads the clock minute by minute. */
function slowly(rules: WelcomeRule[], addition: Addition): string | null {
  const fits = (rule: WelcomeRule) => {
    if (!rule.enabled) return false;
    const { day, minute } = wallTime(addition.at);
    const inTime = rule.windows.length === 0 || rule.windows.some(({ days, from, to }) => {
      // Does the window that began today, or the one that began yesterday, hold this minute?
      return [0, 1].some((daysAgo) => {
        const began = wallTime(addition.at - daysAgo * 86_400_000).day;
        if (!days.includes(dayKind(began, none.own))) return false;
        const now = minute + (day === began ? 0 : 1440);
        return now >= from && now < (to > from ? to : to + 1440);
      });
    });
    const known = rule.acquaintance === null || rule.acquaintance === addition.acquaintance;
    const tagged = rule.tagIds.length === 0 || rule.tagIds.filter((id) => addition.tagIds.has(id)).length > 0;
    const came = rule.scenes.length === 0 || (addition.scene !== null && rule.scenes.includes(addition.scene));
    return inTime && known && tagged && came;
  };
  const first = (is: (rule: WelcomeRule) => boolean) => [...rules].sort((one, other) => one.position - other.position).find((rule) => is(rule) && fits(rule));
  for (const codeId of addition.codeIds) {
    const ofCode = first((rule) => rule.target === 'code' && rule.targetIds.includes(codeId));
    if (ofCode) return ofCode.message.text;
  }
  if (addition.own && addition.own.message.text !== '') return addition.own.message.text;
  const ofStaff = addition.staffId && first((rule) => rule.target === 'staff' && rule.targetIds.includes(addition.staffId!));
  if (ofStaff) return ofStaff.message.text;
  for (const department of addition.departments) {
    const found = first((rule) => rule.target === 'department' && rule.targetIds.includes(String(department)));
    if (found) return found.message.text;
  }
  return first((rule) => rule.target === 'company')?.message.text ?? null;
}

describe('WL-03 when', () => {
  test.each([
    ['a night that began on a workday reaches into Saturday', '2026-09-05T08:59', true], ['and ends at nine', '2026-09-05T09:00', false],
    ['Saturday night is none', '2026-09-05T23:00', false], ['nor is the morning of Monday', '2026-09-07T08:00', false], ['the evening of Monday is', '2026-09-07T18:00', true],
    ['the evening before the National Day', '2026-09-30T22:00', true], ['which reaches into the holiday', '2026-10-01T08:00', true], ['a holiday’s own evening is none', '2026-10-01T20:00', false],
    ['a Saturday that makes up for the holiday is a workday', '2026-10-10T20:00', true],
  ])('WL-03 %s', (_, moment, within) => {
    expect(isWithin([night], at(moment), none)).toBe(within);
  });

  test('WL-03 what the company says of a day counts before the calendar', () => {
    const own = { zone: chinaZone, own: new Map<string, DayKind>([['2026-09-08', 'holiday']]) };
    expect(isWithin([night], at('2026-09-08T20:00'), own)).toBe(false);
    expect(isWithin([{ days: ['holiday'], from: 0, to: 1440 }], at('2026-09-08T12:00'), own)).toBe(true);
  });

  test('WL-03 an off-hours text promises the first moment at which its slots are over', () => {
    const off: Window[] = [{ days: ['workday'], from: 0, to: 540 }, { days: ['workday'], from: 1080, to: 1440 }, { days: ['weekend', 'holiday'], from: 0, to: 1440 }];
    const told = (moment: string, text = '您好') => replyTime(off, at(moment), none, text);
    expect(told('2026-09-01T20:00')).toBe('明天 09:00');
    expect(told('2026-09-01T07:00')).toBe('今天 09:00');
    expect(told('2026-09-04T19:00')).toBe('周一 09:00');
    expect(told('2026-09-30T19:00')).toBe('10月8日 09:00');
    expect(told('2026-09-01T20:00', 'Hi')).toBe('tomorrow at 09:00');
    expect(told('2026-09-04T19:00', 'Hi')).toBe('on Monday at 09:00');
    expect(replyTime([{ days: ['workday', 'weekend', 'holiday'], from: 0, to: 1440 }], at('2026-09-01T20:00'), none, '您好')).toBe('');
    // By the company's own clock, on the day on which it is put back as well.
    const abroad = { zone: 'America/New_York', own: none.own };
    expect([isWithin([night], Date.parse('2026-09-01T17:59-04:00'), abroad), isWithin([night], Date.parse('2026-09-01T18:00-04:00'), abroad)]).toEqual([false, true]);
    expect(replyTime(off, Date.parse('2026-11-01T20:00-05:00'), abroad, '您好')).toBe('明天 09:00');
    expect(endOf(off, Date.parse('2026-10-31T20:00-04:00'), abroad)).toBe(Date.parse('2026-11-02T09:00-05:00'));
  });

  test('WL-03 two sets of slots overlap exactly where some minute of some day lies in both', () => {
    // A month with workdays, weekends and holidays next to each other, looked at hour by hour.
    const hours = Array.from({ length: 30 * 24 }, (_, hour) => momentOf('2026-09-20', hour * 60));
    fc.assert(fc.property(fc.array(arbitraryWindow, { minLength: 1, maxLength: 2 }), fc.array(arbitraryWindow, { minLength: 1, maxLength: 2 }), (one, other) => {
      if (hours.some((hour) => isWithin(one, hour, none) && isWithin(other, hour, none))) expect(overlap(one, other)).toBe(true);
      const inside = hours.find((hour) => isWithin(one, hour, none))!;
      const over = Array.from({ length: 1_000 }, (_, ahead) => inside + ahead * 3_600_000).find((hour) => !isWithin(one, hour, none));
      expect(endOf(one, inside, none)).toBe(over ?? null);
    }), { numRuns: 60 });
  });
});
