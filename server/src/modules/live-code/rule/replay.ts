import type { PickReason } from '@scrm/shared/live-code-rule';
import type { Taken } from './choose';
import type { CompiledRule } from './compile';
import { isKnown, take } from './pick';
import { count, turnDay, type RuleState } from './state';

/** What a choice that was kept counts, read from its reason by names. Null: nobody new received, or who did is not in the rule any more. */
function takenOf(compiled: CompiledRule, { kind, slot, look, backup }: PickReason, staffId: string): Taken | null {
  const bench = kind === 'backup' ? compiled.benches.length - 1 : slot;
  const own = kind === 'backup' ? backup : look;
  const seats = compiled.benches[bench]?.seats ?? [];
  const seat = seats.findIndex((one) => one.staffId === staffId);
  if (seat < 0 || !own) return null;
  const skipped = new Set(Object.values(own.skipped).flat());
  const among = seats.flatMap((one, index) => (skipped.has(one.staffId) ? [] : [index]));
  return { bench, seat, among, newRound: own.newRound === true };
}

/** Counts a choice that was made elsewhere, or before: as `take` did then. */
export function replay(compiled: CompiledRule, state: RuleState, reason: PickReason, staffId: string): void {
  turnDay(compiled, state, reason.at);
  if (staffId === '' || isKnown(reason)) return;
  const taken = takenOf(compiled, reason, staffId);
  if (taken) return take(compiled, state, { taken, reason });
  const person = compiled.personOf.get(staffId);
  if (person !== undefined) count(compiled, state, -1, -1, person, reason.at);
}

/** What `take` is about to write over. */
export interface Before {
  turn: number;
  lastAt: number;
  /** Where a new round begins. */
  round: Int32Array | null;
}

export function before({ benches }: CompiledRule, state: RuleState, { bench, seat, newRound }: Taken): Before {
  const own = state.benches[bench]!;
  return { turn: own.turn, lastAt: state.lastAt[benches[bench]!.seats[seat]!.person]!, round: newRound ? own.round.slice() : null };
}

/** Undoes `take`, the last one first. */
export function takeBack(compiled: CompiledRule, state: RuleState, { bench, seat, among }: Taken, was: Before): void {
  const { choose: by, seats } = compiled.benches[bench]!;
  const own = state.benches[bench]!;
  const { person } = seats[seat]!;
  state.today[person]!--;
  state.open[person]!--;
  state.lastAt[person] = was.lastAt;
  own.turn = was.turn;
  if (was.round) own.round.set(was.round);
  else own.round[seat]!--;
  if (by !== 'weight' && by !== 'random') return;
  for (const one of among) {
    own.credit[one]! -= seats[one]!.weight;
    own.credit[seat]! += seats[one]!.weight;
  }
}
