import type { ReceptionRule, Slot } from '@scrm/shared/live-code-rule';
import type { ReadDb } from '../../core/db/scope';
import { filesOf } from '../file';
import type { LiveCode } from './entity';
import { compile, slotAt } from './rule';
import { daysOf, slotsOf } from './rule-of';

/** Every tag that the code or one of its slots gives. */
export function allTagIds({ tagIds, rule }: Pick<LiveCode, 'tagIds' | 'rule'>): string[] {
  return [...new Set([...tagIds, ...(rule ? slotsOf(rule).flatMap((slot) => slot.tagIds ?? []) : [])])];
}

/** The files of its welcome and of those of its slots. */
export function filesIn({ welcome, rule }: Pick<LiveCode, 'welcome' | 'rule'>): ReturnType<typeof filesOf> {
  return [welcome, ...(rule ? slotsOf(rule).flatMap((slot) => slot.welcome ?? []) : [])].flatMap(filesOf);
}

/** The rule with other tags where a slot has its own. */
export function withTags(rule: ReceptionRule, other: (tagIds: string[]) => string[]): ReceptionRule {
  const changed = (slot: Slot): Slot => (slot.tagIds ? { ...slot, tagIds: other(slot.tagIds) } : slot);
  return { ...rule, slots: rule.slots.map(changed), dates: rule.dates.map((date) => ({ ...date, slots: date.slots.map(changed) })) };
}

export type CodeContent = Pick<LiveCode, 'welcome' | 'tagIds' | 'remarkTemplate'>;

/** What a customer gets who adds at that moment: the slot's own, and the code's where the slot has none. */
export async function contentAt(db: ReadDb, code: CodeContent & Pick<LiveCode, 'rule'>, at: number): Promise<CodeContent> {
  const { rule, welcome, tagIds, remarkTemplate } = code;
  if (!rule || !slotsOf(rule).some((slot) => slot.welcome !== null || slot.tagIds !== null || slot.remarkTemplate !== null)) return { welcome, tagIds, remarkTemplate };
  const compiled = compile(rule, { days: await daysOf(db) });
  const slot = compiled.slots[slotAt(compiled, at)];
  return { welcome: slot?.welcome ?? welcome, tagIds: slot?.tagIds ?? tagIds, remarkTemplate: slot?.remarkTemplate ?? remarkTemplate };
}
