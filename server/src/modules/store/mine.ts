import { In, IsNull } from 'typeorm';
import { myStores, type MyStore } from '@scrm/shared/store-code';
import { AppError } from '../../core/errors';
import { serve, type CallContext } from '../../core/http/serve';
import { dateOf, localDay } from '../../core/zone';
import { zoneOf } from '../corp';
import { Staff } from '../org';
import { Store, StorePerson } from './entity';
import { report } from './numbers';
import { presentStores } from './service';
import { readyWay } from './way';

export const myStoreRoutes = serve('myStores', myStores, {
  list: async (_, context) => {
    const { db, clock } = context;
    const staff = await self(context);
    const places = await db.find(StorePerson, { staffId: staff.id });
    const rows = places.length === 0 ? [] : await db.find(Store, { id: In(places.map(({ storeId }) => storeId)), deletedAt: IsNull() }, { order: { name: 'ASC' }, take: 50 });
    const stores = await presentStores(db, rows, clock.now());
    const today = localDay(await zoneOf(db), clock.now());
    const items: MyStore[] = [];
    for (const store of stores) {
      const way = staff.canReceive ? await readyWay(context, { codeId: '', storeId: store.id, staffId: staff.id }, staff) : null;
      const since = async (days: number) => (await report(db, { by: 'store', storeId: store.id, from: dateOf(today - days + 1), to: dateOf(today) }, { self: staff.id, staffIds: null, regionIds: null })).total;
      items.push({ store, codeUrl: way?.qrUrl ?? '', isPreparing: way?.qrUrl === '', today: await since(1), week: await since(7), month: await since(30) });
    }
    return { items };
  },

  link: async (_, context) => {
    const staff = await self(context);
    const { actor, sessions, request, publicUrl, corpId } = context;
    if (actor.kind !== 'staff') throw new AppError('not_allowed', { permission: 'signedIn' });
    const ticket = await sessions.open({ kind: 'ticket', subjectKind: 'staff', subjectId: staff.id, name: actor.name, role: actor.role, corpId, userAgent: request.userAgent });
    return { url: `${publicUrl}/m/#/pages/my-store/index?ticket=${ticket}` };
  },
});

/** Accounts of the server belong to no store. */
async function self({ db, actor }: CallContext): Promise<Staff> {
  if (!actor.staffId) throw new AppError('store_nobody');
  return db.get(Staff, actor.staffId, '员工');
}
