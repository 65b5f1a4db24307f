import { Between, In, LessThan, MoreThanOrEqual } from 'typeorm';
import type { PickReason, Skip } from '@scrm/shared/live-code-rule';
import type { ReadDb } from '../../../core/db/scope';
import { Scan } from '../../scan';
import { LiveCodeAdd, LiveCodeList, ReceptionToggle } from '../entity-rule';
import { ownersOf } from '../owner';
import { setStaff, type CompiledRule, type RuleScan, type RuleState, type StaffNow } from '../rule';
import { slotsOf } from '../rule-of';
import { staffById } from '../staff';
import type { Then } from './then';

/** More are not played again: it would take longer than somebody waits. */
export const mostPlayed = 20_000;

/** Somebody met this code, who got them, and what is recorded of who could receive just then. */
export interface Meeting extends RuleScan {
  /** '' nobody. */
  staffId: string;
  /** Of a page's scans. */
  reason: PickReason | null;
  ready: string[];
  away: [staffId: string, now: StaffNow][];
  /** The rule by which it was chosen is known. */
  isRuleKept: boolean;
}

const awayAs: Partial<Record<Skip, StaffNow>> = { offline: { isOnline: false }, cannotReceive: { canReceive: false }, abnormal: { isAbnormal: true } };

export async function addsIn(db: ReadDb, liveCodeId: string, from: number, to: number, withOwners: boolean): Promise<Meeting[]> {
  const rows = await db.find(LiveCodeAdd, { liveCodeId, addedAt: Between(from, to - 1) }, { order: { addedAt: 'DESC', id: 'DESC' }, take: mostPlayed + 1 });
  const lists = new Map((await db.find(LiveCodeList, { id: In([...new Set(rows.map(({ listId }) => listId))]) })).map((list) => [list.id, list]));
  const meetings: Meeting[] = [];
  for (const { staffId, addedAt, customerId, listId } of rows.reverse()) {
    const list = lists.get(listId);
    const ready = list && (list.level === 'duty' || list.level === 'backup') ? list.staffIds : [];
    meetings.push({ at: addedAt, staffId, reason: null, ready, away: [], isRuleKept: true, ...(withOwners && { owners: await ownersOf(db, customerId, { at: addedAt, besides: staffId }) }) });
  }
  return meetings;
}

/** Those that met the code while it was closed were no meeting. */
export async function scansIn(db: ReadDb, then: Then, { codeId, from, to }: { codeId: string; from: number; to: number }): Promise<Meeting[]> {
  const rows = await db.find(Scan, { codeId, at: Between(from, to - 1) }, { order: { at: 'DESC', id: 'DESC' }, take: mostPlayed + 1 });
  return rows.reverse().flatMap(({ at, target, outcome, visitor, reason: kept }) => {
    if (!kept) return [];
    const reason = kept as unknown as PickReason & { ruleNo: number };
    const rule = then.ruleNo(reason.ruleNo)?.rule;
    const looked = [[reason.look, rule && slotsOf(rule)[reason.slot]?.staff], [reason.backup, rule?.backup.staff]] as const;
    const away = looked.flatMap(([look]) => Object.entries(look?.skipped ?? {}).flatMap(([skip, ids]) => (awayAs[skip as Skip] ? ids.map((id) => [id, awayAs[skip as Skip]!] as [string, StaffNow]) : [])));
    const isAway = new Set(away.map(([id]) => id));
    const ready = looked.flatMap(([look, staff]) => (look && staff ? staff.map(({ staffId }) => staffId) : [])).filter((id) => !isAway.has(id));
    // A rule that did not ask for owners wrote none down.
    const owners = rule?.ownerFirst.scope === 'off' ? undefined : reason.owners ?? [];
    return [{ at, staffId: outcome === 'shown' || outcome === 'known' ? target : '', reason, ready, away, isRuleKept: rule !== undefined, visitor, owners, draw: reason.look?.draw }];
  });
}

/**
 * Who could receive, meeting by meeting: what was recorded with each, then what they said themselves since. Of whom nothing
 * is recorded, it is assumed that they could from the beginning, unless they cannot today or had left.
 */
export async function dutyThen(db: ReadDb, compiled: CompiledRule, meetings: readonly Meeting[]) {
  const { people } = compiled;
  const [staff, toggles] = await Promise.all([staffById(db, people), people.length === 0 ? [] : db.find(ReceptionToggle, { staffId: In(people) }, { order: { at: 'ASC', id: 'ASC' } })]);
  const now = new Map<string, StaffNow>(people.map((id) => {
    const one = staff.get(id);
    return [id, { isOnline: true, canReceive: one?.state === 'left' || (one?.state === 'active' && one.canReceive) }];
  }));
  const recorded = new Set([...toggles.map(({ staffId }) => staffId), ...meetings.flatMap(({ ready, away }) => [...ready, ...away.map(([id]) => id)])]);
  let next = 0;

  /** Brings `state` to how it was at this meeting. */
  function turnTo(state: RuleState, { at, ready, away }: Meeting): void {
    for (let toggle = toggles[next]; toggle && toggle.at <= at; toggle = toggles[++next]) now.set(toggle.staffId, { ...now.get(toggle.staffId), isOnline: toggle.isOnline });
    for (const id of ready) now.set(id, { isOnline: true, canReceive: true });
    for (const [id, how] of away) now.set(id, { ...now.get(id), ...how });
    for (const [id, how] of now) {
      const leftAt = staff.get(id)?.leftAt ?? null;
      setStaff(compiled, state, id, leftAt !== null && leftAt <= at ? { canReceive: false } : how);
    }
  }
  return { turnTo, assumed: people.filter((id) => !recorded.has(id)) };
}

/** So many scans before are counted again, so that turns and caps stand as they did. */
export async function scansBefore(db: ReadDb, codeId: string, before: number): Promise<Pick<Scan, 'at' | 'target' | 'outcome' | 'visitor' | 'reason'>[]> {
  return (await db.find(Scan, { codeId, at: LessThan(before) }, { order: { at: 'DESC', id: 'DESC' }, take: mostPlayed })).reverse();
}

/** Of a code whose page chooses: how many came in that time before anybody opened its page, when WeCom chose. */
export async function addsBeforePage(db: ReadDb, liveCodeId: string, from: number, to: number): Promise<number> {
  const first = await db.findOne(Scan, { codeId: liveCodeId }, { order: { at: 'ASC' } });
  return db.count(LiveCodeAdd, { liveCodeId, addedAt: Between(from, Math.min(first?.at ?? to, to) - 1) });
}

export async function addsBefore(db: ReadDb, liveCodeId: string, since: number, before: number): Promise<Pick<LiveCodeAdd, 'staffId' | 'addedAt'>[]> {
  return (await db.find(LiveCodeAdd, { liveCodeId, addedAt: MoreThanOrEqual(since) }, { order: { addedAt: 'ASC', id: 'ASC' } })).filter(({ addedAt }) => addedAt < before);
}
