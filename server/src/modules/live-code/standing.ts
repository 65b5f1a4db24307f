import { MoreThanOrEqual } from 'typeorm';
import type { ReadDb } from '../../core/db/scope';
import { dutyOf } from './duty';
import type { KnownWay, LiveCode } from './entity';
import { LiveCodeAdd } from './entity-rule';
import { compile, countAdd, dayAt, newState, nextChangeAt, setStaff, slotAt, turnDay, wantedStaff, type CompiledRule, type RuleState, type Wanted } from './rule';
import { daysOf, ruleOf } from './rule-of';
import { staffById } from './staff';

/** How long a new customer counts as an open conversation: WeCom does not tell when one ends. */
export const openForMs = 30 * 60_000;

/** Whom WeCom should have to choose from now. */
export interface Standing extends Wanted {
  userIds: string[];
  slot: number;
  ruleNo: number;
  /** When time alone may change it; null: never. */
  nextAt: number | null;
}

type Code = Pick<LiveCode, 'id' | 'rule' | 'ruleNo' | 'staffIds' | 'skipVerify' | 'createdAt'>;

export async function standingOf(db: ReadDb, code: Code, now: number): Promise<Standing | null> {
  const rule = ruleOf(code);
  if (!rule) return null;
  const compiled = compile(rule, { days: await daysOf(db) });
  const adds = await addsSince(db, compiled, code, now);
  const state = await stateFor(db, compiled, code, now, adds);
  const wanted = wantedStaff(compiled, state, now);
  const staff = await staffById(db, wanted.staffIds);
  const timed = code.rule === null ? [] : [nextChangeAt(compiled, now), ...freedAt(compiled, adds, now)];
  return {
    ...wanted, userIds: wanted.staffIds.map((id) => staff.get(id)!.userId), slot: slotAt(compiled, now), ruleNo: code.ruleNo,
    nextAt: timed.length === 0 ? null : Math.min(...timed),
  };
}

/** The counters as they are now, made anew from what was added, and who can receive. `code` null: nothing was added yet. */
export async function stateFor(db: ReadDb, compiled: CompiledRule, code: Pick<LiveCode, 'id' | 'createdAt'> | null, now: number, known?: AddedTo[]): Promise<RuleState> {
  const state = newState(compiled);
  for (const [id, duty] of await dutyOf(db, compiled.people)) setStaff(compiled, state, id, duty);
  const adds = known ?? (code ? await addsSince(db, compiled, code, now) : []);
  if (code) turnDay(compiled, state, Math.max(code.createdAt, yesterdayOf(compiled, now)));
  countAll(compiled, state, adds, now);
  turnDay(compiled, state, now);
  return state;
}

export type AddedTo = Pick<LiveCodeAdd, 'staffId' | 'addedAt'>;

/** Counts them in their order, each open for its time. */
function countAll(compiled: CompiledRule, state: RuleState, adds: readonly AddedTo[], now: number): void {
  let closed = 0;
  const closeUntil = (at: number) => {
    for (; closed < adds.length && adds[closed]!.addedAt + openForMs <= at; closed++) {
      const person = compiled.personOf.get(adds[closed]!.staffId);
      if (person !== undefined) state.open[person]!--;
    }
  };
  for (const { staffId, addedAt } of adds) {
    closeUntil(addedAt);
    countAdd(compiled, state, staffId, addedAt);
  }
  closeUntil(now);
}

const yesterdayOf = (compiled: CompiledRule, now: number) => dayAt(compiled, dayAt(compiled, now).start - 1).start;

/** Those of today and yesterday; none where no cap looks at them. */
async function addsSince(db: ReadDb, compiled: CompiledRule, { id }: Pick<LiveCode, 'id'>, now: number): Promise<AddedTo[]> {
  if (!hasCaps(compiled)) return [];
  return db.find(LiveCodeAdd, { liveCodeId: id, addedAt: MoreThanOrEqual(yesterdayOf(compiled, now)) }, { order: { addedAt: 'ASC', id: 'ASC' } });
}

export function hasCaps({ benches }: CompiledRule): boolean {
  return benches.some(({ seats }) => seats.some(({ dailyCap, roundCap, openCap }) => Math.min(dailyCap, roundCap, openCap) < Infinity));
}

/** When somebody's open conversation ends whom a cap on those may stop. */
function freedAt(compiled: CompiledRule, adds: AddedTo[], now: number): number[] {
  const capped = new Set(compiled.benches.flatMap(({ seats }) => seats.filter(({ openCap }) => openCap < Infinity).map(({ staffId }) => staffId)));
  return adds.filter(({ staffId, addedAt }) => capped.has(staffId) && addedAt + openForMs > now).map(({ addedAt }) => addedAt + openForMs).slice(0, 1);
}

/** What WeCom would have to be told. */
export function differs(known: KnownWay | null, wanted: Pick<KnownWay, 'userIds' | 'skipVerify'>): boolean {
  const list = (userIds: string[]) => [...userIds].sort().join('\n');
  return known === null || known.skipVerify !== wanted.skipVerify || list(known.userIds) !== list(wanted.userIds);
}

/** The row says something else than how it stands, be it for WeCom or only for who reads it. */
export function isOutdated({ state, known }: Pick<LiveCode, 'state' | 'known'>, standing: Standing): boolean {
  if (standing.userIds.length === 0) return state !== 'failed';
  return state === 'failed' || differs(known, standing) || known?.level !== standing.level;
}
