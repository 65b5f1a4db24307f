import { IsNull } from 'typeorm';
import { on } from '../../core/events';
import { job, type JobContext } from '../../core/jobs/define';
import { customerByExternalUserid, recordActivity } from '../customer';
import { customerAdded } from '../customer/events';
import { staffByUserIds } from '../org';
import { Welcome } from './entity';

/*
 * Customer and welcome are written by different jobs, in either order. Each side looks for the other after its own
 * commit, so whichever is second finds the first.
 */
export const noteOnTimeline = job<{ callbackId: string }>('welcome.note', {}, async ({ callbackId }, context) => {
  const welcome = await context.db.findOne(Welcome, { callbackId });
  if (!welcome || welcome.customerId) return;
  const customer = await customerByExternalUserid(context.db, welcome.externalUserid);
  const staff = (await staffByUserIds(context.db, [welcome.staffUserId])).get(welcome.staffUserId);
  if (customer) await note(context, welcome, customer.id, staff?.id ?? null);
});

export const noteForCustomer = on(customerAdded, 'welcome.noteForCustomer', async ({ customerId, staffId, externalUserid, userId }, context) => {
  for (const welcome of await context.db.find(Welcome, { externalUserid, staffUserId: userId, customerId: IsNull() })) {
    await note(context, welcome, customerId, staffId);
  }
});

async function note({ db, write }: JobContext, welcome: Welcome, customerId: string, staffId: string | null): Promise<void> {
  const isMissed = await wasMissed({ db }, welcome);
  await write(async (tx) => {
    await tx.update(Welcome, { id: welcome.id }, { customerId });
    if (welcome.outcome !== 'sent' && !isMissed) return;
    await recordActivity(tx, {
      customerId, staffId, at: welcome.at, naturalKey: `welcome:${welcome.callbackId}`,
      ...(isMissed
        ? { kind: 'customer.welcomeMissed', data: { reason: welcome.outcome, detail: welcome.reason } }
        : { kind: 'customer.welcomed', data: { ms: welcome.ms } }),
    });
  });
}

/** There was something to say and it did not arrive. Who was greeted before the confirmation gets no second code. */
async function wasMissed({ db }: Pick<JobContext, 'db'>, welcome: Welcome): Promise<boolean> {
  if (welcome.outcome === 'sent' || welcome.outcome === 'noContent') return false;
  if (welcome.outcome !== 'noCode' || welcome.half) return true;
  const { externalUserid, staffUserId, id } = welcome;
  const [before] = await db.query(Welcome, 'welcome')
    .andWhere('welcome.externalUserid = :externalUserid AND welcome.staffUserId = :staffUserId AND welcome.id < :id', { externalUserid, staffUserId, id })
    .orderBy('welcome.id', 'DESC').take(1).getMany();
  return !(before?.half && before.outcome === 'sent');
}
