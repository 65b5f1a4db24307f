import type { Owner, PickReason, PickTarget } from '@scrm/shared/live-code-rule';
import { choose, type Taken } from './choose';
import type { CompiledRule } from './compile';
import { noSlot, slotAt } from './day';
import { count, duty, turnDay, type RuleState } from './state';

export interface RuleScan {
  at: number;
  /** Who has this customer already; left out: nobody, or it is not known. */
  owners?: readonly Owner[];
  /** The browser, where it is played again. */
  visitor?: string;
  /** Whom this browser was shown lately, and when. */
  again?: { staffId: string; at: number };
  /** By chance, 0 ≤ draw < 1: what `random` goes by. */
  draw?: number;
}

export interface Pick {
  target: PickTarget;
  /** Number of the slot in `compiled.slots`, -1 none: its welcome, tags and remark hold. */
  slot: number;
  reason: PickReason;
  /** What `take` counts; null: nobody new receives. */
  taken: Taken | null;
}

/** Who receives this scan. Changes nothing but the day: `take` counts it, before the next pick. */
export function pick(compiled: CompiledRule, state: RuleState, scan: RuleScan): Pick {
  const { at, owners = [], draw = 0 } = scan;
  turnDay(compiled, state, at);
  const { rule } = compiled;
  const slot = slotAt(compiled, at);
  if (rule.ownerFirst.scope !== 'off' && owners.length > 0) {
    const owner = ownerOf(compiled, owners, at);
    if (owner) {
      const kind = rule.ownerFirst.then === 'route' ? 'staff' : 'known';
      return { target: { kind, staffId: owner.staffId }, slot, reason: { kind: 'existingOwner', at, slot, owners: [...owners] }, taken: null };
    }
  }
  const { again } = scan;
  if (again && isTheirs(compiled, state, again, at)) return { target: { kind: 'staff', staffId: again.staffId }, slot, reason: { kind: 'again', at, slot, again }, taken: null };
  const reason: PickReason = { kind: 'closed', at, slot };
  if (rule.ownerFirst.scope !== 'off' && owners.length > 0) reason.owners = [...owners];
  const fromSlot = slot === noSlot ? null : choose(compiled, state, slot, draw);
  if (fromSlot) {
    reason.look = fromSlot.look;
    if (fromSlot.taken) {
      reason.kind = fromSlot.taken.among.length === 1 ? 'onlyOne' : kindOf[compiled.benches[slot]!.choose];
      return picked(compiled, slot, reason, fromSlot.taken);
    }
  }
  const backup = compiled.benches.length - 1;
  if (compiled.benches[backup]!.seats.length > 0) {
    const { look, taken } = choose(compiled, state, backup, draw);
    reason.backup = look;
    if (taken) {
      reason.kind = 'backup';
      return picked(compiled, slot, reason, taken);
    }
  }
  const { groupCodeId, form } = rule.backup;
  if (groupCodeId !== null) reason.kind = 'group';
  else if (form) reason.kind = 'form';
  return { target: groupCodeId !== null ? { kind: 'group', groupCodeId } : { kind: form ? 'form' : 'closed' }, slot, reason, taken: null };
}

const kindOf = { sequence: 'nextInSequence', random: 'random', weight: 'weight', quota: 'quota', leastLoaded: 'leastLoaded' } as const;

function picked(compiled: CompiledRule, slot: number, reason: PickReason, taken: Taken): Pick {
  const { staffId } = compiled.benches[taken.bench]!.seats[taken.seat]!;
  return { target: { kind: 'staff', staffId }, slot, reason, taken };
}

/** Still within the time, in the rule and on duty; their place was taken then, so no cap is asked. */
function isTheirs({ personOf, stayMs }: CompiledRule, state: RuleState, again: { staffId: string; at: number }, at: number): boolean {
  const person = personOf.get(again.staffId);
  return person !== undefined && state.duty[person] === duty.ready && at >= again.at && at < again.at + stayMs;
}

/** Nobody new received: who was shown has this customer, or was shown to this browser before. */
export const isKnown = ({ kind }: { kind: PickReason['kind'] }): boolean => kind === 'existingOwner' || kind === 'again';

/** Counts what was picked. */
export function take(compiled: CompiledRule, state: RuleState, { taken, reason }: { taken: Taken | null; reason: PickReason }): void {
  if (!taken) return;
  const { bench, seat, among, newRound } = taken;
  const { choose: by, seats } = compiled.benches[bench]!;
  const own = state.benches[bench]!;
  if (newRound) own.round.fill(0);
  if (by === 'weight' || by === 'random') {
    let all = 0;
    for (const one of among) {
      own.credit[one]! += seats[one]!.weight;
      all += seats[one]!.weight;
    }
    own.credit[seat]! -= all;
  }
  count(compiled, state, bench, seat, seats[seat]!.person, reason.at);
}

/** The one who added them last, of those who count. */
function ownerOf(compiled: CompiledRule, owners: readonly Owner[], at: number): Owner | null {
  const { scope, departmentIds, staffIds, withinDays } = compiled.rule.ownerFirst;
  let found: Owner | null = null;
  for (const owner of owners) {
    if (!owner.isThere || (withinDays !== null && at - owner.addedAt > withinDays * 86_400_000)) continue;
    if (scope === 'departments' && !owner.departmentIds.some((id) => departmentIds.includes(id))) continue;
    if (scope === 'list' && !staffIds.includes(owner.staffId)) continue;
    if (!found || owner.addedAt > found.addedAt) found = owner;
  }
  return found;
}
