import type { ReceptionRule, Slot, StaffEntry, TimeWindow } from '@scrm/shared/live-code-rule';
import type { StaffRef } from '@scrm/shared/org';
import type { TagRef } from '@scrm/shared/tag';

/** Names of those whom the rule knows by id. */
export interface Names {
  staff: Record<string, StaffRef>;
  tags: Record<string, TagRef>;
}

export const everyDay = [1, 2, 3, 4, 5, 6, 7];
const wholeDay = { weekdays: everyDay, dayKinds: ['workday', 'holiday'], from: '00:00', to: '24:00' } satisfies TimeWindow;
const blankEntry = (staffId: string): StaffEntry => ({ staffId, weight: 1, quota: 1, dailyCap: null, roundCap: null, openCap: null });

export const blankWindow: TimeWindow = { ...wholeDay, from: '09:00', to: '18:00' };

export function blankSlot(staffIds: string[], time: TimeWindow = blankWindow): Slot {
  return { ...time, name: '', staff: staffIds.map(blankEntry), choose: 'sequence', welcome: null, tagIds: null, remarkTemplate: null };
}

export function blankRule(staffIds: string[], skipVerify: boolean, timeZone: string): ReceptionRule {
  return {
    timeZone, slots: [blankSlot(staffIds, wholeDay)], dates: [], backup: { staff: [], groupCodeId: null, closingText: '' },
    ownerFirst: { scope: 'off', departmentIds: [], staffIds: [], withinDays: null, then: 'route' }, skipVerify: { mode: skipVerify ? 'always' : 'never', windows: [] }, carryOver: false, stayMinutes: 10,
  };
}

/** The same people keep what was set for them. */
export const entriesOf = (before: StaffEntry[], staff: StaffRef[]): StaffEntry[] => staff.map(({ id }) => before.find((one) => one.staffId === id) ?? blankEntry(id));

export const refOf = (names: Names, id: string, gone: string): StaffRef => names.staff[id] ?? { id, userId: '', name: gone, avatarUrl: '' };

export const isWholeDay = ({ from, to }: TimeWindow) => from === '00:00' && to === '24:00';

/** Each with at least one person: what cannot be saved otherwise is found before. */
export const hasStaff = ({ slots, dates }: ReceptionRule): boolean => [...slots, ...dates.flatMap((date) => date.slots)].every(({ staff }) => staff.length > 0);

/** Colours of slots on the week; the same slot has the same one everywhere. */
export const colourOf = (slot: number): string => `var(--slot-${slot % 6})`;

/** The clock on the wall of a zone, as a field for date and time has it: `2026-10-01T22:10`. */
export const wallOf = (at: number, timeZone: string): string => new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at).replace(' ', 'T');

/** When that clock shows this. */
export function momentOf(wall: string, timeZone: string): number {
  const guess = Date.parse(`${wall}Z`);
  return guess - (Date.parse(`${wallOf(guess, timeZone)}Z`) - guess);
}
