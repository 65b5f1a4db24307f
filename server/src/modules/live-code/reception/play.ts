import type { Simulated } from '@scrm/shared/reception';
import type { ReceptionRule } from '@scrm/shared/live-code-rule';
import type { ReadDb } from '../../../core/db/scope';
import { staffRefs } from '../../org';
import { compile, copyState, preview, simulate, wantedStaff, type Pick } from '../rule';
import { checkRule, daysOf } from '../rule-of';
import { openForMs, stateFor } from '../standing';

/** As many picks as a screen shows. */
const shown = 200;

type CodeSoFar = { id: string; createdAt: number } | null;

/** What a changed rule would start from: itself, ready to be asked, and the counters as they are. */
export async function stage(db: ReadDb, draft: ReceptionRule, code: CodeSoFar, now: number) {
  const rule = await checkRule(db, draft);
  const compiled = compile(rule, { days: await daysOf(db) });
  const [state, staff] = [await stateFor(db, compiled, code, now), await staffRefs(db, compiled.people)];
  const refs = (ids: readonly string[]) => ids.map((id) => staff.get(id)).filter((ref) => ref !== undefined);
  return { compiled, state, staff, refs };
}

export const staffOf = ({ target }: Pick): string => ('staffId' in target ? target.staffId : '');

export async function previewAt(db: ReadDb, rule: ReceptionRule, code: CodeSoFar, { at, now }: { at: number; now: number }) {
  const { compiled, state, staff, refs } = await stage(db, rule, code, now);
  const seen = preview(compiled, state, { at });
  const wanted = wantedStaff(compiled, copyState(state), at);
  const named = (list: typeof seen.onDuty) => list.flatMap(({ staffId, skip }) => refs([staffId]).map((ref) => ({ staff: ref, skip })));
  return {
    slot: seen.slot, onDuty: named(seen.onDuty), backup: named(seen.backup), pick: { kind: seen.pick.reason.kind, staff: staff.get(staffOf(seen.pick)) ?? null },
    level: wanted.level, listed: refs(wanted.staffIds), skipVerify: wanted.skipVerify,
  };
}

/** So many scans, evenly over the time. */
export async function simulateScans(db: ReadDb, rule: ReceptionRule, code: CodeSoFar, { at, count, minutes, now }: { at: number; count: number; minutes: number; now: number }): Promise<Simulated> {
  const { compiled, state, staff, refs } = await stage(db, rule, code, now);
  const scans = Array.from({ length: count }, (_, index) => ({ at: at + Math.floor((index * minutes * 60_000) / count) }));
  const done = simulate(compiled, state, scans, { openUntil: (from) => from + openForMs });
  return {
    ...done, staff: done.staff.flatMap((one) => refs([one.staffId]).map((ref) => ({ staff: ref, count: one.count }))),
    picks: done.picks.slice(0, shown).map((one) => ({ at: one.reason.at, slot: one.slot, kind: one.reason.kind, staff: staff.get(staffOf(one)) ?? null })),
  };
}
