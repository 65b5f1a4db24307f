import { LessThanOrEqual } from 'typeorm';
import { groupWelcomesPerCorp } from '@scrm/shared/group-welcome';
import { write } from '../../core/db/scope';
import { addGroupWelcome, deleteGroupWelcome, editGroupWelcome, getGroupWelcome } from '../../wecom/api/group-welcome';
import { WeComError, WecomUnreachable } from '../../wecom/errors';
import type { MediaContext } from '../file';
import { mayPass, problemOf } from '../live-code';
import { GroupWelcome, groupWelcomeWord } from './group-entity';
import { differenceOf, hangingOf } from './group-message';

const claimMs = 60_000;
const askMs = 20_000;
/** There is no such template, which WeCom calls a parameter that is not allowed: nothing else is given with `get` and `del`. With `edit` it may be the words. */
const isGone = (error: unknown) => error instanceof WeComError && error.errcode === 40058;

/** Somebody else brings this one in line at the moment. */
export class Busy extends Error {}

/**
 * Brings WeCom's template in line with the row: makes it, changes it, deletes it, or finds that nothing differs and calls nobody.
 * May be run by anyone at any time. WeCom tells no list of them, so one whose making got no answer is not made a second time
 * unless a person says so (`unclear`).
 */
export async function alignGroupWelcome(context: MediaContext, id: string): Promise<void> {
  const { db, clock } = context;
  const now = clock.now();
  const claimed = await write(db, (tx) => tx.update(GroupWelcome, { id, alignUntil: LessThanOrEqual(now) }, { alignUntil: now + claimMs }));
  const row = await db.get(GroupWelcome, id, groupWelcomeWord);
  if (claimed === 0) throw new Busy();
  if (row.state !== 'preparing' && (row.state !== 'deleted' || row.templateId === '')) return finish(context, row, {});
  try {
    await finish(context, row, row.state === 'deleted' ? await remove(context, row) : await bring(context, row));
  } catch (error) {
    const problem = problemOf(error);
    if (!problem) {
      await finish(context, row, {});
      throw error;
    }
    const full = error instanceof WeComError && error.errcode === 41055;
    const silent = error instanceof WecomUnreachable && error.wasSent && row.templateId === '' && row.state !== 'deleted' && error.api.endsWith('/add');
    if (silent) return finish(context, row, { state: 'unclear', problem: { code: 'group_welcome_unclear', data: {} } });
    await finish(context, row, {
      problem: full ? { code: 'group_welcome_limit', data: { limit: groupWelcomesPerCorp } } : problem, askedAt: null, ...(!mayPass(error) && { state: 'failed' }),
    });
    if (mayPass(error)) throw error;
  }
}

type Patch = Partial<Pick<GroupWelcome, 'state' | 'problem' | 'templateId' | 'askedAt' | 'toldAt' | 'checkedAt'>>;

/** Writes what came out and lets go. What was edited or deleted meanwhile keeps the state that says so. */
async function finish({ db }: MediaContext, row: GroupWelcome, { state, ...patch }: Patch): Promise<void> {
  await write(db, async (tx) => {
    const current = await tx.get(GroupWelcome, row.id, groupWelcomeWord);
    const superseded = current.state !== row.state || current.updatedAt !== row.updatedAt;
    await tx.update(GroupWelcome, { id: row.id }, { ...patch, alignUntil: 0, ...(state && !superseded && { state }) });
  });
}

async function bring(context: MediaContext, row: GroupWelcome): Promise<Patch> {
  const { db, clock } = context;
  const unclear: Patch = { state: 'unclear', problem: { code: 'group_welcome_unclear', data: {} } };
  if (row.templateId === '' && row.askedAt !== null) return unclear;
  const ready: Patch = { state: 'ready', problem: null, askedAt: null, toldAt: row.updatedAt, checkedAt: clock.now() };
  if (row.templateId !== '' && row.toldAt === row.updatedAt) return ready;
  const app = await context.wecom(db.corpId);
  const ask = async (renew: boolean): Promise<Patch> => {
    const content = { text: row.message.text, attachment: await hangingOf(context, row.message, renew) };
    if (row.templateId !== '') {
      await editGroupWelcome(app, row.templateId, content);
      return ready;
    }
    await write(db, (tx) => tx.update(GroupWelcome, { id: row.id }, { askedAt: clock.now() }));
    const made = await addGroupWelcome(app, content, row.notify, { deadline: clock.now() + askMs });
    return { ...ready, templateId: made.template_id };
  };
  try {
    return await ask(false);
  } catch (error) {
    // A media id that WeCom does not take any more: anew, once.
    if (error instanceof WeComError && error.errcode === 40007) return ask(true);
    if (row.templateId !== '' && isGone(error) && !(await readTemplate(context, row.templateId))) return { state: 'gone', problem: null };
    throw error;
  }
}

/** Null where WeCom has none. */
async function readTemplate({ wecom, db }: MediaContext, templateId: string) {
  return getGroupWelcome(await wecom(db.corpId), templateId).catch((error: unknown) => {
    if (isGone(error)) return null;
    throw error;
  });
}

async function remove(context: MediaContext, row: GroupWelcome): Promise<Patch> {
  try {
    await deleteGroupWelcome(await context.wecom(context.db.corpId), row.templateId);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
  return { templateId: '', problem: null, askedAt: null };
}

/** Whether WeCom still has it as it was sent; what a person deleted or changed there is `gone` or `changed` here. */
export async function checkGroupWelcome(context: MediaContext, row: GroupWelcome): Promise<GroupWelcome['state']> {
  const { db, clock } = context;
  const found = await readTemplate(context, row.templateId);
  const difference = found && differenceOf(row.message, found);
  const state = !found ? 'gone' as const : difference === null ? 'ready' as const : 'changed' as const;
  const problem = difference === null ? null : { code: 'group_welcome_changed' as const, data: { text: difference } };
  // What was edited or deleted here meanwhile keeps the state that says so.
  await write(db, (tx) => tx.update(GroupWelcome, { id: row.id, state: row.state, templateId: row.templateId, updatedAt: row.updatedAt }, { state, problem: problem as never, checkedAt: clock.now() }));
  return state;
}
