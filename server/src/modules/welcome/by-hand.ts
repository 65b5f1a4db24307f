import { In, IsNull, MoreThan } from 'typeorm';
import type { ByHand } from '@scrm/shared/welcome';
import { truncate } from '@scrm/shared/text';
import { on } from '../../core/events';
import { job, type JobContext } from '../../core/jobs/define';
import { newId } from '../../core/db/ids';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import { sendTextCard } from '../../wecom/api/message';
import { customerNames, customerRefs } from '../customer';
import { customerLost } from '../customer/events';
import { getStaff, staffRefs } from '../org';
import { WelcomeByHand, type Welcome } from './entity';
import { fillText } from './text';

/** What was missed longer ago is no news any more; the list has it still. */
const staleMs = 86_400_000;
/** Several customers in a row are told of by one card. */
const gatherMs = 30_000;

export const tellByHand = job<{ staffId: string }>('welcome.tellByHand', {}, ({ staffId }, context) => tell(context, staffId));

/** The welcome did not go out: the staff member greets instead. Asked once, whatever happens how often. */
export async function askByHand(tx: WriteDb, { callbackId, message, at }: Welcome, { customerId, staffId, unclear, now }: { customerId: string; staffId: string; unclear: boolean; now: number }): Promise<void> {
  if (!message || await tx.findOne(WelcomeByHand, { callbackId })) return;
  await tx.insertMissing(WelcomeByHand, { id: newId('wbh', now), callbackId, customerId, staffId, message, unclear, state: 'open', at, toldAt: null, settledAt: null });
  const slot = Math.floor(now / gatherMs);
  await tx.enqueue(tellByHand, { staffId }, { key: `welcome.tellByHand:${staffId}:${slot}`, runAt: (slot + 1) * gatherMs });
}

/** One card for all that were not told yet. It may run twice: WeCom shows the same card once. */
async function tell({ db, write, clock, wecom, corpId, publicUrl }: JobContext, staffId: string): Promise<void> {
  const rows = await db.find(WelcomeByHand, { staffId, state: 'open', toldAt: IsNull(), at: MoreThan(clock.now() - staleMs) }, { order: { id: 'ASC' } });
  if (rows.length === 0) return;
  const staff = await getStaff(db, staffId);
  const names = await customerNames(db, rows.map((row) => row.customerId));
  const called = rows.slice(0, 5).map(({ customerId }) => names.get(customerId) || '一位客户').join('、');
  const description = `${truncate(called, 60)}${rows.length > 5 ? ` 等 ${rows.length} 位客户` : ''}没有收到欢迎语，请到聊天里打个招呼。要说的话在侧边栏里，点一下就能复制。`;
  await sendTextCard(await wecom(corpId), [staff.userId], { title: '请手动打招呼', description, url: `${publicUrl}/admin/welcome/by-hand`, button: '查看' });
  await write((tx) => tx.update(WelcomeByHand, { id: In(rows.map((row) => row.id)) }, { toldAt: clock.now() }));
}

/** Nobody has to greet any more: they were greeted, or went away. */
export async function endByHand(tx: WriteDb, who: { customerId: string; staffId: string }, now: number): Promise<void> {
  await tx.update(WelcomeByHand, { ...who, state: 'open' }, { state: 'over', settledAt: now });
}

export const dropByHand = on(customerLost, 'welcome.dropByHand', async ({ customerId, staffId, isLost }, { write, clock }) => {
  if (isLost) await write((tx) => endByHand(tx, { customerId, staffId }, clock.now()));
});

interface Filter {
  /** Null is everybody. */
  staffIds: readonly string[] | null;
  state?: WelcomeByHand['state'];
  customerId?: string;
}

/** Newest first. */
export async function listByHand(db: ReadDb, { cursor, limit, ...filter }: Filter & { cursor?: string; limit: number }) {
  const all = () => {
    const { staffIds, state, customerId } = filter;
    const query = db.query(WelcomeByHand, 'hand');
    if (staffIds) query.andWhere(staffIds.length > 0 ? 'hand.staffId IN (:...staffIds)' : '1 = 0', { staffIds });
    if (state) query.andWhere('hand.state = :state', { state });
    if (customerId) query.andWhere('hand.customerId = :customerId', { customerId });
    return query;
  };
  const query = cursor ? all().andWhere('hand.id < :cursor', { cursor }) : all();
  const rows = await query.orderBy('hand.id', 'DESC').take(limit + 1).getMany();
  const shown = rows.slice(0, limit);
  return { rows: shown, total: await all().getCount(), nextCursor: rows.length > limit ? shown.at(-1)!.id : null };
}

export async function presentByHand(db: ReadDb, rows: readonly WelcomeByHand[]): Promise<ByHand[]> {
  const [customers, staff] = await Promise.all([customerRefs(db, rows.map((row) => row.customerId)), staffRefs(db, rows.map((row) => row.staffId))]);
  return rows.map(({ id, customerId, staffId, message, unclear, state, at, toldAt, settledAt }) => {
    const customer = customers.get(customerId);
    const own = staff.get(staffId) ?? null;
    return {
      id, customerId, customerName: customer?.name ?? '', avatarUrl: customer?.avatarUrl ?? '', staff: own,
      text: fillText(message.text, { customer: customer?.name || null, staff: own?.name ?? null }), attachments: message.attachments, unclear, state, at, toldAt, settledAt,
    };
  });
}
