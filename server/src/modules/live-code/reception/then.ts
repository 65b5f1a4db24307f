import type { ReceptionRule } from '@scrm/shared/live-code-rule';
import type { ReadDb } from '../../../core/db/scope';
import { LiveCodeRule } from '../entity-rule';
import { compile, type CompiledRule, type DayExceptions } from '../rule';
import { daysOf, looksAtDays } from '../rule-of';

/** The rules that a code had, and the calendars that it knew. */
export interface Then {
  /** Null: a rule of this number was not kept. */
  ruleNo(no: number): CompiledRule | null;
  /** How many of them held at some time within. */
  countIn(from: number, to: number): number;
  /** The company's own days as they stood then. `isKept` false: nobody wrote them down, these are today's. */
  daysAt(at: number): { days: DayExceptions; isKept: boolean };
}

export async function readThen(db: ReadDb, liveCodeId: string): Promise<Then> {
  const [revisions, today] = [await db.find(LiveCodeRule, { liveCodeId }, { order: { no: 'ASC' } }), await daysOf(db)];
  const compiled = new Map<number, CompiledRule>();
  const isSame = (days: DayExceptions, other: DayExceptions) => JSON.stringify(Object.entries(days).sort()) === JSON.stringify(Object.entries(other).sort());
  // A rule that looks at workdays is kept anew with each change of the calendar; beside any other it changed unseen.
  const stretches = revisions.map(({ at, rule, days }, index) => ({ at, days, isKept: looksAtDays(rule) || isSame(days, revisions[index + 1]?.days ?? today) }));
  return {
    ruleNo(no) {
      const row = revisions.find((one) => one.no === no);
      if (!row) return null;
      return compiled.get(no) ?? compiled.set(no, compile(row.rule, { days: row.days })).get(no)!;
    },
    countIn: (from, to) => revisions.filter((one, index) => one.at < to && (revisions[index + 1]?.at ?? to) > from).length,
    daysAt(at) {
      const stretch = stretches.findLast((one) => one.at <= at);
      return stretch?.isKept ? stretch : { days: today, isKept: false };
    },
  };
}

/** The changed rule, for each moment by the calendar of then. `assumed`: for some of them it was not kept, and mattered. */
export function byCalendarOf({ daysAt }: Then, rule: ReceptionRule, moments: readonly number[]): { ruleAt: (index: number) => CompiledRule; assumed: boolean } {
  const known = new Map<DayExceptions, CompiledRule>();
  let assumed = false;
  const rules = moments.map((at) => {
    const { days, isKept } = daysAt(at);
    assumed ||= !isKept;
    return known.get(days) ?? known.set(days, compile(rule, { days })).get(days)!;
  });
  return { ruleAt: (index) => rules[index]!, assumed: assumed && looksAtDays(rule) };
}
