import type { CompiledRule } from './compile';
import { dayAt, noSlot } from './day';
import { pick, take, type Pick, type RuleScan } from './pick';
import { copyState, duty, type RuleState } from './state';

export interface Simulation {
  picks: Pick[];
  /** Who was on duty or received, with their number of customers; most first. */
  staff: { staffId: string; count: number }[];
  /** 0: all the same; towards 1: one has all. Of those who were on duty or received. */
  gini: number;
  /** Places under the daily caps of those on duty that stayed free, summed over the days. */
  missedCapacity: number;
  toOwner: number;
  toGroup: number;
  /** Scans that met the closing page. */
  unassigned: number;
}

/** Lets these scans, oldest first, meet the rule. Writes nothing and leaves `state` as it is. A conversation stays open for `openForMs`. */
export function simulate(compiled: CompiledRule, state: RuleState, scans: readonly RuleScan[], { openForMs = 30 * 60_000, seed = 1 } = {}): Simulation {
  const own = copyState(state);
  const draws = seededDraws(seed);
  const open: { until: number; person: number }[] = [];
  let closed = 0;
  const picks = scans.map((scan) => {
    for (; closed < open.length && open[closed]!.until <= scan.at; closed++) own.open[open[closed]!.person]!--;
    const one = pick(compiled, own, { draw: draws(), ...scan });
    take(compiled, own, one);
    if (one.taken) open.push({ until: scan.at + openForMs, person: compiled.benches[one.taken.bench]!.seats[one.taken.seat]!.person });
    return one;
  });
  const staff = totals(compiled, picks);
  const of = (kind: Pick['target']['kind']) => picks.filter(({ target }) => target.kind === kind).length;
  return {
    picks, staff, gini: giniOf(staff.map((one) => one.count)), missedCapacity: missed(compiled, state, picks),
    toOwner: picks.filter(({ reason }) => reason.kind === 'existingOwner').length, toGroup: of('group'), unassigned: of('closed'),
  };
}

function totals(compiled: CompiledRule, picks: Pick[]): Simulation['staff'] {
  const counts = new Map<string, number>();
  for (const slot of new Set(picks.map((one) => one.slot))) for (const { staffId } of compiled.benches[slot]?.seats ?? []) counts.set(staffId, 0);
  for (const { taken, target } of picks) if (taken && target.kind === 'staff') counts.set(target.staffId, (counts.get(target.staffId) ?? 0) + 1);
  return [...counts].map(([staffId, count]) => ({ staffId, count })).sort((a, b) => b.count - a.count);
}

/** https://en.wikipedia.org/wiki/Gini_coefficient */
export function giniOf(counts: number[]): number {
  const sum = counts.reduce((all, one) => all + one, 0);
  if (sum === 0) return 0;
  const ranked = [...counts].sort((a, b) => a - b).reduce((all, one, index) => all + one * (index + 1), 0);
  return (2 * ranked) / (counts.length * sum) - (counts.length + 1) / counts.length;
}

function missed(compiled: CompiledRule, state: RuleState, picks: Pick[]): number {
  const places = new Map<string, number>();
  const key = (person: number, at: number) => `${dayAt(compiled, at).day}:${person}`;
  for (const { slot, reason } of picks) {
    for (const { person, dailyCap } of slot === noSlot ? [] : compiled.benches[slot]!.seats) {
      if (dailyCap === Infinity || state.duty[person] === duty.cannotReceive) continue;
      const at = key(person, reason.at);
      places.set(at, Math.max(places.get(at) ?? 0, dailyCap));
    }
  }
  for (const { taken, reason } of picks) {
    if (!taken) continue;
    const at = key(compiled.benches[taken.bench]!.seats[taken.seat]!.person, reason.at);
    if (places.has(at)) places.set(at, places.get(at)! - 1);
  }
  return [...places.values()].reduce((all, one) => all + Math.max(0, one), 0);
}

/** Numbers 0 ≤ x < 1, the same for the same seed (mulberry32). */
export function seededDraws(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
