import type { Message } from '@scrm/shared/message';
import type { Acquaintance, RuleTarget, Scene, verdicts } from '@scrm/shared/welcome-rule';
import type { CompanyCalendar } from '../../core/calendar';
import { isEmpty } from './content';
import type { WelcomeRule } from './rule-entity';
import { isWithin } from './window';

/** What is known of an addition. */
export interface Addition {
  /** ms */
  at: number;
  /** What of ours led them: the live code, or the store code and then the store. */
  codeIds: readonly string[];
  /** The live code's own welcome at this moment. */
  own: { name: string; message: Message } | null;
  staffId: string | null;
  /** The staff member's departments and those above, the nearest first; see `departmentPath`. */
  departments: readonly number[];
  /** Null: WeCom has not said how they came. */
  scene: Scene | null;
  acquaintance: Acquaintance;
  tagIds: ReadonlySet<string>;
}

type Verdict = (typeof verdicts)[number];

/** What could be said to this customer, and why it is or is not. */
export interface Considered {
  rule: WelcomeRule | null;
  name: string;
  target: RuleTarget;
  department: number | null;
  message: Message;
  verdict: Verdict;
}

/**
 * All that concern an addition, the strongest first, of which the first that fits is chosen: rules for the code (at a store
 * those for the store code before those for the store), then the welcome on the live code itself, rules for the staff member,
 * for their departments (the nearest department up the tree first; of two as near, that of the main department), for the
 * company. Within each the order that people gave.
 */
export function consider(rules: readonly WelcomeRule[], addition: Addition, calendar: CompanyCalendar): Considered[] {
  const ofTarget = (target: RuleTarget, id?: string) => rules.filter((rule) => rule.target === target && (id === undefined || rule.targetIds.includes(id))).sort((one, other) => one.position - other.position);
  const { codeIds, staffId, departments } = addition;
  const candidate = (rule: WelcomeRule, department: number | null = null) => ({ rule, name: rule.name, target: rule.target, department, message: rule.message, verdict: fits(rule, addition, calendar) });
  const byCode = new Map(codeIds.flatMap((id) => ofTarget('code', id)).map((rule) => [rule.id, candidate(rule)]));
  const near = new Map<string, Omit<Considered, 'verdict'> & { verdict: Verdict | null }>();
  for (const department of departments) {
    for (const rule of ofTarget('department', String(department))) if (!near.has(rule.id)) near.set(rule.id, candidate(rule, department));
  }
  const all = [
    ...byCode.values(),
    ...(addition.own ? [{ rule: null, name: addition.own.name, target: 'code' as const, department: null, message: addition.own.message, verdict: isEmpty(addition.own.message) ? 'empty' as const : null }] : []),
    ...(staffId === null ? [] : ofTarget('staff', staffId).map((rule) => candidate(rule))),
    ...near.values(),
    ...ofTarget('company').map((rule) => candidate(rule)),
  ];
  let isChosen = false;
  return all.map((one) => {
    const verdict = one.verdict ?? (isChosen ? 'outranked' : 'chosen');
    isChosen ||= verdict === 'chosen';
    return { ...one, verdict };
  });
}

/** Null: it fits. */
function fits(rule: WelcomeRule, { at, scene, acquaintance, tagIds }: Addition, calendar: CompanyCalendar): Verdict | null {
  if (!rule.enabled) return 'off';
  if (!isWithin(rule.windows, at, calendar)) return 'time';
  if (rule.acquaintance !== null && rule.acquaintance !== acquaintance) return 'acquaintance';
  if (rule.tagIds.length > 0 && !rule.tagIds.some((id) => tagIds.has(id))) return 'tags';
  if (rule.scenes.length === 0) return null;
  if (scene === null) return 'sceneUnknown';
  return rule.scenes.includes(scene) ? null : 'scene';
}

export const chosenOf = (considered: readonly Considered[]): Considered | null => considered.find(({ verdict }) => verdict === 'chosen') ?? null;

/** Whether knowing how the customer came could change who is chosen: only then WeCom is asked. */
export function dependsOnScene(considered: readonly Considered[]): boolean {
  const first = considered.find(({ verdict }) => verdict === 'chosen' || verdict === 'sceneUnknown');
  return first?.verdict === 'sceneUnknown';
}
