import { LessThan, LessThanOrEqual, Not } from 'typeorm';
import { fill } from '@scrm/shared/text';
import { newId } from '../../core/db/ids';
import { on } from '../../core/events';
import { TryLater, type JobContext } from '../../core/jobs/define';
import { readWay, removeWay } from '../../wecom/own-way';
import { zoneOf } from '../corp';
import { customerNames, remarkCustomer, setSource, tagCustomer } from '../customer';
import { customerAdded, customerLost, reconciliationRun } from '../customer/events';
import { remarkOf } from '../live-code';
import { staffLeft } from '../org/events';
import { storeAlerts } from './alert';
import { Store, StoreCode, StoreCustomer, StoreWay } from './entity';
import { countGroupJoin, countGroupLeave } from './join';
import { locate } from './locate';
import { moveOwner } from './move';
import { dropStaff } from './people';
import { dayOf } from './pick';
import { keepStoreWay } from './way';
import './services';

/** How long a remark waits for the customer's name, and how often it looks. */
const nameWaitMs = 600_000;
const nameLookMs = 20_000;

interface Came {
  way: StoreWay;
  store: Store;
  /** Null: by the person's own code. */
  code: StoreCode | null;
}

/** Through which store and code a customer came; removed ones count as well, for they may still hang on a wall. */
async function cameBy({ db }: JobContext, state: string | null | undefined): Promise<Came | null> {
  const way = state?.startsWith('sw_') ? await db.findOne(StoreWay, { id: state }) : null;
  const store = way && await db.findOne(Store, { id: way.storeId });
  if (!way || !store) return null;
  return { way, store, code: way.codeId === '' ? null : await db.findOne(StoreCode, { id: way.codeId }) };
}

const titleOf = ({ store, code }: Came) => (code ? `${code.name} · ${store.name}` : store.name);

export const countAdd = on(customerAdded, 'store.countAdd', async ({ customerId, staffId, state, addedAt, isFriend }, context) => {
  const came = await cameBy(context, state);
  if (!came) return;
  const { way: { codeId, storeId }, store } = came;
  const lostAt = isFriend ? null : addedAt;
  await context.write(async (tx) => {
    await tx.insertMissing(StoreCustomer, { id: newId('scu'), codeId, storeId, regionId: store.regionId, staffId, customerId, addedAt, day: dayOf(addedAt), lostAt });
    // Back again: one customer still, counted on the day of their first coming, and not a lost one.
    await tx.update(StoreCustomer, { codeId, storeId, customerId, addedAt: LessThan(addedAt) }, { staffId, addedAt, lostAt });
    await setSource(tx, customerId, staffId, { kind: 'liveCode', id: codeId || storeId, name: titleOf(came), channel: null });
  });
});

export const countLoss = on(customerLost, 'store.countLoss', async ({ customerId, staffId, lostAt, lostBy, isLost }, { write }) => {
  if (!isLost || lostBy === 'transfer') return;
  await write((tx) => tx.update(StoreCustomer, { customerId, staffId, addedAt: LessThanOrEqual(lostAt) }, { lostAt }));
});

export const applyTags = on(customerAdded, 'store.applyTags', async ({ customerId, staffId, state, isFriend }, context) => {
  const came = isFriend ? await cameBy(context, state) : null;
  const add = came ? [...new Set([...came.store.tagIds, ...(came.code?.tagIds ?? [])])] : [];
  if (came && add.length > 0) await tagCustomer(context, { customerId, staffId, add, remove: [], reason: titleOf(came), how: 'liveCode' });
});

export const applyRemark = on(customerAdded, 'store.applyRemark', async ({ customerId, staffId, state, addedAt, isFriend }, context) => {
  const came = isFriend ? await cameBy(context, state) : null;
  if (!came?.code || came.code.remarkTemplate === '') return;
  const { remarkTemplate, name } = came.code;
  const customer = (await customerNames(context.db, [customerId])).get(customerId) ?? '';
  const { clock, job } = context;
  if (customer === '' && remarkTemplate.includes('{customer}') && clock.now() - job.createdAt < nameWaitMs) throw new TryLater(clock.now() + nameLookMs, 'WeCom has not told the name yet');
  const remark = remarkOf(fill(remarkTemplate, { store: came.store.name }), { customer, code: name, at: addedAt, zone: await zoneOf(context.db) });
  if (remark !== '') await remarkCustomer(context, { customerId, staffId, remark, byItself: 'ifUntouched' });
});

export const dropLeaver = on(staffLeft, 'store.dropStaff', async ({ staffId }, { write, clock, places, corpId }) => {
  await write((tx) => dropStaff(tx, staffId, clock.now()));
  places.changed(corpId);
}, { lane: 'urgent' });

/** Nobody can be added by the codes of someone who left. */
export const dropWays = on(staffLeft, 'store.dropWays', async ({ staffId }, { db, corpId, wecom, write, clock, signal }) => {
  for (const way of await db.find(StoreWay, { staffId })) {
    signal.throwIfAborted();
    if (way.busyUntil > clock.now()) throw new TryLater(way.busyUntil, 'It is being made');
    if (way.configId === '') continue;
    await removeWay(await wecom(corpId), way.configId);
    // The row stays: whoever came by it keeps pointing to it.
    await write((tx) => tx.update(StoreWay, { id: way.id, configId: way.configId }, { configId: '', qrUrl: '' }));
  }
});

/** A way that was deleted at WeCom is made again at the next need. */
export const reconcileWays = on(reconciliationRun, 'store.reconcileWays', async (_, { db, corpId, wecom, write, signal }) => {
  const ways = await db.find(StoreWay, { configId: Not('') });
  if (ways.length === 0) return;
  const app = await wecom(corpId);
  for (const { id, configId } of ways) {
    signal.throwIfAborted();
    if (!(await readWay(app, configId))) await write((tx) => tx.update(StoreWay, { id, configId }, { configId: '', qrUrl: '' }));
  }
}, { lane: 'bulk', timeoutMs: 900_000 });

export const storeJobs = [...storeAlerts, locate, keepStoreWay, countAdd, countLoss, applyTags, applyRemark, countGroupJoin, countGroupLeave, moveOwner, dropLeaver, dropWays, reconcileWays];
