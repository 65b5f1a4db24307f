import fc from 'fast-check';
import { expect, test } from 'vitest';
import { choices, ReceptionRule, type BackupEntry, type Owner, type PickTarget, type StaffEntry } from '@scrm/shared/live-code-rule';
import { ruleProblems, timeOf } from '@scrm/shared/live-code-rule-problem';
import { before, compile, copyState, countAdd, loadState, newState, nextChangeAt, pick, recheck, replay, saveState, seededDraws, setStaff, take, takeBack, wantedStaff, type CompiledRule, type RuleState } from './index';

const pool = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const zones = ['Asia/Shanghai', 'Asia/Kolkata', 'America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Pacific/Apia'];
/** Moments about which clocks are changed somewhere, and the holidays of China. */
const starts = ['2026-03-07', '2026-03-28', '2026-04-04', '2026-09-30', '2026-10-24', '2026-10-31', '2026-02-14'].map((date) => Date.parse(date));
const minute = 60_000;

const cap = (max: number) => fc.option(fc.integer({ min: 1, max }), { nil: null, freq: 2 });
const entries = (minLength: number) => fc.tuple(fc.uniqueArray(fc.constantFrom(...pool), { minLength, maxLength: 5 }), fc.boolean(), fc.array(fc.record({
  weight: fc.integer({ min: 1, max: 9 }), quota: fc.integer({ min: 1, max: 4 }), dailyCap: cap(15), openCap: cap(5), roundCap: fc.integer({ min: 1, max: 3 }), labels: fc.constantFrom<string[] | undefined>(undefined, ['x'], ['x', 'y']),
}), { minLength: 5, maxLength: 5 })).map(([ids, hasRounds, more]): StaffEntry[] => ids.map((staffId, index) => ({ staffId, ...more[index]!, roundCap: hasRounds ? more[index]!.roundCap : null })));

const weekdays = fc.constantFrom([1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5], [6, 7], [1, 3, 5, 7]);
const dayKinds = fc.constantFrom(['workday', 'holiday'], ['workday'], ['holiday']);
/** Slots between cuts of the day, the last of them past midnight up to the first cut. */
const slots = fc.tuple(
  fc.uniqueArray(fc.integer({ min: 0, max: 143 }), { minLength: 2, maxLength: 4 }),
  fc.array(fc.record({ weekdays, dayKinds, choose: fc.constantFrom(...choices), staff: entries(1), prefer: fc.constantFrom(undefined, undefined, { labels: ['x'] }, { labels: ['x'], only: true }) }), { minLength: 4, maxLength: 4 }),
).map(([cuts, more]) => {
  const times = cuts.sort((x, y) => x - y).map((ten) => timeOf(ten * 10));
  const isSound = ({ staff, prefer }: (typeof more)[number]) => !prefer?.only || staff.some(({ labels }) => labels?.includes('x'));
  return times.map((from, index) => ({ ...more[index]!, ...(!isSound(more[index]!) && { prefer: undefined }), from, to: times[(index + 1) % times.length]! }));
});

const rosters = fc.record({
  timeZone: fc.constantFrom(...zones), slots, carryOver: fc.boolean(),
  dates: fc.option(fc.record({ date: fc.constantFrom('2026-10-02', '2026-10-25', '2026-03-08', '2026-03-30'), slots: fc.option(slots, { nil: [] }) }).map((one) => [one]), { nil: [] }),
  backup: fc.record({ staff: entries(0), groupCodeId: fc.constantFrom('gc_1', null), form: fc.constantFrom(undefined, {}) }),
  ownerFirst: fc.record({ scope: fc.constantFrom('off', 'company', 'departments', 'list'), departmentIds: fc.constant([1]), staffIds: fc.constant(['a', 'x']), withinDays: fc.constantFrom(null, 30), then: fc.constantFrom('route', 'tell') }),
  skipVerify: fc.constantFrom({ mode: 'always' }, { mode: 'windows', windows: [{ from: '21:30', to: '07:10' }] }),
}).map((rule) => ReceptionRule.parse(rule));

/** What happens between two scans, by the seed: time passes, somebody comes or goes, a conversation ends. */
function life(seed: number) {
  const draw = seededDraws(seed);
  const below = (count: number) => Math.floor(draw() * count);
  const one = <T>(list: readonly T[]) => list[below(list.length)]!;
  return {
    draw, below, one,
    start: () => one(starts) + below(1440) * minute,
    gap: () => (draw() < 0.6 ? below(40_000) : draw() < 0.9 ? below(40 * minute) : below(600 * minute)),
    owners: (at: number): Owner[] => (draw() < 0.9 ? [] : [...'ax'].map((staffId) => ({ staffId, addedAt: at - below(60) * 24 * 60 * minute, departmentIds: [below(3)], isThere: draw() < 0.7 }))),
    stir: (compiled: CompiledRule, state: RuleState) => {
      if (draw() < 0.06) setStaff(compiled, state, one(pool), { isOnline: draw() < 0.7, canReceive: draw() < 0.9, isAbnormal: draw() < 0.05 });
      const person = below(compiled.people.length);
      if (draw() < 0.4 && state.open[person]! > 0) state.open[person]!--;
    },
  };
}

const dates = new Map(zones.map((timeZone) => [timeZone, new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })]));

interface Now {
  duty: number;
  open: number;
}

/** The caps, counted by a second book that knows nothing of the engine's: by date and name. */
class Book {
  private readonly counts = new Map<string, number>();
  private rounds = new Map<string, number>();
  private first = '';
  private date = '';
  private dayBefore = '';

  constructor(private readonly rule: ReceptionRule) {}

  turnTo(at: number) {
    const date = dates.get(this.rule.timeZone)!.format(at);
    if (date === this.date) return;
    this.first ||= date;
    this.date = date;
    this.dayBefore = new Date(Date.parse(date) - 24 * 60 * minute).toISOString().slice(0, 10);
    this.rounds = new Map();
  }

  mayReceive({ staffId, dailyCap, openCap }: BackupEntry, { duty, open }: Now): boolean {
    const cap = dailyCap ?? Infinity;
    const count = (date: string) => this.counts.get(`${date} ${staffId}`) ?? 0;
    const carried = this.rule.carryOver && this.dayBefore >= this.first ? Math.max(0, cap - count(this.dayBefore)) : 0;
    return duty === 0 && count(this.date) < cap + carried && open < (openCap ?? Infinity);
  }

  /** Whether that person has room in the round of the bench. */
  hasTurn(bench: number, { staffId, roundCap, quota }: StaffEntry, choose: string): boolean {
    return (this.rounds.get(`${bench} ${staffId}`) ?? 0) < (choose === 'quota' ? quota : roundCap ?? Infinity);
  }

  beginRound(bench: number) {
    for (const key of this.rounds.keys()) if (key.startsWith(`${bench} `)) this.rounds.delete(key);
  }

  add(bench: number, staffId: string) {
    const more = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
    more(this.counts, `${this.date} ${staffId}`);
    more(this.rounds, `${bench} ${staffId}`);
  }
}

const idOf = (target: PickTarget) => ('staffId' in target ? target.staffId : target.kind === 'group' ? target.groupCodeId : '');

test('LC-03 LC-04 LC-05 BX-04 1,000 rosters with 500 scans each: nobody over a cap, nobody turned away while one can receive, each reason gives the same person again', () => {
  const seen: Record<string, number> = {};
  fc.assert(fc.property(rosters, fc.nat(), (rule, seed) => {
    if (ruleProblems(rule).length > 0) throw new Error(JSON.stringify(ruleProblems(rule)));
    const compiled = compile(rule);
    let state = newState(compiled);
    const book = new Book(rule);
    const { draw, start, gap, owners, stir } = life(seed);
    let at = start();
    for (let scan = 0; scan < 500; scan++) {
      at += gap();
      stir(compiled, state);
      if (scan === 250) state = restarted(compiled, state);
      const picked = pick(compiled, state, { at, draw: draw(), owners: owners(at) });
      const { target, reason, slot, taken } = picked;
      seen[reason.kind] = (seen[reason.kind] ?? 0) + 1;
      const again = recheck(rule, scan % 10 === 0 ? JSON.parse(JSON.stringify(reason)) : reason);
      if (again?.kind !== target.kind || idOf(again) !== idOf(target)) throw new Error(`reason gives ${JSON.stringify(again)}, not ${JSON.stringify(target)}: ${JSON.stringify(reason)}`);

      book.turnTo(at);
      const now = ({ staffId }: BackupEntry) => ({ duty: state.duty[compiled.personOf.get(staffId)!]!, open: state.open[compiled.personOf.get(staffId)!]! });
      const able = <E extends BackupEntry>(staff: E[]) => staff.filter((entry) => book.mayReceive(entry, now(entry)));
      const there = compiled.slots[slot];
      const ofSlot = able(there?.staff ?? []).filter(({ labels }) => !there!.prefer?.only || labels?.includes('x'));
      const ofBackup = able(rule.backup.staff);
      if (taken && target.kind === 'staff') {
        const isBackup = reason.kind === 'backup';
        const inTurn = isBackup ? ofBackup : ofSlot.filter((entry) => book.hasTurn(taken.bench, entry, compiled.slots[slot]!.choose));
        if (taken.newRound !== (inTurn.length === 0)) throw new Error('a round that ends too early or too late');
        if (taken.newRound) book.beginRound(taken.bench);
        const from = taken.newRound ? isBackup ? ofBackup : ofSlot : inTurn;
        const ids = there?.staff.filter(({ labels }) => labels?.includes('x')).map(({ staffId }) => staffId);
        const fitting = isBackup || !there!.prefer ? from : from.filter(({ staffId }) => ids!.includes(staffId));
        if (!(fitting.length > 0 ? fitting : from).some(({ staffId }) => staffId === target.staffId)) throw new Error(`${target.staffId} is over a cap, away, or fits less than another`);
        if (isBackup && ofSlot.length > 0) throw new Error('the backup though one of the slot can');
        book.add(taken.bench, target.staffId);
      } else if (reason.kind !== 'existingOwner' && ofSlot.length + ofBackup.length > 0) {
        throw new Error(`turned away though somebody can receive: ${JSON.stringify(reason)}`);
      }
      take(compiled, state, picked);
    }
  }), { numRuns: 1000, seed: 4 });
  expect(Object.keys(seen).sort()).toEqual(['backup', 'closed', 'existingOwner', 'form', 'group', 'leastLoaded', 'nextInSequence', 'onlyOne', 'quota', 'random', 'weight']);
});

/** As after a start: the counters from where they are kept, who is there told anew. */
function restarted(compiled: CompiledRule, state: RuleState): RuleState {
  const kept = loadState(compiled, JSON.parse(JSON.stringify(saveState(compiled, state))));
  kept.duty.set(state.duty);
  return kept;
}

test('LC-03 over 1,000 scans everybody\'s part is within 2 points of their weight, after somebody was away too', () => {
  const people = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 2, maxLength: 10 });
  fc.assert(fc.property(people, fc.constantFrom(...choices), fc.nat(), fc.nat({ max: 300 }), (weights, choose, seed, away) => {
    const quotas = weights.map((weight) => weight % 5 + 1);
    const rule = ReceptionRule.parse({ slots: [{ choose, staff: weights.map((weight, index) => ({ staffId: pool[index] ?? `p${index}`, weight, quota: quotas[index] })) }] });
    const compiled = compile(rule);
    const state = newState(compiled);
    const draw = seededDraws(seed);
    let at = starts[0]!;
    const counts = (scans: number) => {
      const got = new Map<string, number>();
      for (let scan = 0; scan < scans; scan++) {
        const one = pick(compiled, state, { at: at += 1000, draw: draw() });
        take(compiled, state, one);
        if (one.target.kind === 'staff') got.set(one.target.staffId, (got.get(one.target.staffId) ?? 0) + 1);
      }
      return compiled.people.map((id) => got.get(id) ?? 0);
    };
    // What somebody missed while away is not owed to them, but for the least loaded, who are fewer by it.
    if (choose !== 'leastLoaded') {
      setStaff(compiled, state, 'a', { isOnline: false });
      counts(away);
      setStaff(compiled, state, 'a', {});
    }
    const parts = choose === 'weight' ? weights : choose === 'quota' ? quotas : weights.map(() => 1);
    const all = parts.reduce((sum, one) => sum + one, 0);
    counts(1000).forEach((got, index) => {
      const off = Math.abs(got / 1000 - parts[index]! / all);
      if (off > 0.02) throw new Error(`${choose}: ${got} of 1,000 for a part of ${parts[index]} in ${all}`);
    });
  }), { numRuns: 200, seed: 5 });
});

test('LC-04 BX-04 the list for WeCom changes at most once for a cause, by time only when foretold, and never is empty while one can receive', () => {
  fc.assert(fc.property(rosters, fc.nat(), (rule, seed) => {
    const compiled = compile(rule);
    const state = newState(compiled);
    const { below, draw, start, stir } = life(seed);
    let at = start();
    const list = (when: number) => JSON.stringify(wantedStaff(compiled, state, when));
    for (let cause = 0; cause < 60; cause++) {
      // A cause: the time that was foretold, somebody coming or going, or a customer added.
      const next = nextChangeAt(compiled, at);
      const before = list(at);
      const until = at + below(next - at);
      if (list(until) !== before || list(next - 1) !== before) throw new Error(`changed before ${new Date(next).toISOString()}`);
      at = draw() < 0.5 ? next : Math.max(at, until);
      stir(compiled, state);
      const wanted = wantedStaff(compiled, state, at);
      if (draw() < 0.7 && wanted.staffIds.length > 0) countAdd(compiled, state, wanted.staffIds[below(wanted.staffIds.length)]!, at);
      if (list(at) !== list(at)) throw new Error('two lists for one cause');

      const { staffIds, level } = wantedStaff(compiled, state, at);
      const someoneCan = compiled.people.some((_, person) => state.duty[person] !== 2);
      if (staffIds.length === 0 && someoneCan) throw new Error('nobody on the list though one can receive');
      if (new Set(staffIds).size < staffIds.length || staffIds.length > 100) throw new Error('twice on the list, or too many');
      if (staffIds.some((id) => state.duty[compiled.personOf.get(id)!] === 2)) throw new Error('on the list without being able');
      const picked = pick(compiled, state, { at });
      if (level === 'duty' && !(picked.target.kind === 'staff' && staffIds.includes(picked.target.staffId))) throw new Error('the page picks somebody else');
    }
  }), { numRuns: 200, seed: 6 });
});

test('LC-05 BX-04 a choice that is taken back leaves no trace, and one that is counted again from its reason counts the same', () => {
  fc.assert(fc.property(rosters, fc.nat(), (rule, seed) => {
    const compiled = compile(rule);
    const [state, other] = [newState(compiled), newState(compiled)];
    const { draw, start, gap } = life(seed);
    let at = start();
    for (let scan = 0; scan < 60; scan++) {
      at += gap();
      const picked = pick(compiled, state, { at, draw: draw() });
      const kept = copyState(state);
      if (picked.taken) {
        const was = before(compiled, state, picked.taken);
        take(compiled, state, picked);
        takeBack(compiled, state, picked.taken, was);
      }
      expect(state).toEqual(kept);
      take(compiled, state, picked);
      replay(compiled, other, JSON.parse(JSON.stringify(picked.reason)), idOf(picked.target));
    }
    expect({ ...saveState(compiled, other), day: 0 }).toEqual({ ...saveState(compiled, state), day: 0 });
  }), { numRuns: 100, seed: 7 });
});
