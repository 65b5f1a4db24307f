import type { PickReason, ReceptionRule } from '@scrm/shared/live-code-rule';
import type { WhatIf } from '@scrm/shared/reception';
import type { ReadDb } from '../../../core/db/scope';
import { staffRefs } from '../../org';
import type { LiveCode } from '../entity';
import { openUntil } from '../page';
import { compile, countAdd, giniOf, isKnown, loadState, localDay, newState, replay, saveState, simulate, type CompiledRule, type SimulateOptions } from '../rule';
import { checkRule, daysOf, ruleOf } from '../rule-of';
import { openForMs } from '../standing';
import { addsBefore, addsIn, dutyThen, mostPlayed, scansBefore, scansIn, type Meeting } from './past';
import { staffOf } from './play';

const dayMs = 86_400_000;
const shown = 200;

/** What the last days would have been with this rule. Reads and counts in memory alone. */
export async function whatIf(db: ReadDb, code: LiveCode, rule: ReceptionRule, { days, now }: { days: number; now: number }): Promise<WhatIf> {
  await checkRule(db, rule);
  const isPage = code.serve === 'page';
  const knowledge = { days: await daysOf(db) };
  const compiled = compile(rule, knowledge);
  const found = isPage ? await scansIn(db, code.id, now - days * dayMs, now) : await addsIn(db, code.id, now - days * dayMs, now, rule.ownerFirst.scope !== 'off');
  const meetings = found.slice(-mostPlayed);
  const from = found.length > mostPlayed ? meetings[0]!.at : now - days * dayMs;
  const { turnTo, assumed } = await dutyThen(db, compiled, meetings);
  const begin = await (isPage ? beginScans : beginAdds)(db, { code, current: compile(ruleOf(code) ?? rule, knowledge), compiled, from });
  const { picks, toOwner, toGroup, unassigned } = simulate(compiled, begin.state, meetings, { ...begin.options, before: (state, index) => turnTo(state, meetings[index]!) });
  const isNew = ({ kind }: { kind: PickReason['kind'] }) => kind !== 'again';
  const [before, after] = [countBy(meetings.filter(({ reason }) => !reason || isNew(reason)).map(({ staffId }) => staffId)), countBy(picks.filter(({ reason }) => isNew(reason)).map(staffOf))];
  const refs = await staffRefs(db, [...new Set([...before.keys(), ...after.keys(), ...compiled.people])]);
  const ofRule = (counts: Map<string, number>) => [...new Set([...compiled.people, ...counts.keys()])].map((id) => counts.get(id) ?? 0);
  return {
    from, to: now, played: isPage ? 'scans' : 'adds', count: meetings.length, isCut: found.length > mostPlayed, toOwner, toGroup, unassigned,
    staff: [...refs.values()].map((ref) => ({ staff: ref, before: before.get(ref.id) ?? 0, after: after.get(ref.id) ?? 0 })).sort((a, b) => b.after - a.after || b.before - a.before),
    moved: picks.filter((one, index) => staffOf(one) !== meetings[index]!.staffId).length,
    overCap: [...overCap(compiled, meetings)].flatMap(([id, count]) => (refs.has(id) ? [{ staff: refs.get(id)!, days: count }] : [])).sort((a, b) => b.days - a.days),
    assumed: assumed.flatMap((id) => refs.get(id) ?? []),
    gini: { before: giniOf([...before.values()]), after: giniOf(ofRule(after)) },
    picks: picks.map((one, index) => ({ at: one.reason.at, kind: one.reason.kind, before: refs.get(meetings[index]!.staffId) ?? null, after: refs.get(staffOf(one)) ?? null })).slice(-shown).reverse(),
  };
}

interface Beginning {
  code: LiveCode;
  /** The rule that the code has. */
  current: CompiledRule;
  compiled: CompiledRule;
  from: number;
}

/** The counters as they were: what was scanned before is counted as it came, and fits the changed rule as at an edit. */
async function beginScans(db: ReadDb, { code, current, compiled, from }: Beginning) {
  const state = newState(current);
  const options = { openUntil, open: [], shown: new Map() } satisfies SimulateOptions as Required<Pick<SimulateOptions, 'openUntil' | 'open' | 'shown'>>;
  const open: { until: number; staffId: string }[] = [];
  for (const { at, target, outcome, visitor, reason: kept } of await scansBefore(db, code.id, from)) {
    const reason = kept as PickReason | null;
    if (!reason) continue;
    replay(current, state, reason, outcome === 'group' ? '' : target);
    if (outcome !== 'shown' || isKnown(reason)) continue;
    options.shown.set(visitor, { staffId: target, at });
    if (openUntil(at) > from) open.push({ until: openUntil(at), staffId: target });
  }
  const begun = loadState(compiled, saveState(current, state));
  begun.open.fill(0);
  for (const { until, staffId } of open) {
    const person = compiled.personOf.get(staffId);
    if (person === undefined) continue;
    begun.open[person]!++;
    options.open.push({ until, person });
  }
  return { state: begun, options };
}

/** WeCom chose: caps count what each got on that day and the day before, and somebody always receives. */
async function beginAdds(db: ReadDb, { code, compiled, from }: Beginning) {
  const state = newState(compiled);
  const open: { until: number; person: number }[] = [];
  for (const { staffId, addedAt } of await addsBefore(db, code.id, from - 2 * dayMs, from)) {
    countAdd(compiled, state, staffId, addedAt);
    const person = compiled.personOf.get(staffId);
    if (person === undefined) continue;
    if (addedAt + openForMs > from) open.push({ until: addedAt + openForMs, person });
    else state.open[person]!--;
  }
  return { state, options: { openUntil: (at: number) => at + openForMs, open, standIns: true } };
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
  const perDay = countBy(meetings.filter(({ staffId, reason }) => staffId !== '' && !(reason && isKnown(reason))).map(({ staffId, at }) => `${staffId} ${localDay(rule.timeZone, at)}`));
  return countBy([...perDay].filter(([key, count]) => count > (caps.get(key.split(' ')[0]!) ?? Infinity)).map(([key]) => key.split(' ')[0]!));
}
