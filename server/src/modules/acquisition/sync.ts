import { newId } from '../../core/db/ids';
import { job, type JobContext } from '../../core/jobs/define';
import { linkStatistic, listLinkCustomers } from '../../wecom/api/acquisition';
import { ensureChannelTag } from '../channel';
import { customersByExternalUserids, FollowUser, tagCustomer } from '../customer';
import { staffByUserIds } from '../org';
import { AcquisitionDay, AcquisitionLink, AcquisitionSource } from './entity';
import { recordCustomer } from './record';

/** WeCom's figures of the last days still change. */
const openDays = 3;
const dayMs = 86_400_000;
const beijingMs = 8 * 3_600_000;
/** The customer wrote. */
const hasWritten = 1;

/** Reads a link's customers and its figures of the last days. */
export const syncLink = job<{ id: string }>('acquisition.syncLink', { lane: 'bulk', timeoutMs: 600_000 }, async ({ id }, context) => {
  const link = await context.db.findOne(AcquisitionLink, { id });
  if (!link || link.wecomLinkId === '' || link.state === 'deleted' || link.state === 'gone') return;
  await syncCustomers(context, link);
  await syncDays(context, link);
  await context.write((tx) => tx.update(AcquisitionLink, { id }, { syncedAt: context.clock.now() }));
});

/** Those who came by the bare address are told here alone; whoever we do not know yet is met again at the next time. */
async function syncCustomers(context: JobContext, link: AcquisitionLink): Promise<void> {
  const { db, write, wecom, corpId } = context;
  const app = await wecom(corpId);
  const sources = new Map((await db.find(AcquisitionSource, { linkId: link.id })).map((source) => [source.id, source]));
  for (let cursor: string | undefined; ;) {
    const page = await listLinkCustomers(app, link.wecomLinkId, cursor);
    const customers = await customersByExternalUserids(db, page.customer_list.map((one) => one.external_userid));
    const staff = await staffByUserIds(db, page.customer_list.map((one) => one.userid));
    for (const { external_userid, userid, chat_status, state } of page.customer_list) {
      const [customer, member] = [customers.get(external_userid), staff.get(userid)];
      const follow = customer && member && (await db.findOne(FollowUser, { customerId: customer.id, staffId: member.id }, { order: { addedAt: 'DESC' } }));
      if (!follow) continue;
      const isNew = await write((tx) => recordCustomer(tx, { link, source: sources.get(state) ?? null, customerId: customer.id, staffId: member.id, addedAt: follow.addedAt, chatted: chat_status === hasWritten }));
      if (isNew) await applyTag(context, link, customer.id, member.id);
    }
    cursor = page.next_cursor || undefined;
    if (!cursor) return;
  }
}

/** The tag of the link's channel, for whoever comes by it. */
export async function applyTag(context: JobContext, link: AcquisitionLink, customerId: string, staffId: string): Promise<void> {
  const tagId = link.channelId === null ? null : await ensureChannelTag(context, link.channelId);
  if (tagId) await tagCustomer(context, { customerId, staffId, add: [tagId], remove: [], reason: link.name, how: 'liveCode' });
}

async function syncDays({ write, wecom, corpId, clock }: JobContext, link: AcquisitionLink): Promise<void> {
  const app = await wecom(corpId);
  const today = Math.floor((clock.now() + beijingMs) / dayMs);
  for (let day = today; day > today - openDays; day--) {
    const start = (day * dayMs - beijingMs) / 1000;
    if (start + dayMs / 1000 <= link.createdAt / 1000) break;
    const { click_link_customer_cnt: clicks, new_customer_cnt: added } = await linkStatistic(app, link.wecomLinkId, { from: start, to: start });
    const text = new Date(day * dayMs).toISOString().slice(0, 10);
    await write((tx) => tx.upsert(AcquisitionDay, { id: newId('acd'), linkId: link.id, day: text, clicks, added }, ['linkId', 'day'], ['clicks', 'added']));
  }
}
