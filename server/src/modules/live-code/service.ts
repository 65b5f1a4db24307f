import { In, IsNull, Not } from 'typeorm';
import { staffPerCode, type LiveCode as LiveCodeReply } from '@scrm/shared/live-code';
import type { ParsedInputOf } from '@scrm/shared/contract';
import { sentence, type Language } from '@scrm/shared/error';
import type { liveCodes } from '@scrm/shared/live-code';
import { newId } from '../../core/db/ids';
import { write, type ReadDb, type WriteDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { Clock } from '../../core/clock';
import { useFiles } from '../file';
import { staffRefs } from '../org';
import { tagRefs } from '../tag';
import { reasonOf } from '../../wecom/errors';
import { LiveCode, LiveCodeCustomer, liveCodeWord, type Problem } from './entity';
import { readTree } from '../channel';
import { endOf, inChannel, placeOf } from './place';
import { keepAligned } from './keep';
import { askAlign } from './due';
import { isOutdated, standingOf } from './standing';
import { LiveCodeWay } from './page/entity';
import { noteCode } from './page/news';
import { countWaiting } from './waiting/present';
import { tellPage } from './page/tell';
import { checkStaffReach, inSight, visibleCode, type Sight } from './reach';
import { checkRule, keepRule, namedIn, ruleOf } from './rule-of';
import { allTagIds, filesIn } from './content';
import { namesOf, staffById, usableStaff } from './staff';
import { noteUnable, unableIn } from './unable';

/** The route brings the contact way in line itself; the job is there for the case that it dies meanwhile. */
const jobDelayMs = 15_000;

type CreateInput = ParsedInputOf<(typeof liveCodes)['create']>;
type UpdateInput = ParsedInputOf<(typeof liveCodes)['update']>;

/** `id`: for who makes many and must know after a crash which are there. */
export async function createLiveCode(db: ReadDb, clock: Clock, input: CreateInput, sight: Sight, id = newId('lc', clock.now())): Promise<string> {
  const now = clock.now();
  const wanted = { ...(await check(db, input, null, sight)), ...(await placeOf(db, input)), ...endOf(input, now) };
  await write(db, async (tx) => {
    await tx.insert(LiveCode, {
      id, kind: 'channel', ...wanted, ruleNo: 1, state: 'preparing', problem: null, configId: '', qrUrl: '', known: null, askedAt: null, alignUntil: 0,
      unable: null, nextAlignAt: null, createdBy: sight.self, createdAt: now, updatedAt: now, deletedAt: null, archivedAt: null,
    });
    await keepRule(tx, id, 1, ruleOf(wanted)!, { byId: sight.self, at: now });
    await useFiles(tx, id, filesIn(input));
    await tellPage(tx, { id, serve: wanted.serve });
    await keepLater(tx, id, now);
  });
  return id;
}

export async function updateLiveCode(db: ReadDb, clock: Clock, { id, updatedAt, ...input }: UpdateInput, sight: Sight): Promise<void> {
  const before = await living(db, id, sight);
  const now = clock.now();
  const wanted = { ...(await check(db, input, before, sight)), ...(await placeOf(db, input, before.channelId)), ...endOf(input, now, before) };
  const isNewRule = JSON.stringify(ruleOf(wanted)) !== JSON.stringify(ruleOf(before));
  const ruleNo = before.ruleNo + (isNewRule ? 1 : 0);
  await write(db, async (tx) => {
    const changed = await tx.update(LiveCode, { id, updatedAt, deletedAt: IsNull() }, { ...wanted, ruleNo, state: 'preparing', problem: null, updatedAt: Math.max(now, updatedAt + 1) });
    if (changed === 0) throw new AppError('stale_edit');
    if (isNewRule) await keepRule(tx, id, ruleNo, ruleOf(wanted)!, { byId: sight.self, at: now });
    await useFiles(tx, id, filesIn(input));
    await tellPage(tx, { id, serve: wanted.serve });
    await keepLater(tx, id, now);
  });
}

/** The row stays: customers keep pointing to it. */
export async function removeLiveCode(db: ReadDb, clock: Clock, id: string, sight: Sight): Promise<void> {
  await living(db, id, sight);
  const now = clock.now();
  await write(db, async (tx) => {
    await tx.update(LiveCode, { id }, { state: 'deleted', deletedAt: now, problem: null });
    await useFiles(tx, id, []);
    noteCode(tx, id);
    await keepLater(tx, id, now);
  });
}

export async function retryLiveCode(db: ReadDb, clock: Clock, id: string, sight: Sight): Promise<void> {
  await living(db, id, sight);
  await write(db, async (tx) => {
    const failed = await tx.update(LiveCode, { id, state: 'failed' }, { state: 'preparing', problem: null });
    if (failed > 0) await keepLater(tx, id, clock.now());
  });
}

/** Takes somebody who left off every code; the codes' contact ways follow at once. */
export async function dropStaff(tx: WriteDb, staffId: string, now: number): Promise<void> {
  const codes = (await tx.query(LiveCode, 'code').andWhere('code.deletedAt IS NULL').andWhere('code.staffIds LIKE :part', { part: `%"${staffId}"%` }).getMany());
  for (const code of codes) {
    const { id, rule, staffIds, updatedAt, endedAt } = code;
    const left = staffIds.filter((one) => one !== staffId);
    const problem: Problem | null = left.length > 0 || endedAt !== null ? null : { code: 'live_code_staff_unusable', data: { names: await namesOf(tx, [staffId]) } };
    // A rule stays as it was written: whoever is gone is passed over, and the editor shows where they stood.
    const isNewRule = rule === null && left.length > 0;
    const ruleNo = code.ruleNo + (isNewRule ? 1 : 0);
    await tx.update(LiveCode, { id }, { staffIds: left, ruleNo, state: problem ? 'failed' : 'preparing', problem, updatedAt: Math.max(now, updatedAt + 1) });
    if (isNewRule) await keepRule(tx, id, ruleNo, ruleOf({ ...code, staffIds: left })!, { byId: '', at: now });
    // Of a code that only lists its people they are gone from the list: told now, or never.
    await noteUnable(tx, code, rule === null ? [...(code.unable ?? []).filter((one) => one !== staffId), staffId] : (await unableIn(tx, [code])).get(id)!);
    noteCode(tx, id);
    await tx.enqueue(keepAligned, { id });
  }
}

/** Codes whose contact way no longer names those who can receive are brought in line. */
export async function realignAll(db: ReadDb, clock: Clock): Promise<void> {
  for (const code of await db.query(LiveCode, 'code').andWhere('code.deletedAt IS NULL AND code.state IN (:...states)', { states: ['ready', 'failed'] }).getMany()) {
    const standing = await standingOf(db, code, clock.now());
    if (standing && isOutdated(code, standing)) await write(db, (tx) => askAlign(tx, code.id, clock.now()));
  }
}

/** The tags that a save adds or takes away: who edits answers for those, and not for what others put there. */
export async function newTags(db: ReadDb, id: string, tagIds: readonly string[], sight: Sight): Promise<string[]> {
  const before = allTagIds(await living(db, id, sight));
  return [...tagIds.filter((tag) => !before.includes(tag)), ...before.filter((tag) => !tagIds.includes(tag))];
}

const keepLater = (tx: WriteDb, id: string, now: number) => tx.enqueue(keepAligned, { id }, { runAt: now + jobDelayMs });

async function living(db: ReadDb, id: string, sight: Sight): Promise<LiveCode> {
  const code = await visibleCode(db, id, sight);
  if (code.state === 'deleted') throw new AppError('live_code_deleted');
  return code;
}

/**
 * What goes into the row. Whoever stood in the rule already may stay though he cannot receive at the moment: the
 * contact way leaves him out until he can.
 */
async function check(db: ReadDb, input: CreateInput, before: LiveCode | null, sight: Sight) {
  const { name, serve, remarkTemplate, remarkOverHand, welcome } = input;
  const rule = input.rule && await checkRule(db, input.rule);
  const named = rule ? namedIn(rule) : [...new Set(input.staffIds)];
  if (named.length === 0) throw new AppError('live_code_no_staff');
  if (!rule && named.length > staffPerCode) throw new AppError('live_code_staff_limit', { limit: staffPerCode });
  const namedBefore = before ? [...before.staffIds, ...(before.rule ? namedIn(before.rule) : [])] : [];
  const usable = new Set((await usableStaff(db, named)).map((one) => one.id));
  const unusable = named.filter((id) => !usable.has(id) && !namedBefore.includes(id));
  if (unusable.length > 0) throw new AppError('live_code_staff_unusable', { names: await namesOf(db, unusable) });
  await checkStaffReach(db, sight, named, namedBefore);
  const tagIds = [...new Set(input.tagIds)];
  if ((await tagRefs(db, allTagIds({ tagIds, rule }))).size < allTagIds({ tagIds, rule }).length) throw new AppError('not_found', { what: '标签' });
  const staff = await staffById(db, named);
  return {
    name, serve, rule, staffIds: named.filter((id) => staff.get(id)?.state !== 'left'),
    skipVerify: rule ? rule.skipVerify.mode !== 'never' : input.skipVerify, tagIds, remarkTemplate, remarkOverHand, welcome,
  };
}

export async function listLiveCodes(
  db: ReadDb, { keyword, channelId, archived = false, cursor, limit, sight }: { keyword?: string; channelId?: string; archived?: boolean; cursor?: string; limit: number; sight: Sight },
): Promise<{ rows: LiveCode[]; total: number; nextCursor: string | null }> {
  const tree = await readTree(db);
  const all = () => {
    const query = inChannel(inSight(db.query(LiveCode, 'code').andWhere('code.deletedAt IS NULL'), sight), tree, { channelId, archived });
    return keyword ? query.andWhere('LOWER(code.name) LIKE :keyword ESCAPE \'!\'', { keyword: `%${keyword.toLowerCase().replace(/[!%_]/g, '!$&')}%` }) : query;
  };
  const query = cursor ? all().andWhere('code.id < :cursor', { cursor }) : all();
  const rows = await query.orderBy('code.id', 'DESC').take(limit + 1).getMany();
  const shown = rows.slice(0, limit);
  return { rows: shown, total: await all().getCount(), nextCursor: rows.length > limit ? shown.at(-1)!.id : null };
}

/** As the screens see them. */
export async function presentAll(db: ReadDb, codes: LiveCode[], language: Language): Promise<LiveCodeReply[]> {
  const tree = await readTree(db);
  const channelOf = (id: string | null) => (id !== null && tree.get(id) ? { id, name: tree.get(id)!.name, path: tree.pathOf(id) } : null);
  const pages = codes.filter(({ serve }) => serve === 'page');
  const ways = pages.length === 0 ? [] : await db.find(LiveCodeWay, { liveCodeId: In(pages.map(({ id }) => id)), qrUrl: '', problem: Not(IsNull()) });
  const unable = await unableIn(db, codes);
  const [staff, tags, counts, waiting] = await Promise.all([
    staffRefs(db, [...new Set(codes.flatMap((code) => [...code.staffIds, ...(code.rule?.ownerFirst.staffIds ?? []), ...unable.get(code.id)!]))]),
    tagRefs(db, [...new Set(codes.flatMap(allTagIds))]),
    countCustomers(db, codes.map((code) => code.id)), countWaiting(db, codes.map((code) => code.id)),
  ]);
  return codes.map((code) => ({
    id: code.id, kind: code.kind, name: code.name, serve: code.serve, rule: code.rule, ruleNo: code.ruleNo,
    staff: code.staffIds.map((id) => staff.get(id)).filter((one) => one !== undefined),
    skipVerify: code.skipVerify,
    tags: code.tagIds.map((id) => tags.get(id)).filter((one) => one !== undefined),
    named: { staff: (code.rule?.ownerFirst.staffIds ?? []).flatMap((id) => staff.get(id) ?? []), tags: allTagIds(code).flatMap((id) => tags.get(id) ?? []) },
    remarkTemplate: code.remarkTemplate, remarkOverHand: code.remarkOverHand, welcome: code.welcome, state: code.state, failing: ways.filter((way) => way.liveCodeId === code.id && code.staffIds.includes(way.staffId))
      .flatMap(({ staffId, problem }) => (staff.has(staffId) ? [{ staff: staff.get(staffId)!, error: explain(problem!, language) }] : [])),
    unable: unable.get(code.id)!.flatMap((id) => staff.get(id) ?? []),
    level: code.known?.level ?? 'duty', error: code.problem ? explain(code.problem, language) : '', qrUrl: code.qrUrl,
    channel: channelOf(code.channelId), expiresAt: code.expiresAt, closedText: code.closedText, archived: code.archivedAt !== null,
    addedCount: counts.get(code.id)?.added ?? 0, lostCount: counts.get(code.id)?.lost ?? 0, waitingCount: waiting.get(code.id) ?? 0,
    createdAt: code.createdAt, updatedAt: code.updatedAt,
  }));
}

export async function presentOne(db: ReadDb, id: string, language: Language): Promise<LiveCodeReply> {
  const [reply] = await presentAll(db, [await db.get(LiveCode, id, liveCodeWord)], language);
  return reply!;
}

async function countCustomers(db: ReadDb, ids: string[]): Promise<Map<string, { added: number; lost: number }>> {
  if (ids.length === 0) return new Map();
  const rows = await db.query(LiveCodeCustomer, 'one').andWhere('one.liveCodeId IN (:...ids)', { ids })
    .select('one.liveCodeId', 'id').addSelect('COUNT(*)', 'added').addSelect('COUNT(one.lostAt)', 'lost').groupBy('one.liveCodeId')
    .getRawMany<{ id: string; added: string | number; lost: string | number }>();
  return new Map(rows.map(({ id, added, lost }) => [id, { added: Number(added), lost: Number(lost) }]));
}

function explain({ code, data }: Problem, language: Language): string {
  const reason = typeof data.errcode === 'number' ? reasonOf(data.errcode, language) : '';
  return sentence(code, { ...data, reason }, language);
}

/** Codes of these ids, or of the contact ways of their pages with these ids; deleted ones too: what came through them stays. */
export async function liveCodesByIds(db: ReadDb, ids: string[]): Promise<Map<string, LiveCode>> {
  const wayIds = ids.filter((id) => id.startsWith('lw_'));
  const ways = new Map((wayIds.length === 0 ? [] : await db.find(LiveCodeWay, { id: In([...new Set(wayIds)]) })).map((way) => [way.id, way.liveCodeId]));
  const codeOf = (id: string) => ways.get(id) ?? id;
  const rows = ids.length === 0 ? [] : await db.find(LiveCode, { id: In([...new Set(ids.map(codeOf))]) });
  const codes = new Map(rows.map((code) => [code.id, code]));
  return new Map(ids.flatMap((id) => (codes.has(codeOf(id)) ? [[id, codes.get(codeOf(id))!] as const] : [])));
}

/** Of the codes that are not deleted. */
export async function liveCodeNames(db: ReadDb): Promise<ReadonlySet<string>> {
  const rows = await db.query(LiveCode, 'code').andWhere('code.deletedAt IS NULL').select('code.name', 'name').getRawMany<{ name: string }>();
  return new Set(rows.map(({ name }) => name));
}
