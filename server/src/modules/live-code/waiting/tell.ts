import { In } from 'typeorm';
import { truncate } from '@scrm/shared/text';
import type { WriteDb } from '../../../core/db/scope';
import { order, type JobContext } from '../../../core/jobs/define';
import { sendTextCard } from '../../../wecom/api/message';
import { Staff } from '../../org';
import { LiveCode } from '../entity';
import { keepersOf } from '../keepers';
import { LiveCodeWaiting } from './entity';

/** Of those who come within such a span after the first there is one more card. */
const spanMs = 600_000;

export const tellWaitingOrder = order<{ liveCodeId: string }>('liveCode.tellWaiting', {});
export const tellAssignedOrder = order<{ id: string; staffId: string }>('liveCode.tellAssigned', {});

/** The first one is told of at once, and who comes then at the end of the span. */
export async function tellLater(tx: WriteDb, liveCodeId: string, now: number): Promise<void> {
  const span = Math.floor(now / spanMs);
  await tx.enqueue(tellWaitingOrder, { liveCodeId }, { key: `liveCode.tellWaiting:${liveCodeId}:${span}` });
  await tx.enqueue(tellWaitingOrder, { liveCodeId }, { key: `liveCode.tellWaiting:${liveCodeId}:${span}:end`, runAt: (span + 1) * spanMs });
}

/** To whoever looks after the code. Names and numbers stay in the console. */
export async function tellOfWaiting({ db, corpId, wecom, write, publicUrl }: JobContext, { liveCodeId }: { liveCodeId: string }): Promise<void> {
  const code = await db.findOne(LiveCode, { id: liveCodeId });
  const fresh = code ? await db.find(LiveCodeWaiting, { liveCodeId, state: 'open', isTold: false }) : [];
  if (!code || fresh.length === 0) return;
  const people = await keepersOf(db, code);
  if (people.length > 0) {
    const waiting = await db.count(LiveCodeWaiting, { liveCodeId, state: 'open' });
    const description = truncate(`「${code.name}」没有人能接待，新有 ${fresh.length} 位客户留下了联系方式，共 ${waiting} 位在等。请尽快联系或交给同事。`, 150);
    await sendTextCard(await wecom(corpId), people.map(({ userId }) => userId), { title: '有客户在等', description, url: `${publicUrl}/admin/live-codes/${liveCodeId}`, button: '查看' });
  }
  await write((tx) => tx.update(LiveCodeWaiting, { id: In(fresh.map(({ id }) => id)) }, { isTold: true }));
}

export async function tellOfAssigned({ db, corpId, wecom, publicUrl }: JobContext, { id, staffId }: { id: string; staffId: string }): Promise<void> {
  const row = await db.findOne(LiveCodeWaiting, { id, staffId, state: 'open' });
  const [code, staff] = row ? [await db.findOne(LiveCode, { id: row.liveCodeId }), await db.findOne(Staff, { id: staffId, state: 'active' })] : [null, null];
  if (!row || !code || !staff) return;
  const description = truncate(`一位客户在「${code.name}」留下了联系方式，请尽快联系。电话和留言在侧边栏「我的」里。`, 150);
  await sendTextCard(await wecom(corpId), [staff.userId], { title: '请联系一位客户', description, url: `${publicUrl}/oauth/sidebar?corp=${corpId}&page=pages/me/index`, button: '查看' });
}
