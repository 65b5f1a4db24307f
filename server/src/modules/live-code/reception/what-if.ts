import { MoreThanOrEqual } from 'typeorm';
import type { ReceptionRule } from '@scrm/shared/live-code-rule';
import type { WhatIf } from '@scrm/shared/reception';
import type { ReadDb } from '../../../core/db/scope';
import { staffRefs } from '../../org';
import { Scan } from '../../scan';
import type { LiveCode } from '../entity';
import { LiveCodeAdd } from '../entity-rule';
import { ownersOf } from '../owner';
import { compile, giniOf, localDay, newState, setStaff, simulate, type CompiledRule, type RuleScan } from '../rule';
import { checkRule, daysOf } from '../rule-of';
import { dutyOf } from '../duty';
import { openForMs } from '../standing';
import { staffOf } from './play';

const dayMs = 86_400_000;
/** More are not played again: it would take longer than somebody waits. */
const mostPlayed = 20_000;
const shown = 200;

/** Somebody met this code, and who got them. */
interface Meeting extends RuleScan {
  staffId: string;
}

/** What the last days would have been with this rule. Reads and counts in memory alone. */
export async function whatIf(db: ReadDb, code: LiveCode, rule: ReceptionRule, { days, now }: { days: number; now: number }): Promise<WhatIf> {
  await checkRule(db, rule);
  const compiled = compile(rule, { days: await daysOf(db) });
  const from = now - days * dayMs;
  const { meetings, isCut } = code.serve === 'page' ? await scansSince(db, code.id, from) : await addsSince(db, code.id, from, rule.ownerFirst.scope !== 'off');
  const state = newState(compiled);
  for (const [id, duty] of await dutyOf(db, compiled.people)) setStaff(compiled, state, id, duty);
  const { picks, staff, toOwner, toGroup, unassigned, gini } = simulate(compiled, state, meetings, { openForMs });
  const [before, after] = [countBy(meetings.map(({ staffId }) => staffId)), new Map(staff.map(({ staffId, count }) => [staffId, count]))];
  for (const one of picks) if (one.reason.kind === 'existingOwner') after.set(staffOf(one), (after.get(staffOf(one)) ?? 0) + 1);
  const refs = await staffRefs(db, [...new Set([...before.keys(), ...after.keys(), ...compiled.people])]);
  const over = overCap(compiled, meetings);
  return {
    from, to: now, played: code.serve === 'page' ? 'scans' : 'adds', count: meetings.length, isCut, toOwner, toGroup, unassigned,
    staff: [...refs.values()].map((ref) => ({ staff: ref, before: before.get(ref.id) ?? 0, after: after.get(ref.id) ?? 0 })).sort((a, b) => b.after - a.after || b.before - a.before),
    moved: picks.filter((one, index) => staffOf(one) !== meetings[index]!.staffId).length,
    overCap: [...over].flatMap(([id, count]) => (refs.has(id) ? [{ staff: refs.get(id)!, days: count }] : [])).sort((a, b) => b.days - a.days),
    gini: { before: giniOf([...before.values()]), after: gini },
    picks: picks.map((one, index) => ({ at: one.reason.at, kind: one.reason.kind, before: refs.get(meetings[index]!.staffId) ?? null, after: refs.get(staffOf(one)) ?? null })).slice(-shown).reverse(),
  };
}

function countBy(staffIds: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const id of staffIds) if (id !== '') counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

/** On how many days each really got more than the changed rule's highest daily cap for them. */
function overCap({ benches, rule }: CompiledRule, meetings: Meeting[]): Map<string, number> {
  const caps = new Map<string, number>();
  for (const { seats } of benches) for (const { staffId, dailyCap } of seats) caps.set(staffId, Math.max(caps.get(staffId) ?? 0, dailyCap));
  const perDay = countBy(meetings.filter(({ staffId }) => staffId !== '').map(({ staffId, at }) => `${staffId} ${localDay(rule.timeZone, at)}`));
  return countBy([...perDay].filter(([key, count]) => count > (caps.get(key.split(' ')[0]!) ?? Infinity)).map(([key]) => key.split(' ')[0]!));
}

async function addsSince(db: ReadDb, liveCodeId: string, from: number, withOwners: boolean): Promise<{ meetings: Meeting[]; isCut: boolean }> {
  const rows = await db.find(LiveCodeAdd, { liveCodeId, addedAt: MoreThanOrEqual(from) }, { order: { addedAt: 'DESC', id: 'DESC' }, take: mostPlayed + 1 });
  const meetings: Meeting[] = [];
  for (const { staffId, addedAt, customerId } of rows.slice(0, mostPlayed).reverse()) {
    meetings.push({ at: addedAt, staffId, ...(withOwners && { owners: await ownersOf(db, customerId, addedAt, staffId) }) });
  }
  return { meetings, isCut: rows.length > mostPlayed };
}

async function scansSince(db: ReadDb, codeId: string, from: number): Promise<{ meetings: Meeting[]; isCut: boolean }> {
  const rows = await db.find(Scan, { codeId, at: MoreThanOrEqual(from) }, { order: { at: 'DESC', id: 'DESC' }, take: mostPlayed + 1 });
  const meetings = rows.slice(0, mostPlayed).reverse().map(({ at, target, reason }) => ({ at, staffId: target, owners: (reason?.owners ?? []) as Meeting['owners'] }));
  return { meetings, isCut: rows.length > mostPlayed };
}
