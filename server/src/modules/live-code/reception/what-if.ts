import type { PickReason, ReceptionRule } from '@scrm/shared/live-code-rule';
import type { WhatIf } from '@scrm/shared/reception';
import type { ReadDb } from '../../../core/db/scope';
import { localDay } from '../../../core/zone';
import { staffRefs } from '../../org';
import type { LiveCode } from '../entity';
import { compile, giniOf, isKnown, simulate, type CompiledRule } from '../rule';
import { checkRule, daysOf, goesByLabels } from '../rule-of';
import { beginAdds, beginScans } from './begin';
import { addsBeforePage, addsIn, dutyThen, mostPlayed, scansIn, type Meeting } from './past';
import { staffOf } from './play';
import { byCalendarOf, readThen } from './then';

const dayMs = 86_400_000;
const shown = 200;

/** What the last days would have been with this rule. Reads and counts in memory alone. */
export async function whatIf(db: ReadDb, code: LiveCode, draft: ReceptionRule, { days, now }: { days: number; now: number }): Promise<WhatIf> {
  const rule = await checkRule(db, draft);
  const isPage = code.serve === 'page';
  const [compiled, then] = [compile(rule, { days: await daysOf(db) }), await readThen(db, code.id)];
  const found = isPage ? await scansIn(db, then, { codeId: code.id, from: now - days * dayMs, to: now }) : await addsIn(db, code.id, now - days * dayMs, now, rule.ownerFirst.scope !== 'off');
  const meetings = found.slice(-mostPlayed);
  const from = found.length > mostPlayed ? meetings[0]!.at : now - days * dayMs;
  const { turnTo, assumed } = await dutyThen(db, compiled, meetings);
  const begin = await (isPage ? beginScans : beginAdds)(db, { codeId: code.id, compiled, then, from });
  const { ruleAt, assumed: assumesCalendar } = byCalendarOf(then, rule, meetings.map(({ at }) => at));
  const { picks, toOwner, toGroup, toForm, unassigned } = simulate(compiled, begin.state, meetings, { ...begin.options, ruleAt, before: (state, index) => turnTo(state, meetings[index]!) });
  const isNew = ({ kind }: { kind: PickReason['kind'] }) => kind !== 'again';
  const [before, after] = [countBy(meetings.filter(({ reason }) => !reason || isNew(reason)).map(({ staffId }) => staffId)), countBy(picks.filter(({ reason }) => isNew(reason)).map(staffOf))];
  const refs = await staffRefs(db, [...new Set([...before.keys(), ...after.keys(), ...compiled.people])]);
  const ofRule = (counts: Map<string, number>) => [...new Set([...compiled.people, ...counts.keys()])].map((id) => counts.get(id) ?? 0);
  return {
    from, to: now, played: isPage ? 'scans' : 'adds', count: meetings.length, isCut: found.length > mostPlayed, toOwner, toGroup, toForm, unassigned,
    staff: [...refs.values()].map((ref) => ({ staff: ref, before: before.get(ref.id) ?? 0, after: after.get(ref.id) ?? 0 })).sort((a, b) => b.after - a.after || b.before - a.before),
    moved: picks.filter((one, index) => staffOf(one) !== meetings[index]!.staffId).length,
    overCap: [...overCap(compiled, meetings)].flatMap(([id, count]) => (refs.has(id) ? [{ staff: refs.get(id)!, days: count }] : [])).sort((a, b) => b.days - a.days),
    assumed: assumed.flatMap((id) => refs.get(id) ?? []),
    rules: then.countIn(from, now), notPlayed: isPage ? await addsBeforePage(db, code.id, from, now) : 0,
    notKept: { rules: meetings.filter(({ isRuleKept }) => !isRuleKept).length, calendar: assumesCalendar, owners: rule.ownerFirst.scope === 'off' ? 0 : meetings.filter(({ owners }) => owners === undefined).length, labels: goesByLabels(rule) },
    gini: { before: giniOf([...before.values()]), after: giniOf(ofRule(after)) },
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
  const perDay = countBy(meetings.filter(({ staffId, reason }) => staffId !== '' && !(reason && isKnown(reason))).map(({ staffId, at }) => `${staffId} ${localDay(rule.timeZone, at)}`));
  return countBy([...perDay].filter(([key, count]) => count > (caps.get(key.split(' ')[0]!) ?? Infinity)).map(([key]) => key.split(' ')[0]!));
}
