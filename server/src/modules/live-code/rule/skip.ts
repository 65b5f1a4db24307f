import type { Skip } from '@scrm/shared/live-code-rule';
import type { CompiledRule, Seat } from './compile';
import { duty, type RuleState } from './state';

const dutySkip: (Skip | null)[] = [];
dutySkip[duty.ready] = null;
dutySkip[duty.offline] = 'offline';
dutySkip[duty.cannotReceive] = 'cannotReceive';
dutySkip[duty.abnormal] = 'abnormal';

/** What keeps a seat from receiving; `roundCap` only where nothing else does, so that a new round frees it. */
export function skipOf(compiled: CompiledRule, state: RuleState, seat: Seat, round: number): Skip | null {
  const { person, dailyCap, openCap, roundCap } = seat;
  const away = dutySkip[state.duty[person]!]!;
  if (away !== null) return away;
  if (state.today[person]! >= dailyCap) {
    const carried = compiled.rule.carryOver ? Math.max(0, dailyCap - state.yesterday[person]!) : 0;
    if (state.today[person]! >= dailyCap + carried) return 'dailyCap';
  }
  if (state.open[person]! >= openCap) return 'openCap';
  return round >= roundCap ? 'roundCap' : null;
}
