import type { z } from 'zod';
import type { Dossier } from '@scrm/shared/transfer';
import { AppError } from '../../core/errors';
import type { CallContext } from '../../core/http/serve';
import { customerRefs, followBy, presentActivities, readTimeline } from '../customer';
import { staffRefs } from '../org';
import { followTags } from '../tag';
import { Transfer, TransferItem } from './entity';
import { briefOf, refIn } from './list';
import { worthOf } from './worth';

/** What says something of a customer; that they were greeted or synced does not. */
const telling = ['customer.added', 'customer.tagged', 'customer.remarked', 'customer.edited', 'customer.handedOver', 'customer.takenOver', 'customer.lost', 'customer.restored'] as const;
const shown = 12;

/** An item that the caller may see: the giver's side and the taker's side may. */
export async function visibleItem(itemId: string, { db, reach }: CallContext): Promise<TransferItem> {
  const item = await db.get(TransferItem, itemId, '交接');
  const { staffIds } = await reach();
  if (staffIds !== null && !staffIds.includes(item.toStaffId) && !staffIds.includes(item.fromStaffId)) throw new AppError('not_found', { what: '交接' });
  return item;
}

/** Everything on one page. It is put together from the giver's side of the relation, which stays as it was. */
export async function presentDossier(item: TransferItem, { db, handOvers, actor, access }: CallContext): Promise<z.input<typeof Dossier>> {
  const { customerId, externalUserid, fromStaffId, toStaffId, kind, settledAt, state } = item;
  const [given, transfer, customers, staff] = await Promise.all([
    followBy(db, externalUserid, { customerId, staffId: fromStaffId }), db.get(Transfer, item.transferId, '交接'), customerRefs(db, [customerId]), staffRefs(db, [fromStaffId, toStaffId]),
  ]);
  const tags = given ? (await followTags(db, [given.id])).get(given.id) ?? [] : [];
  const { rows, total } = await readTimeline(db, customerId, { kinds: [...telling], limit: shown });
  const lines = [];
  // What moved stands under the new owner, what did not under the old one.
  for (const { brief } of handOvers) {
    const both = await Promise.all([toStaffId, fromStaffId].map((staffId) => brief?.(db, { customerId, staffId }) ?? []));
    lines.push(...both.flat());
  }
  return {
    itemId: item.id, kind, customer: briefOf(customers.get(customerId), customerId, externalUserid), from: refIn(staff, fromStaffId), to: refIn(staff, toStaffId),
    since: given?.addedAt ?? item.createdAt, settledAt: state === 'done' ? settledAt : null, remark: given?.remark ?? '', description: given?.description ?? '', tags,
    nextStep: transfer.nextStep, worth: await worthOf({ db, roles: await access.rolesOf(actor) }, [customerId]), lines, activities: await presentActivities(db, rows), activityCount: total,
  };
}
