import { In, LessThanOrEqual } from 'typeorm';
import { truncate } from '@scrm/shared/text';
import type { Clock } from '../../core/clock';
import { write, type ReadDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { Services } from '../../core/services';
import { addContactWay, deleteContactWay, getContactWay, listContactWays, updateContactWay } from '../../wecom/api/contact-way';
import type { WecomApp } from '../../wecom/client';
import { WeComError, WecomUnreachable } from '../../wecom/errors';
import { QuotaExceeded } from '../../wecom/quota';
import { LiveCode, type KnownWay, type Problem } from './entity';
import { isMemberRefused, readAnewOnRefusal, refuseMembers } from '../org';
import { noteStanding } from './list';
import { LiveCodeWay } from './page/entity';
import { findRefused } from './refused';
import { ruleOf, namedIn } from './rule-of';
import { differs, standingOf, type Standing } from './standing';
import { namesOf, usableStaff } from './staff';

export interface AlignContext extends Pick<Services, 'wecom'> {
  db: ReadDb;
  clock: Clock;
}

/** Longer than all the calls of one alignment can take. */
const claimMs = 45_000;
/** The contact way is asked for within this time, so that a late answer cannot meet the next attempt. */
const askMs = 20_000;
/** So long at most it is looked for whom WeCom refuses. */
const findMs = 20_000;
/** WeCom's clock and ours may differ by this much. */
const skewMs = 600_000;
/** Once the tries that follow at once are over, WeCom is asked again so often, until it answers. */
const laterMs = 600_000;
/** 41044: there is no such contact way. https://developer.work.weixin.qq.com/document/path/90313 */
const isGone = (error: unknown) => error instanceof WeComError && error.errcode === 41044;

/** Somebody else brings this code in line at the moment. */
export class Busy extends Error {}

/**
 * Brings WeCom's contact way in line with the row: makes it, changes it, deletes it, or finds that nothing differs and
 * calls nobody. May be run by anyone at any time, again after a crash too; one at a time works on a code. What WeCom
 * refuses for good is written to the row (`failed`); what may pass is written there too and thrown.
 */
export async function alignContactWay(context: AlignContext, id: string): Promise<void> {
  const { db, clock } = context;
  const now = clock.now();
  const claimed = await write(db, (tx) => tx.update(LiveCode, { id, alignUntil: LessThanOrEqual(now) }, { alignUntil: now + claimMs }));
  const code = await db.get(LiveCode, id, '活码');
  if (claimed === 0) throw new Busy();
  const isOver = code.state === 'deleted' || code.endedAt !== null;
  const isDue = code.nextAlignAt !== null && code.nextAlignAt <= now;
  const settled = code.state === 'ended' || (code.state === 'failed' && !isDue) || (code.state === 'deleted' && code.configId === '' && code.askedAt === null);
  if (settled) return finish(context, code, isOver ? { nextAlignAt: null } : {}, null);
  let standing = isOver ? null : await standingOf(db, code, now);
  const finishWith = (patch: Patch) => finish(context, code, { nextAlignAt: standing?.nextAt ?? null, ...patch }, patch.known ? standing : null);
  try {
    const done = isOver ? await removeWay(context, code) : await bringWay(context, code, standing).catch(async (error: unknown) => {
      // The staff were read anew, and nothing that reading shows is the reason.
      const found = code.state === 'failed' && standing && isMemberRefused(error) ? await bringWithout(context, code, standing, error) : null;
      if (!found) throw error;
      standing = await standingOf(db, code, clock.now());
      return found;
    });
    await finishWith({ ...done, problem: done.problem ?? null, state: done.problem ? 'failed' : code.endedAt === null ? 'ready' : 'ended' });
  } catch (error) {
    const problem = problemOf(error);
    if (!problem) {
      await finishWith({});
      throw error;
    }
    // A clear no means that nothing was made; silence may mean that it was.
    const refused = error instanceof WeComError && error.reaction !== 'retry';
    const isLater = mayPass(error) && (code.state === 'failed' || code.state === 'deleted');
    await finishWith({ problem, ...(refused && { askedAt: null }), ...(!mayPass(error) && { state: 'failed' }), ...(isLater && { nextAlignAt: soonest(standing?.nextAt ?? null, clock.now()) }) });
    // The others of the code must not wait for the night: it goes on without whoever cannot receive.
    if (code.state !== 'failed') await readAnewOnRefusal(db, error, { now: clock.now(), isFirst: true });
    if (mayPass(error)) throw error;
  }
}

/** When to try again, where time alone would change something at `nextAt` (ms); null: never. */
export const soonest = (nextAt: number | null, now: number): number => Math.min(nextAt ?? Infinity, now + laterMs);

type Patch = Partial<Pick<LiveCode, 'state' | 'problem' | 'configId' | 'qrUrl' | 'known' | 'askedAt' | 'nextAlignAt'>>;

/** Writes what came out and lets go. What was edited, deleted or asked for meanwhile keeps the state that says so. */
async function finish({ db, clock }: AlignContext, code: LiveCode, { state, nextAlignAt, ...patch }: Patch, standing: Standing | null): Promise<void> {
  await write(db, async (tx) => {
    const current = await tx.get(LiveCode, code.id, '活码');
    const superseded = current.state === 'deleted' || current.updatedAt !== code.updatedAt;
    const isAskedFor = current.nextAlignAt !== code.nextAlignAt;
    await tx.update(LiveCode, { id: code.id }, { ...patch, alignUntil: 0, ...(nextAlignAt !== undefined && !isAskedFor && { nextAlignAt }), ...(state && !superseded && { state }) });
    if (standing) await noteStanding(tx, code.id, standing, clock.now());
  });
}

async function bringWay(context: AlignContext, code: LiveCode, standing: Standing | null): Promise<Patch> {
  if (!standing || standing.userIds.length === 0) return { problem: { code: 'live_code_staff_unusable', data: { names: await namesOf(context.db, code.staffIds) } } };
  const wanted: KnownWay = { userIds: standing.userIds, skipVerify: standing.skipVerify, level: standing.level };
  if (code.configId === '') return makeWay(context, code, wanted);
  if (!differs(code.known, wanted)) return { known: wanted };
  const app = await context.wecom(context.db.corpId);
  try {
    await updateContactWay(app, code.configId, { userids: wanted.userIds, skipVerify: wanted.skipVerify, remark: truncate(code.name, 30) });
  } catch (error) {
    if (isGone(error)) return makeWay(context, code, wanted);
    throw error;
  }
  return { known: wanted };
}

/**
 * Finds whom WeCom refuses, so that the others serve. That it takes anybody at all is the proof that it means members and not the app: of this list,
 * or where it takes nobody of it, of the others whom the code names. Null: no such proof.
 */
async function bringWithout(context: AlignContext, code: LiveCode, standing: Standing, error: WeComError): Promise<Patch | null> {
  const { db, clock } = context;
  const until = clock.now() + findMs;
  const current = { ...code };
  const accepts = async (userIds: string[]) => {
    const told = await bringWay(context, { ...current, known: null }, { ...standing, userIds }).catch((refusal: unknown) => {
      if (!isMemberRefused(refusal)) throw refusal;
      return null;
    });
    if (!told) return false;
    Object.assign(current, told);
    await write(db, (tx) => tx.update(LiveCode, { id: code.id }, told));
    return true;
  };
  const { able, refused } = await findRefused(standing.userIds, { accepts, isLate: () => clock.now() > until });
  const others = able.length > 0 ? [] : (await usableStaff(db, namedIn(ruleOf(code)!))).map(({ userId }) => userId).filter((userId) => !refused.includes(userId));
  if (able.length === 0 && !(others.length > 0 && (await accepts(others)))) return null;
  await write(db, (tx) => refuseMembers(tx, refused, error.errcode, clock.now()));
  return { configId: current.configId, qrUrl: current.qrUrl, known: current.known, askedAt: null };
}

/** Before a way is asked for, the row says so: whoever comes after a crash looks first whether it was made. */
async function makeWay(context: AlignContext, code: LiveCode, wanted: KnownWay): Promise<Patch> {
  const { db, clock } = context;
  const app = await context.wecom(db.corpId);
  const found = code.askedAt === null ? null : await findWay(context, app, code.id, code.askedAt);
  if (found) {
    const known = { userIds: found.user, skipVerify: found.skip_verify };
    if (differs(known, wanted)) await updateContactWay(app, found.config_id, { userids: wanted.userIds, skipVerify: wanted.skipVerify });
    return { configId: found.config_id, qrUrl: found.qr_code, known: wanted, askedAt: null };
  }
  if (code.askedAt === null) await write(db, (tx) => tx.update(LiveCode, { id: code.id }, { askedAt: clock.now() }));
  const made = await addContactWay(app, {
    userids: wanted.userIds, state: code.id, remark: truncate(code.name, 30), skipVerify: wanted.skipVerify,
  }, { deadline: clock.now() + askMs });
  return { configId: made.config_id, qrUrl: made.qr_code, known: wanted, askedAt: null };
}

async function removeWay(context: AlignContext, code: LiveCode): Promise<Patch> {
  const app = await context.wecom(context.db.corpId);
  const configId = code.configId || (code.askedAt === null ? '' : (await findWay(context, app, code.id, code.askedAt))?.config_id ?? '');
  if (configId !== '') await removeWayById(app, configId);
  return { configId: '', qrUrl: '', known: null, askedAt: null };
}

/** Gone already is as good. */
export async function removeWayById(app: WecomApp, configId: string): Promise<void> {
  try {
    await deleteContactWay(app, configId);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

/** The way that carries this code's id, among those made since then which no row knows. */
async function findWay({ db }: AlignContext, app: WecomApp, liveCodeId: string, since: number) {
  for await (const way of unknownWays(db, app, Math.floor((since - skewMs) / 1000))) if (way.state === liveCodeId) return way;
  return null;
}

/** Details of the contact ways at WeCom that no row of ours knows, made since `startTime` (seconds). */
export async function* unknownWays(db: ReadDb, app: WecomApp, startTime: number, onPage?: (configIds: string[]) => void) {
  let cursor: string | undefined;
  do {
    const page = await listContactWays(app, { startTime, cursor });
    const ids = page.contact_way.map((way) => way.config_id);
    onPage?.(ids);
    const ours = new Set((ids.length === 0 ? [] : [...await db.find(LiveCode, { configId: In(ids) }), ...await db.find(LiveCodeWay, { configId: In(ids) })]).map(({ configId }) => configId));
    for (const configId of ids) {
      const way = ours.has(configId) ? null : await readWay(app, configId);
      if (way) yield way;
    }
    cursor = page.next_cursor || undefined;
  } while (cursor);
}

/** Null when there is none. */
export async function readWay(app: WecomApp, configId: string) {
  try {
    return (await getContactWay(app, configId)).contact_way;
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** Null: not WeCom's doing, so no sentence for people. */
export function problemOf(error: unknown): Problem | null {
  if (error instanceof AppError) return { code: error.code, data: {} };
  if (error instanceof WeComError) return { code: 'wecom_failed', data: { errcode: error.errcode, api: error.api } };
  if (error instanceof QuotaExceeded) return { code: 'wecom_quota', data: { api: error.api, seconds: Math.ceil(error.retryAfterMs / 1000) } };
  if (error instanceof WecomUnreachable) return { code: 'wecom_unreachable', data: { api: error.api } };
  return null;
}

/** Worth another try without anybody doing anything. */
export function mayPass(error: unknown): boolean {
  if (error instanceof WeComError) return ['retry', 'token', 'wait', 'again-later'].includes(error.reaction);
  return error instanceof QuotaExceeded || error instanceof WecomUnreachable;
}
