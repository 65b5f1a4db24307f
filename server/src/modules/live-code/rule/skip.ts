import type { Skip } from '@scrm/shared/live-code-rule';
import { limitsPerSeat, type Bench, type CompiledRule } from './compile';
import { duty, type RuleState } from './state';

const dutySkip: (Skip | null)[] = [];
dutySkip[duty.ready] = null;
dutySkip[duty.offline] = 'offline';
dutySkip[duty.cannotReceive] = 'cannotReceive';
dutySkip[duty.abnormal] = 'abnormal';

/** What keeps a seat from receiving; `roundCap` only where nothing else does, so that a new round frees it. */
export function skipOf(compiled: CompiledRule, state: RuleState, { limits }: Bench, seat: number, round: number): Skip | null {
  const at = seat * limitsPerSeat;
  const [person, dailyCap, openCap, roundCap] = [limits[at]!, limits[at + 1]!, limits[at + 2]!, limits[at + 3]!];
  const away = state.duty[person]!;
  if (away !== duty.ready) return dutySkip[away]!;
  if (state.today[person]! >= dailyCap) {
    const carried = compiled.rule.carryOver ? Math.max(0, dailyCap - state.yesterday[person]!) : 0;
    if (state.today[person]! >= dailyCap + carried) return 'dailyCap';
  }
  if (state.open[person]! >= openCap) return 'openCap';
  return round >= roundCap ? 'roundCap' : null;
}
