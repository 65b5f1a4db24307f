import { In, IsNull } from 'typeorm';
import type { Database } from '../../../core/db/database';
import type { ReadDb } from '../../../core/db/scope';
import { Corp } from '../../corp';
import { dutyOf } from '../duty';
import { LiveCode } from '../entity';
import { compile, type CompiledRule, type DayExceptions } from '../rule';
import { daysOf, ruleOf } from '../rule-of';
import { staffById } from '../staff';
import type { Facts } from './book';
import { LiveCodeWay } from './entity';

/** By id, those of these codes whose page chooses. `before`: what was read last, so that a rule that did not change is not compiled anew. */
export async function readFacts(database: Database, ids: readonly string[], before?: (id: string) => Facts | undefined): Promise<Map<string, Facts>> {
  const codes = await database.everything.findBy(LiveCode, { id: In([...ids]), serve: 'page' });
  const facts = new Map<string, Facts>();
  for (const corpId of new Set(codes.map((code) => code.corpId))) {
    const corp = await database.everything.findOneBy(Corp, { id: corpId });
    const company = { name: corp?.name ?? '', logoUrl: corp?.logoUrl ?? '' };
    const db = database.corp(corpId);
    const own = codes.filter((code) => code.corpId === corpId);
    const days = await daysOf(db);
    const ways = await db.find(LiveCodeWay, { liveCodeId: In(own.map(({ id }) => id)) });
    const people = await peopleOf(db, ways);
    for (const code of own) {
      const isOpen = code.deletedAt === null && code.endedAt === null && corp?.state === 'active';
      facts.set(code.id, { id: code.id, corpId, isOpen, ruleNo: code.ruleNo, compiled: compiledOf(code, days, before?.(code.id)),
        closedText: code.closedText, company, people: people.get(code.id) ?? new Map(), refused: refusedOf(ways, code.id) });
    }
  }
  return facts;
}

/** What `compile` was given, to be known again. */
const sources = new WeakMap<CompiledRule, string>();

/** A code on which nobody is left keeps its last rule, in which nobody can receive. */
export function compiledOf(code: LiveCode, days: DayExceptions, before?: { compiled: CompiledRule }): CompiledRule {
  const rule = ruleOf(code) ?? before?.compiled.rule ?? ruleOf({ ...code, staffIds: ['-'] })!;
  const source = JSON.stringify([rule, days]);
  if (before && sources.get(before.compiled) === source) return before.compiled;
  const compiled = compile(rule, { days });
  sources.set(compiled, source);
  return compiled;
}

/** Of each code those with a picture: also an owner who is shown by it though the rule does not name them. */
async function peopleOf(db: ReadDb, all: LiveCodeWay[]): Promise<Map<string, Facts['people']>> {
  const ways = all.filter(({ qrUrl }) => qrUrl !== '');
  const ids = [...new Set(ways.map(({ staffId }) => staffId))];
  const [staff, duty] = await Promise.all([staffById(db, ids), dutyOf(db, ids)]);
  const people = new Map<string, Facts['people']>();
  for (const { id: wayId, liveCodeId, staffId, qrUrl } of ways) {
    const one = staff.get(staffId);
    if (!one) continue;
    if (!people.has(liveCodeId)) people.set(liveCodeId, new Map());
    people.get(liveCodeId)!.set(staffId, { wayId, qrUrl, name: one.name, avatarUrl: one.avatarUrl, now: duty.get(staffId)! });
  }
  return people;
}

/** Those for whom WeCom makes no contact way, though it was asked. */
export const refusedOf = (ways: LiveCodeWay[], liveCodeId: string): Set<string> =>
  new Set(ways.filter((way) => way.liveCodeId === liveCodeId && way.qrUrl === '' && way.problem !== null).map(({ staffId }) => staffId));

/** All codes whose page chooses and that are not deleted, the newest first. */
export async function pageCodeIds(database: Database): Promise<string[]> {
  const codes = await database.everything.find(LiveCode, { select: { id: true }, where: { serve: 'page', deletedAt: IsNull() }, order: { id: 'DESC' } });
  return codes.map(({ id }) => id);
}
