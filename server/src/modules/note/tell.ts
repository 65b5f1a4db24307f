import { order, type JobContext } from '../../core/jobs/define';
import { sendTextCard } from '../../wecom/api/message';
import { truncate } from '@scrm/shared/text';
import { isVisible, livingCustomer } from '../customer';
import { Staff } from '../org';
import { Note, NoteMention } from './entity';

/** To be tried for an hour: later they find it among their mentions. */
export const tellMention = order<{ mentionId: string }>('note.tellMention', { deadlineMs: 3_600_000 });

/**
 * A colleague who was named in a note hears of it, if they may see the customer; what the note says stays here, where it can be taken
 * back. It may run twice: WeCom shows the same card once.
 */
export async function sendMention(context: JobContext, mentionId: string): Promise<void> {
  const { db, corpId, publicUrl } = context;
  const mention = await db.findOne(NoteMention, { id: mentionId });
  const note = mention && (await db.findOne(Note, { id: mention.noteId }));
  // Read, taken away or made private meanwhile: there is nothing to tell any more.
  if (!note || mention.readAt !== null || note.removedAt !== null || note.isPrivate || mention.staffId === note.authorStaffId) return;
  const staff = await db.findOne(Staff, { id: mention.staffId, state: 'active' });
  const customer = await livingCustomer(db, note.customerId);
  if (!staff || !customer || !(await sees(context, staff, customer))) return;
  const author = note.authorStaffId === null ? null : await db.findOne(Staff, { id: note.authorStaffId });
  const who = author ? author.name ?? `$userName=${author.userId}$` : note.authorName;
  await sendTextCard(await context.wecom(corpId), [staff.userId], {
    title: '笔记中提到了你', description: truncate(`${who} 在客户「${customer.name || '一位客户'}」的笔记中提到了你`, 150), url: `${publicUrl}/admin/customers/${customer.id}`, button: '查看',
  });
}

async function sees({ db, corpId, access }: JobContext, { id, name }: Staff, customer: NonNullable<Awaited<ReturnType<typeof livingCustomer>>>): Promise<boolean> {
  const actor = { kind: 'staff' as const, id, name: name ?? '', staffId: id, role: 'staff' as const, sessionId: '', corpId };
  if (!(await access.permissionsOf(actor)).has('customer.read')) return false;
  return isVisible(customer, { db, reach: () => access.reachOf(actor, 'customer.read') });
}
