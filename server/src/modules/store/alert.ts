import { In } from 'typeorm';
import { on } from '../../core/events';
import { carryOut, order, type JobContext } from '../../core/jobs/define';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import { dateAt } from '../../core/zone';
import { sendTextCard } from '../../wecom/api/message';
import { zoneOf } from '../corp';
import { inviteTarget } from '../group-code';
import { groupCodeFilled } from '../group-code/events';
import { Staff } from '../org';
import { Store, StoreRegion } from './entity';

/** `nobody`: whoever could receive has left. `groupsFull`: none of the store's groups has room. */
const tell = order<{ storeId: string; why: 'nobody' | 'groupsFull' }>('store.tellManagers', {});

/** At most once in a day of the company's. */
export const noteEmpty = async (tx: WriteDb, storeId: string, now: number) => tx.enqueue(tell, { storeId, why: 'nobody' }, { key: `nobody:${storeId}:${dateAt(await zoneOf(tx), now)}` });

const isEmpty = ({ owners, receptionistIds }: Store) => owners.length === 0 && receptionistIds.length === 0;

async function areGroupsFull(db: ReadDb, { groupCodeIds }: Store, now: number): Promise<boolean> {
  for (const id of groupCodeIds) if ((await inviteTarget(db, id, now))?.isOpen) return false;
  return true;
}

/** Only where no other code of the store has room. */
const onFilled = on(groupCodeFilled, 'store.onGroupsFull', async ({ codeId }, { db, write, clock }) => {
  const now = clock.now();
  const stores = await db.query(Store, 'store').andWhere('store.deletedAt IS NULL AND store.state = :active AND store.groupCodeIds LIKE :part', { active: 'active', part: `%"${codeId}"%` }).getMany();
  const today = dateAt(await zoneOf(db), now);
  for (const store of stores) if (await areGroupsFull(db, store, now)) await write((tx) => tx.enqueue(tell, { storeId: store.id, why: 'groupsFull' }, { key: `groupsFull:${store.id}:${today}` }));
});

/** One card to who owns the store and who manages its region or one above it; where nobody does, to who made it. It may run twice: WeCom shows the same card once. */
const tellJob = carryOut(tell, async ({ storeId, why }, context) => {
  const { db, clock, wecom, corpId, publicUrl } = context;
  const store = await db.findOne(Store, { id: storeId });
  if (!store || store.deletedAt !== null || store.state !== 'active' || !(why === 'nobody' ? isEmpty(store) : await areGroupsFull(db, store, clock.now()))) return;
  const people = await peopleToTell(context, store);
  if (people.length === 0) return;
  const card = why === 'nobody'
    ? { title: '门店没有人接待', description: `「${store.name}」的店主和接待人员都已离职，扫码的人会被带到别的门店，请安排新的人` }
    : { title: '门店群已满', description: `「${store.name}」的群都没有名额了，扫码的人会加店员或到别的门店，请加新群` };
  await sendTextCard(await wecom(corpId), people.map(({ userId }) => userId), { ...card, url: `${publicUrl}/admin/stores/${storeId}`, button: '去处理' });
});

async function peopleToTell({ db }: JobContext, { regionId, createdBy, owners }: Store): Promise<Staff[]> {
  const path = regionId === null ? null : (await db.findOne(StoreRegion, { id: regionId }))?.path;
  const regions = path ? await db.find(StoreRegion, { id: In(path.split('/').filter(Boolean)) }) : [];
  const staffOf = async (ids: readonly string[]) => (ids.length === 0 ? [] : db.find(Staff, { id: In([...new Set(ids)]), state: 'active' }));
  const people = await staffOf([...owners.map(({ staffId }) => staffId), ...regions.flatMap(({ managerIds }) => managerIds)]);
  return people.length > 0 ? people : staffOf([createdBy]);
}

export const storeAlerts = [onFilled, tellJob];
