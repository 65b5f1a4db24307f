import { IsNull, Not } from 'typeorm';
import type { LinkEventKind } from '@scrm/shared/acquisition';
import { newId } from '../../core/db/ids';
import { on } from '../../core/events';
import { every, type JobContext } from '../../core/jobs/define';
import { callback, type CallbackData } from '../corp/events';
import { customerByExternalUserid } from '../customer';
import { customerAdded } from '../customer/events';
import { staffByUserIds } from '../org';
import { staffLeft } from '../org/events';
import type { EventFields } from '../../wecom/events';
import { keepAligned } from './align';
import { isAlarming, tellOfQuota } from './alert';
import { AcquisitionCustomer, AcquisitionEvent, AcquisitionLink } from './entity';
import { recordCustomer, sourceOf } from './record';
import { dropStaff } from './service';
import { applyTag, syncLink } from './sync';

export const onAdd = on(customerAdded, 'acquisition.onAdd', async ({ customerId, staffId, state, addedAt, isFriend }, context) => {
  const found = await sourceOf(context.db, state);
  if (!found) return;
  await context.write((tx) => recordCustomer(tx, { ...found, customerId, staffId, addedAt, chatted: false }));
  if (isFriend) await applyTag(context, found.link, customerId, staffId);
});

export const dropLeaver = on(staffLeft, 'acquisition.dropStaff', async ({ staffId }, { write, clock }) => {
  await write((tx) => dropStaff(tx, staffId, clock.now()));
}, { lane: 'urgent' });

type Kind = Exclude<LinkEventKind, 'added'>;
type Told = EventFields<'customer_acquisition.link_unavailable'>;

/** Kept once for each callback; what it says of a link is done in the same transaction. */
async function keep(context: JobContext, kind: Kind, { fields, at, callbackId }: CallbackData<Told>, who: { customerId: string | null; staffId: string } = { customerId: null, staffId: '' }): Promise<AcquisitionLink | null> {
  const { db, write } = context;
  const found = await sourceOf(db, fields.state);
  const link = found?.link ?? (fields.linkId ? await db.findOne(AcquisitionLink, { wecomLinkId: fields.linkId }) : null);
  const id = newId('ace', at);
  await write(async (tx) => {
    await tx.insertMissing(AcquisitionEvent, { id, callbackId, kind, linkId: link?.id ?? '', sourceId: found?.source.id ?? '', at, ...who });
    if (!(await tx.findOne(AcquisitionEvent, { id }))) return;
    const isGone = kind === 'link_unavailable' || kind === 'delete_link';
    if (isGone && link) await tx.update(AcquisitionLink, { id: link.id, state: Not('deleted') }, { state: 'gone' });
    if (isAlarming(kind)) await tx.enqueue(tellOfQuota, { id }, { key: id });
  });
  return link;
}

const kinds = ['balance_low', 'balance_exhausted', 'balance_increased', 'quota_expire_soon', 'link_unavailable', 'delete_link', 'friend_request'] as const satisfies readonly Kind[];
const keepers = kinds.map((kind) => on(callback<Told>(`customer_acquisition.${kind}`), `acquisition.${kind}`, async (data, context) => {
  await keep(context, kind, data);
}));

/** The first message of a customer who came by a link. */
export const onChat = on(callback<EventFields<'customer_acquisition.customer_start_chat'>>('customer_acquisition.customer_start_chat'), 'acquisition.onChat', async (data, context) => {
  const { userId, externalUserid } = data.fields;
  const customer = await customerByExternalUserid(context.db, externalUserid);
  const staff = (await staffByUserIds(context.db, [userId])).get(userId);
  const link = await keep(context, 'customer_start_chat', data, { customerId: customer?.id ?? null, staffId: staff?.id ?? '' });
  if (!link || !customer || !staff) return;
  await context.write((tx) => tx.update(AcquisitionCustomer, { linkId: link.id, customerId: customer.id, staffId: staff.id }, { chatted: true }));
});

/** Also those for which WeCom did not answer so long that the tries were over. */
export const syncHourly = every('20 * * * *', 'acquisition.syncHourly', async ({ slot }, { db: { database }, corps }) => {
  for (const { id: corpId } of await corps.active()) {
    const open = await database.corp(corpId).find(AcquisitionLink, [{ state: 'preparing' }, { state: 'deleted', problem: Not(IsNull()) }]);
    if (open.length > 0) await database.write(corpId, async (tx) => { for (const { id } of open) await tx.enqueue(keepAligned, { id }, { key: `align:${id}:${slot}` }); });
    const links = await database.corp(corpId).find(AcquisitionLink, { deletedAt: IsNull(), wecomLinkId: Not('') });
    if (links.length > 0) await database.write(corpId, async (tx) => { for (const { id } of links) await tx.enqueue(syncLink, { id }, { key: `${id}:${slot}` }); });
  }
});

export const acquisitionJobs = [keepAligned, syncLink, tellOfQuota, onAdd, dropLeaver, ...keepers, onChat, syncHourly];
