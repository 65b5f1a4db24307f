import type { PickReason } from '@scrm/shared/live-code-rule';
import type { ReadDb } from '../../../core/db/scope';
import { openUntil } from '../page';
import { countAdd, isKnown, loadState, newState, replay, saveState, type CompiledRule, type SimulateOptions } from '../rule';
import { openForMs } from '../standing';
import { addsBefore, scansBefore } from './past';
import type { Then } from './then';

const dayMs = 86_400_000;

export interface Beginning {
  codeId: string;
  compiled: CompiledRule;
  then: Then;
  from: number;
}

/** The counters as they were: what was scanned before is counted by the rule by which it came, and fits the next one, and in the end the changed one, as at an edit. */
export async function beginScans(db: ReadDb, { codeId, compiled, then, from }: Beginning) {
  let rule = compiled;
  let state = newState(rule);
  const turnTo = (next: CompiledRule) => {
    if (next === rule) return;
    state = loadState(next, saveState(rule, state));
    rule = next;
  };
  const options = { openUntil, open: [], shown: new Map() } satisfies SimulateOptions as Required<Pick<SimulateOptions, 'openUntil' | 'open' | 'shown'>>;
  const open: { until: number; staffId: string }[] = [];
  for (const { at, target, outcome, visitor, reason: kept } of await scansBefore(db, codeId, from)) {
    const reason = kept as (PickReason & { ruleNo: number }) | null;
    if (!reason) continue;
    turnTo(then.ruleNo(reason.ruleNo) ?? rule);
    replay(rule, state, reason, outcome === 'group' ? '' : target);
    if (outcome !== 'shown' || isKnown(reason)) continue;
    options.shown.set(visitor, { staffId: target, at });
    if (openUntil(at) > from) open.push({ until: openUntil(at), staffId: target });
  }
  turnTo(compiled);
  state.open.fill(0);
  for (const { until, staffId } of open) {
    const person = compiled.personOf.get(staffId);
    if (person === undefined) continue;
    state.open[person]!++;
    options.open.push({ until, person });
  }
  return { state, options };
}

/** WeCom chose: caps count what each got on that day and the day before, and somebody always receives. */
export async function beginAdds(db: ReadDb, { codeId, compiled, from }: Beginning) {
  const state = newState(compiled);
  const open: { until: number; person: number }[] = [];
  for (const { staffId, addedAt } of await addsBefore(db, codeId, from - 2 * dayMs, from)) {
    countAdd(compiled, state, staffId, addedAt);
    const person = compiled.personOf.get(staffId);
    if (person === undefined) continue;
    if (addedAt + openForMs > from) open.push({ until: addedAt + openForMs, person });
    else state.open[person]!--;
  }
  return { state, options: { openUntil: (at: number) => at + openForMs, open, standIns: true } };
}
