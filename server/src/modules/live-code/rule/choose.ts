import type { Look, Skip } from '@scrm/shared/live-code-rule';
import type { Bench, CompiledRule, Seat } from './compile';
import { skipOf } from './skip';
import type { BenchState, RuleState } from './state';

/** A choice on one bench, as `take` counts it. */
export interface Taken {
  bench: number;
  seat: number;
  /** The seats among which the choice was. */
  among: number[];
  newRound: boolean;
}

/** The seat of a bench that receives, and what that choice looked at. Null: nobody there can. */
export function choose(compiled: CompiledRule, state: RuleState, bench: number, draw: number): { look: Look; taken: Taken | null } {
  const there = compiled.benches[bench]!;
  const { seats, choose: by } = there;
  const own = state.benches[bench]!;
  const { look, among } = lookAround(compiled, state, there, own);
  const first = among[0];
  if (first === undefined) return { look, taken: null };
  const seat = among.length === 1 ? first : ways[by]({ seats, among, own, state, look, draw });
  return { look, taken: { bench, seat, among, newRound: look.newRound === true } };
}

/** Those who can receive. When all that keeps everybody is a full round, a new one begins. */
function lookAround(compiled: CompiledRule, state: RuleState, bench: Bench, own: BenchState): { look: Look; among: number[] } {
  const { seats } = bench;
  const among: number[] = [];
  const full: number[] = [];
  const look: Look = { skipped: {} };
  for (let seat = 0; seat < seats.length; seat++) {
    const skip = skipOf(compiled, state, bench, seat, own.round[seat]!);
    if (bench.onlyFits && !bench.fits![seat] && (skip === null || skip === 'roundCap')) note(look, 'notFit', seats[seat]!);
    else if (skip === null) among.push(seat);
    else if (skip === 'roundCap') full.push(seat);
    else note(look, skip, seats[seat]!);
  }
  const isNewRound = among.length === 0 && full.length > 0;
  if (isNewRound) look.newRound = true;
  else for (const seat of full) note(look, 'roundCap', seats[seat]!);
  const able = isNewRound ? full : among;
  return { look, among: bench.fits ? preferred(bench, look, able) : able };
}

/** Those who have a label that the slot prefers; where nobody has, all of them. */
function preferred({ seats, fits }: Bench, look: Look, able: number[]): number[] {
  const fitting = able.filter((seat) => fits![seat]);
  if (fitting.length === 0) {
    if (able.length > 0) look.noFit = true;
    return able;
  }
  for (const seat of able) if (!fits![seat]) note(look, 'notFit', seats[seat]!);
  return fitting;
}

function note({ skipped }: Look, skip: Skip, { staffId }: Seat): void {
  const list = skipped[skip];
  if (list) list.push(staffId);
  else skipped[skip] = [staffId];
}

interface Choice {
  seats: Seat[];
  among: number[];
  own: BenchState;
  state: RuleState;
  /** Filled with what the choice goes by. */
  look: Look;
  draw: number;
}

/** The seat after the one that was last, round and round. */
function next({ seats, among, own, look }: Choice): number {
  look.after = seats[own.turn]?.staffId ?? '';
  for (const seat of among) if (seat > own.turn) return seat;
  return among[0]!;
}

/** What each has to their credit once this customer is shared out by weight: smooth weighted round robin. */
function credits({ seats, among, own, look }: Choice): number[] {
  const figures = among.map((seat) => own.credit[seat]! + seats[seat]!.weight);
  look.figures = figures;
  return figures;
}

function mostCredit(choice: Choice): number {
  const figures = credits(choice);
  let best = 0;
  for (let i = 1; i < figures.length; i++) if (figures[i]! > figures[best]!) best = i;
  return choice.among[best]!;
}

/** By chance, but among those who are owed one: nobody is more than a turn ahead of the others. */
function byChance(choice: Choice): number {
  const figures = credits(choice);
  const bar = Math.min(1, Math.max(...figures));
  const owed = choice.among.filter((_, i) => figures[i]! >= bar);
  choice.look.draw = choice.draw;
  return owed[Math.floor(choice.draw * owed.length)]!;
}

/** Fewest open and today together; of these the one who waits longest, of these the first. */
function leastLoaded({ seats, among, state, look }: Choice): number {
  const loads: number[] = [];
  let idle: number[] = [];
  let best = 0;
  for (let i = 0; i < among.length; i++) {
    const { person } = seats[among[i]!]!;
    const [load, since] = [state.open[person]! + state.today[person]!, state.lastAt[person]!];
    loads.push(load);
    if (i === 0 || load < loads[best]!) {
      best = i;
      idle = [since];
    } else if (load === loads[best]) {
      if (since < state.lastAt[seats[among[best]!]!.person]!) best = i;
      idle.push(since);
    }
  }
  look.figures = loads;
  look.idleSince = idle;
  return among[best]!;
}

/** A quota is a cap per round, given out in turn. */
const ways = { sequence: next, quota: next, random: byChance, weight: mostCredit, leastLoaded };
