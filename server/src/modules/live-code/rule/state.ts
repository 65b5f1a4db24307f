import type { CompiledRule } from './compile';
import { dayAt } from './day';

/** Whether somebody can receive: 0, or what is in the way. */
export const duty = { ready: 0, offline: 1, cannotReceive: 2, abnormal: 3 } as const;

/** No day has been counted yet. */
const never = -1_000_000;
/** Somebody who was not there yesterday left nothing of a cap to carry over. */
const nothingLeft = 0x7fffffff;

/** The counters of a code, in the order of `compiled.people` and of each bench's seats. */
export interface RuleState {
  /** The day, by the rule's zone, that `today` counts. */
  day: number;
  today: Int32Array;
  yesterday: Int32Array;
  open: Int32Array;
  duty: Uint8Array;
  /** When each was last picked; 0 never. */
  lastAt: Float64Array;
  benches: BenchState[];
}

export interface BenchState {
  /** The seat picked last; -1 none. */
  turn: number;
  /** Customers of each seat in this round. */
  round: Int32Array;
  /** What each seat has to its credit where parts are kept even (random, weight). */
  credit: Float64Array;
}

export function newState(compiled: CompiledRule): RuleState {
  const size = compiled.people.length;
  return {
    day: never, today: new Int32Array(size), yesterday: new Int32Array(size).fill(nothingLeft), open: new Int32Array(size), duty: new Uint8Array(size), lastAt: new Float64Array(size),
    benches: compiled.benches.map(({ seats }) => ({ turn: -1, round: new Int32Array(seats.length), credit: new Float64Array(seats.length) })),
  };
}

export interface StaffNow {
  isOnline?: boolean;
  /** Has 客户联系, is active and in the app's range. */
  canReceive?: boolean;
  /** WeCom refuses a contact way for them. */
  isAbnormal?: boolean;
  open?: number;
}

/** Tells what is known of a staff member; what is left out is as usual. Somebody whom the rule does not name is passed over. */
export function setStaff(compiled: CompiledRule, state: RuleState, staffId: string, { isOnline = true, canReceive = true, isAbnormal = false, open }: StaffNow): void {
  const person = compiled.personOf.get(staffId);
  if (person === undefined) return;
  state.duty[person] = !canReceive ? duty.cannotReceive : isAbnormal ? duty.abnormal : isOnline ? duty.ready : duty.offline;
  if (open !== undefined) state.open[person] = open;
}

/** At midnight of the rule's zone counts and rounds begin anew. A moment before the state's day changes nothing. */
export function turnDay(compiled: CompiledRule, state: RuleState, at: number): void {
  const { day } = dayAt(compiled, at);
  if (day <= state.day) return;
  if (day === state.day + 1) state.yesterday.set(state.today);
  else if (state.day !== never) state.yesterday.fill(0);
  state.today.fill(0);
  for (const bench of state.benches) bench.round.fill(0);
  state.day = day;
}

/** Counts a customer for a person, who sits on this seat, or on none of the bench (-1). */
export function count(compiled: CompiledRule, state: RuleState, bench: number, seat: number, person: number, at: number): void {
  turnDay(compiled, state, at);
  state.today[person]!++;
  state.open[person]!++;
  state.lastAt[person] = at;
  if (seat < 0) return;
  const own = state.benches[bench]!;
  own.turn = seat;
  own.round[seat]!++;
}

/** As it is kept between starts. By names, so that it fits after the rule was edited. */
export interface SavedState {
  day: number;
  staff: Record<string, { today: number; yesterday: number; open: number; lastAt: number }>;
  benches: { turn: string; round: Record<string, number>; credit: Record<string, number> }[];
}

export function saveState(compiled: CompiledRule, state: RuleState): SavedState {
  return {
    day: state.day,
    staff: Object.fromEntries(compiled.people.map((id, i) => [id, { today: state.today[i]!, yesterday: state.yesterday[i]!, open: state.open[i]!, lastAt: state.lastAt[i]! }])),
    benches: compiled.benches.map(({ seats }, index) => {
      const { turn, round, credit } = state.benches[index]!;
      const each = (values: Int32Array | Float64Array) => Object.fromEntries(seats.map(({ staffId }, i) => [staffId, values[i]!]).filter(([, value]) => value !== 0));
      return { turn: seats[turn]?.staffId ?? '', round: each(round), credit: each(credit) };
    }),
  };
}

/** Who can receive at the moment is not kept: tell it by `setStaff`. */
export function loadState(compiled: CompiledRule, saved: SavedState): RuleState {
  const state = newState(compiled);
  state.day = saved.day;
  compiled.people.forEach((id, i) => {
    const one = saved.staff[id];
    if (one) [state.today[i], state.yesterday[i], state.open[i], state.lastAt[i]] = [one.today, one.yesterday, one.open, one.lastAt];
  });
  const [last, lastSaved] = [compiled.benches.length - 1, saved.benches.length - 1];
  compiled.benches.forEach(({ seats }, index) => {
    const bench = state.benches[index]!;
    const kept = index === last ? saved.benches[lastSaved] : index < lastSaved ? saved.benches[index] : undefined;
    if (!kept) return;
    bench.turn = seats.findIndex(({ staffId }) => staffId === kept.turn);
    seats.forEach(({ staffId }, i) => {
      bench.round[i] = kept.round[staffId] ?? 0;
      bench.credit[i] = kept.credit[staffId] ?? 0;
    });
  });
  return state;
}

export function copyState(state: RuleState): RuleState {
  return structuredClone(state);
}
