import { staffPerCode } from '@scrm/shared/live-code';
import { choose } from './choose';
import type { CompiledRule, Seat } from './compile';
import { noSlot, skipsVerify, slotAt } from './day';
import { count, duty, turnDay, type RuleState } from './state';

export interface Wanted {
  /** In the rule's order, at most 100; empty only where nobody whom the rule names can receive at all. */
  staffIds: string[];
  /**
   * duty: of the slot, below their caps. backup: nobody of it can. beyond: all are full or away, and those who can
   * receive at all stand in, because WeCom's code cannot be without anybody. nobody: no one can.
   */
  level: 'duty' | 'backup' | 'beyond' | 'nobody';
  skipVerify: boolean;
}

/** For a code whose people WeCom chooses from itself: whom it should have to choose from now. */
export function wantedStaff(compiled: CompiledRule, state: RuleState, at: number): Wanted {
  turnDay(compiled, state, at);
  const backup = compiled.benches.length - 1;
  const slot = slotAt(compiled, at);
  const skipVerify = skipsVerify(compiled, at);
  const names = (list: string[]) => list.slice(0, staffPerCode);
  const ofSlot = slot === noSlot ? [] : able(compiled, state, slot);
  if (ofSlot.length > 0) return { staffIds: names(ofSlot), level: 'duty', skipVerify };
  const ofBackup = able(compiled, state, backup);
  if (ofBackup.length > 0) return { staffIds: names(ofBackup), level: 'backup', skipVerify };
  const beyond = standIns(compiled, state, slot);
  return { staffIds: names(beyond), level: beyond.length > 0 ? 'beyond' : 'nobody', skipVerify };
}

function able(compiled: CompiledRule, state: RuleState, bench: number): string[] {
  const { seats } = compiled.benches[bench]!;
  return (choose(compiled, state, bench, 0).taken?.among ?? []).map((seat) => seats[seat]!.staffId);
}

/** Whatever their caps: who is online before who is not, before whose account is limited; the backup before the slot before all. */
function standIns(compiled: CompiledRule, state: RuleState, slot: number): string[] {
  const benches = [compiled.benches.at(-1)!.seats, slot === noSlot ? [] : compiled.benches[slot]!.seats, compiled.benches.flatMap(({ seats }) => seats)];
  const may: ((way: number) => boolean)[] = [(way) => way === duty.ready, (way) => way === duty.offline, (way) => way === duty.abnormal];
  for (const isFit of may) {
    for (const seats of benches) {
      const fit = seats.filter(({ person }: Seat) => isFit(state.duty[person]!));
      if (fit.length > 0) return [...new Set(fit.map(({ staffId }) => staffId))];
    }
  }
  return [];
}

/** Counts a customer whom WeCom gave to this person. */
export function countAdd(compiled: CompiledRule, state: RuleState, staffId: string, at: number): void {
  const person = compiled.personOf.get(staffId);
  if (person === undefined) return;
  turnDay(compiled, state, at);
  const seatOn = (bench: number) => compiled.benches[bench]?.seats.findIndex((seat) => seat.person === person) ?? -1;
  const slot = slotAt(compiled, at);
  const bench = seatOn(slot) >= 0 ? slot : compiled.benches.length - 1;
  if (seatOn(bench) >= 0 && choose(compiled, state, bench, 0).taken?.newRound) state.benches[bench]!.round.fill(0);
  count(compiled, state, bench, seatOn(bench), person, at);
}
