import { simpleRule, type ReceptionRule, type Slot } from '@scrm/shared/live-code-rule';
import { ruleProblems } from '@scrm/shared/live-code-rule-problem';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import { newId } from '../../core/db/ids';
import { AppError } from '../../core/errors';
import { ownDays } from '../corp';
import { checkDepartments, labelsOf, staffDisplayName } from '../org';
import type { LiveCode } from './entity';
import { LiveCodeRule } from './entity-rule';
import type { DayExceptions } from './rule';
import { staffById } from './staff';

/** By which a code chooses who receives. Null: nobody is left on it. */
export function ruleOf({ rule, staffIds, skipVerify }: Pick<LiveCode, 'rule' | 'staffIds' | 'skipVerify'>): ReceptionRule | null {
  return rule ?? (staffIds.length === 0 ? null : simpleRule(staffIds, { skipVerify }));
}

/** The weekly slots, then those of the dates, as reasons number them. */
export const slotsOf = (rule: ReceptionRule): Slot[] => [...rule.slots, ...rule.dates.flatMap(({ slots }) => slots)];

/** A slot, or a time of adding without confirmation, holds only on workdays or only on days off. */
export const looksAtDays = (rule: ReceptionRule): boolean => [...slotsOf(rule), ...rule.skipVerify.windows].some(({ dayKinds }) => dayKinds.length < 2);

/** All who may receive by this rule, each once. */
export function namedIn(rule: ReceptionRule): string[] {
  return [...new Set([...slotsOf(rule).flatMap(({ staff }) => staff), ...rule.backup.staff].map(({ staffId }) => staffId))];
}

/** With the labels that its staff have now, in slots that go by them and nowhere else. */
export async function withLabels(db: ReadDb, rule: ReceptionRule): Promise<ReceptionRule> {
  const labels = await labelsOf(db, slotsOf(rule).flatMap(({ prefer, staff }) => (prefer ? staff.map(({ staffId }) => staffId) : [])));
  const filled = (slot: Slot): Slot => ({ ...slot, staff: slot.staff.map(({ labels: _, ...entry }) => (slot.prefer ? { ...entry, labels: labels.get(entry.staffId) ?? [] } : entry)) });
  return { ...rule, slots: rule.slots.map(filled), dates: rule.dates.map((date) => ({ ...date, slots: date.slots.map(filled) })) };
}

export const goesByLabels = (rule: ReceptionRule): boolean => slotsOf(rule).some(({ prefer }) => prefer);

/** The rule as it holds now; refuses one that does not say clearly who receives. */
export async function checkRule(db: ReadDb, input: ReceptionRule): Promise<ReceptionRule> {
  const rule = await withLabels(db, input);
  const staff = await staffById(db, [...namedIn(rule), ...rule.ownerFirst.staffIds]);
  const [problem] = ruleProblems(rule, (id) => (staff.has(id) ? staffDisplayName(staff.get(id)!) : '?'));
  if (problem) throw new AppError(problem.code, problem.data);
  await checkDepartments(db, rule.ownerFirst.departmentIds);
  if (rule.ownerFirst.staffIds.some((id) => !staff.has(id))) throw new AppError('not_found', { what: '员工' });
  return rule;
}

/** The company's own calendar, as rules look at it: whoever does not work is off, be it a weekend or a holiday. */
export async function daysOf(db: ReadDb): Promise<DayExceptions> {
  return Object.fromEntries([...await ownDays(db)].map(([day, kind]) => [day, kind === 'workday' ? kind : 'holiday']));
}

/** Keeps the rule as it is from now on, beside those before it. */
export async function keepRule(tx: WriteDb, liveCodeId: string, no: number, rule: ReceptionRule, { byId, at }: { byId: string; at: number }): Promise<void> {
  await tx.insertMissing(LiveCodeRule, { id: newId('lcr'), liveCodeId, no, rule, days: await daysOf(tx), byId, at });
}
