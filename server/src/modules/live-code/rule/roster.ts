import type { Skip } from '@scrm/shared/live-code-rule';
import { timeOf } from '@scrm/shared/live-code-rule-problem';
import type { CompiledRule } from './compile';
import { noSlot, slotAt, slotsByClock } from './day';
import { pick, type Pick, type RuleScan } from './pick';
import { skipOf } from './skip';
import { copyState, turnDay, type RuleState } from './state';
import { dateOf, dayOfDate } from '../../../core/zone';

export interface RosterGap {
  date: string;
  from: string;
  to: string;
}

/** When nobody is on duty in the 7 days from this date on. A date that is set to closed has no gap: it is meant. */
export function gaps(compiled: CompiledRule, firstDate: string, count = 7): RosterGap[] {
  const first = dayOfDate(firstDate);
  return Array.from({ length: count }, (_, index) => first + index)
    .filter((day) => compiled.dates.get(dateOf(day))?.length !== 0)
    .flatMap((day) => holes(slotsByClock(compiled, day)).map(([from, to]) => ({ date: dateOf(day), from: timeOf(from), to: timeOf(to) })));
}

function holes(table: Int16Array): [number, number][] {
  const found: [number, number][] = [];
  for (let minute = 0; minute < table.length; minute++) {
    if (table[minute] !== noSlot) continue;
    const last = found.at(-1);
    if (last?.[1] === minute) last[1]++;
    else found.push([minute, minute + 1]);
  }
  return found;
}

export interface Preview {
  /** Null: no slot holds. */
  slot: { index: number; name: string } | null;
  onDuty: { staffId: string; skip: Skip | null }[];
  backup: { staffId: string; skip: Skip | null }[];
  pick: Pick;
}

/** Who would receive at that moment, and what keeps the others. Changes nothing. */
export function preview(compiled: CompiledRule, state: RuleState, scan: RuleScan): Preview {
  const own = copyState(state);
  turnDay(compiled, own, scan.at);
  const index = slotAt(compiled, scan.at);
  const picked = pick(compiled, copyState(own), scan);
  const notFit = new Set(picked.reason.look?.skipped.notFit);
  const seen = (bench: number) => compiled.benches[bench]!.seats.map((seat, i) => ({
    staffId: seat.staffId, skip: skipOf(compiled, own, compiled.benches[bench]!, i, own.benches[bench]!.round[i]!) ?? (bench === index && notFit.has(seat.staffId) ? 'notFit' as const : null),
  }));
  return {
    slot: index === noSlot ? null : { index, name: compiled.slots[index]!.name },
    onDuty: index === noSlot ? [] : seen(index),
    backup: seen(compiled.benches.length - 1),
    pick: picked,
  };
}
