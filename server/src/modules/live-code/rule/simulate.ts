import type { CompiledRule } from './compile';
import { dayAt, noSlot } from './day';
import { pick, take, type Pick, type RuleScan } from './pick';
import { copyState, duty, type RuleState } from './state';
import { countAdd, wantedStaff } from './wanted';

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
  /** Scans that met the page which takes a phone number. */
  toForm: number;
  /** Scans that met the closing page. */
  unassigned: number;
}

export interface SimulateOptions {
  /** When a conversation that begins then is over. */
  openUntil?: (at: number) => number;
  seed?: number;
  /** Conversations that `state` counts as open, the oldest first. */
  open?: { until: number; person: number }[];
  /** Whom browsers were shown before. */
  shown?: Map<string, { staffId: string; at: number }>;
  /** Somebody receives as long as anybody can: WeCom's code is never without people. */
  standIns?: boolean;
  /** Called before each scan: who can receive by then. */
  before?: (state: RuleState, index: number) => void;
  /** The same rule with the calendar that it knew at this scan; left out: always the same. */
  ruleAt?: (index: number) => CompiledRule;
}

/** Lets these scans, oldest first, meet the rule. Writes nothing and leaves `state` as it is. */
export function simulate(compiled: CompiledRule, state: RuleState, scans: readonly RuleScan[], options: SimulateOptions = {}): Simulation {
  const { openUntil = (at) => at + 30 * 60_000, seed = 1, standIns = false, before, ruleAt = () => compiled } = options;
  const own = copyState(state);
  const draws = seededDraws(seed);
  const open = [...options.open ?? []];
  const shown = new Map(options.shown);
  let closed = 0;
  const picks = scans.map((scan, index) => {
    const { at, visitor } = scan;
    const rule = ruleAt(index);
    before?.(own, index);
    for (; closed < open.length && open[closed]!.until <= at; closed++) own.open[open[closed]!.person]!--;
    const again = visitor === undefined ? undefined : shown.get(visitor);
    const drawn = draws();
    let one = pick(rule, own, { ...scan, draw: scan.draw ?? drawn, again });
    take(rule, own, one);
    if (standIns && !('staffId' in one.target)) one = standIn(rule, own, one);
    const received = one.taken || one.reason.kind === 'beyond' ? one.target : null;
    if (received && 'staffId' in received) {
      open.push({ until: openUntil(at), person: compiled.personOf.get(received.staffId)! });
      if (visitor !== undefined) shown.set(visitor, { staffId: received.staffId, at });
    }
    return one;
  });
  const staff = totals(compiled, picks);
  const of = (kind: Pick['target']['kind']) => picks.filter(({ target }) => target.kind === kind).length;
  return {
    picks, staff, gini: giniOf(staff.map((one) => one.count)), missedCapacity: missed(compiled, state, picks),
    toOwner: picks.filter(({ reason }) => reason.kind === 'existingOwner').length, toGroup: of('group'), toForm: of('form'), unassigned: of('closed'),
  };
}

/** Of those who stand in the one with the fewest today. */
function standIn(compiled: CompiledRule, state: RuleState, one: Pick): Pick {
  const { at } = one.reason;
  const today = (staffId: string) => state.today[compiled.personOf.get(staffId)!]!;
  const [staffId] = wantedStaff(compiled, state, at).staffIds.sort((a, b) => today(a) - today(b));
  if (staffId === undefined) return one;
  countAdd(compiled, state, staffId, at);
  return { ...one, target: { kind: 'staff', staffId }, reason: { ...one.reason, kind: 'beyond' } };
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
