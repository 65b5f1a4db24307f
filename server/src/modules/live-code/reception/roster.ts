import { sentence, type Language } from '@scrm/shared/error';
import type { ReceptionRule } from '@scrm/shared/live-code-rule';
import { ruleProblems, timeOf } from '@scrm/shared/live-code-rule-problem';
import type { RosterDay } from '@scrm/shared/reception';
import type { ReadDb } from '../../../core/db/scope';
import { dateOf, dayOfDate, localDay, weekdayOf } from '../../../core/zone';
import { staffDisplayName } from '../../org';
import { compile, kindOfDay, knowsHolidaysOf, slotsByClock, type CompiledRule } from '../rule';
import { daysOf, namedIn, withLabels } from '../rule-of';
import { staffById } from '../staff';

const weekDays = 7;

/** The week as the rule has it, and in words what keeps it from being saved. */
export async function rosterOf(db: ReadDb, draft: ReceptionRule, { from, now, language }: { from?: string; now: number; language: Language }) {
  const rule = await withLabels(db, draft);
  const staff = await staffById(db, namedIn(rule));
  const found = ruleProblems(rule, (id) => (staff.has(id) ? staffDisplayName(staff.get(id)!) : '?'));
  const problems = found.map(({ code, data }) => sentence(code, data, language));
  if (found.some(({ code }) => code === 'rule_zone_unknown')) return { problems, days: [], knowsHolidays: true };
  const compiled = compile(rule, { days: await daysOf(db) });
  const first = from ? dayOfDate(from) : localDay(rule.timeZone, now);
  const days = Array.from({ length: weekDays }, (_, index) => dayIn(compiled, first + index));
  return { problems, days, knowsHolidays: days.every(({ date }) => knowsHolidaysOf(Number(date.slice(0, 4)))) };
}

function dayIn(compiled: CompiledRule, day: number): RosterDay {
  const table = slotsByClock(compiled, day);
  const spans: RosterDay['spans'] = [];
  for (let from = 0; from < table.length;) {
    let to = from + 1;
    while (to < table.length && table[to] === table[from]) to++;
    spans.push({ from: timeOf(from), to: timeOf(to), slot: table[from]! });
    from = to;
  }
  const date = dateOf(day);
  return { date, weekday: weekdayOf(day), kind: kindOfDay(day, compiled.knowledge.days), isException: compiled.dates.has(date), spans };
}
