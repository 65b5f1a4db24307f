import { In, LessThanOrEqual } from 'typeorm';
import type { Clock } from '../../core/clock';
import { write, type ReadDb } from '../../core/db/scope';
import { messageOf } from '../../core/errors';
import { job, TryLater, type JobContext } from '../../core/jobs/define';
import type { Services } from '../../core/services';
import type { TaskFailure } from '../../core/tasks';
import { createAcquisitionLink, deleteAcquisitionLink, getAcquisitionLink, listAcquisitionLinks, updateAcquisitionLink, type LinkInput } from '../../wecom/api/acquisition';
import { WeComError, WecomUnreachable } from '../../wecom/errors';
import { QuotaExceeded } from '../../wecom/quota';
import { Staff } from '../org';
import { AcquisitionLink, linkWord } from './entity';

interface Context extends Pick<Services, 'wecom'> {
  db: ReadDb;
  clock: Clock;
}

const claimMs = 45_000;
const busyMs = 5_000;
const retries = 8;

/** Makes sure that WeCom's link follows the row, whatever happened to whoever began it. */
export const keepAligned = job<{ id: string }>('acquisition.keepAligned', { retries }, async ({ id }, context: JobContext) => {
  if (!(await alignLink(context, id))) throw new TryLater(context.clock.now() + busyMs, 'Someone else is at it');
});

/** Makes, changes or deletes WeCom's link as the row says; may be run by anyone at any time. False when somebody else is at it. What WeCom refuses for good stands in the row; what may pass is thrown. */
export async function alignLink(context: Context, id: string): Promise<boolean> {
  const { db, clock } = context;
  const now = clock.now();
  if ((await write(db, (tx) => tx.update(AcquisitionLink, { id, alignUntil: LessThanOrEqual(now) }, { alignUntil: now + claimMs }))) === 0) return false;
  const link = await db.get(AcquisitionLink, id, linkWord);
  try {
    const done = link.state === 'preparing' ? { ...(await bring(context, link)), state: 'ready' as const, problem: null } : link.state === 'deleted' ? await forget(context, link) : {};
    await finish(context, link, done);
  } catch (error) {
    const refused = error instanceof WeComError && error.reaction !== 'retry';
    const isFinal = refused && !['token', 'wait', 'again-later'].includes(error.reaction);
    await finish(context, link, { problem: problemOf(error), ...(refused && { askedAt: null }), ...(isFinal && link.state === 'preparing' && { state: 'failed' as const }) });
    if (!isFinal) throw error;
  }
  return true;
}

type Patch = Partial<Pick<AcquisitionLink, 'state' | 'problem' | 'wecomLinkId' | 'url' | 'askedAt'>>;

/** What was edited or deleted meanwhile keeps the state that says so. */
async function finish({ db }: Context, link: AcquisitionLink, { state, problem, ...patch }: Patch): Promise<void> {
  await write(db, async (tx) => {
    const current = await tx.get(AcquisitionLink, link.id, linkWord);
    const superseded = current.updatedAt !== link.updatedAt || (current.state === 'deleted' && link.state !== 'deleted');
    await tx.update(AcquisitionLink, { id: link.id }, { ...patch, alignUntil: 0, ...(problem !== undefined && { problem: problem as never }), ...(state && !superseded && { state }) });
  });
}

async function bring(context: Context, link: AcquisitionLink): Promise<Patch> {
  const { db, clock, wecom } = context;
  const app = await wecom(db.corpId);
  const staff = link.staffIds.length === 0 ? [] : await db.find(Staff, { id: In(link.staffIds), state: 'active' });
  const input: LinkInput = { name: link.name, userids: staff.map(({ userId }) => userId), departments: link.departmentIds, skipVerify: link.skipVerify };
  if (link.wecomLinkId !== '') {
    await updateAcquisitionLink(app, link.wecomLinkId, input);
    return {};
  }
  // Before a link is asked for, the row says so: whoever comes after a crash looks first whether it was made.
  const found = link.askedAt === null ? null : await findLink(context, link);
  if (found) return { ...found, askedAt: null };
  if (link.askedAt === null) await write(db, (tx) => tx.update(AcquisitionLink, { id: link.id }, { askedAt: clock.now() }));
  const { link: made } = await createAcquisitionLink(app, input);
  return { wecomLinkId: made.link_id, url: made.url, askedAt: null };
}

/** The link of this name, made since then, which no row knows. */
async function findLink({ db, wecom }: Context, { name, askedAt }: AcquisitionLink): Promise<Pick<AcquisitionLink, 'wecomLinkId' | 'url'> | null> {
  const app = await wecom(db.corpId);
  const skewMs = 600_000;
  for (let cursor: string | undefined; ;) {
    const page = await listAcquisitionLinks(app, cursor);
    const known = new Set((page.link_id_list.length === 0 ? [] : await db.find(AcquisitionLink, { wecomLinkId: In(page.link_id_list) })).map((one) => one.wecomLinkId));
    for (const id of page.link_id_list) {
      if (known.has(id)) continue;
      const { link } = await getAcquisitionLink(app, id);
      if (link.link_name === name && link.create_time * 1000 >= askedAt! - skewMs) return { wecomLinkId: id, url: link.url };
    }
    cursor = page.next_cursor || undefined;
    if (!cursor) return null;
  }
}

async function forget(context: Context, link: AcquisitionLink): Promise<Patch> {
  const known = link.wecomLinkId || (link.askedAt === null ? '' : (await findLink(context, link))?.wecomLinkId ?? '');
  // Its customers are still told by this id.
  if (known !== '') await deleteAcquisitionLink(await context.wecom(context.db.corpId), known).catch(ignoreGone);
  return { wecomLinkId: known, askedAt: null, problem: null };
}

/** WeCom answers a link that is not there with a wrong parameter. */
function ignoreGone(error: unknown): void {
  if (!(error instanceof WeComError) || error.reaction === 'retry') throw error;
}

function problemOf(error: unknown): TaskFailure {
  if (error instanceof WeComError) return { code: 'wecom_failed', data: { errcode: error.errcode, api: error.api } };
  if (error instanceof QuotaExceeded) return { code: 'wecom_quota', data: { api: error.api, seconds: Math.ceil(error.retryAfterMs / 1000) } };
  if (error instanceof WecomUnreachable) return { code: 'wecom_unreachable', data: { api: error.api } };
  return { code: 'unavailable', data: { reason: messageOf(error).slice(0, 100) } };
}
