import { IsNull } from 'typeorm';
import { on } from '../../core/events';
import { job, type JobContext } from '../../core/jobs/define';
import { customerByExternalUserid, recordActivity } from '../customer';
import { customerAdded } from '../customer/events';
import { staffByUserIds } from '../org';
import { askByHand, endByHand } from './by-hand';
import { Welcome } from './entity';
import { whyNoCode } from './no-code';
import { unclearReason } from './send-words';

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

async function note({ db, write, clock }: JobContext, welcome: Welcome, customerId: string, staffId: string | null): Promise<void> {
  const noCodeWhy = welcome.outcome === 'noCode' && staffId ? await whyNoCode(db, welcome, { customerId, staffId }) : null;
  // The news of the addition itself is still on its way and comes by here.
  if (welcome.outcome === 'noCode' && !welcome.half && noCodeWhy === null) return;
  const isMissed = wasMissed(welcome, noCodeWhy);
  await write(async (tx) => {
    await tx.update(Welcome, { id: welcome.id }, { customerId, ...(noCodeWhy && { noCodeWhy }) });
    if (staffId && welcome.outcome === 'sent') await endByHand(tx, { customerId, staffId }, clock.now());
    if (staffId && isMissed) await askByHand(tx, welcome, { customerId, staffId, unclear: welcome.reason === unclearReason, now: clock.now() });
    if (welcome.outcome !== 'sent' && !isMissed) return;
    await recordActivity(tx, {
      customerId, staffId, at: welcome.at, naturalKey: `welcome:${welcome.callbackId}`,
      ...(isMissed
        ? { kind: 'customer.welcomeMissed', data: { reason: welcome.outcome, detail: welcome.reason } }
        : { kind: 'customer.welcomed', data: { ms: welcome.ms } }),
    });
  });
}

/** There was something to say and it did not arrive. */
function wasMissed({ outcome, half }: Welcome, noCodeWhy: Welcome['noCodeWhy'] | null): boolean {
  if (outcome === 'sent' || outcome === 'noContent') return false;
  return outcome !== 'noCode' || half || noCodeWhy === 'other';
}
