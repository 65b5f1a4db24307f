import { IsNull } from 'typeorm';
import { toE6 } from '@scrm/shared/geo';
import { messageOf } from '../../core/errors';
import { carryOut, order, TryLater } from '../../core/jobs/define';
import { Store } from './entity';
import './services';

/** Puts a store on the map by its address. */
export const locateStore = order<{ id: string }>('store.locate', { lane: 'bulk' });

/** The provider answers so many a second and a day, and a sheet has thousands. */
const againMs = 300_000;
const giveUpMs = 3 * 86_400_000;

/** What somebody has put on the map meanwhile stays there; an address that the provider does not know is left to people. */
export const locate = carryOut(locateStore, async ({ id }, { db, write, geocoder, places, corpId, clock, job }) => {
  const store = await db.findOne(Store, { id, deletedAt: IsNull(), latE6: IsNull() });
  if (!store || store.address === '' || !geocoder) return;
  const { address, updatedAt } = store;
  const [hit] = await geocoder.search(address).catch((error: unknown) => {
    if (clock.now() - job.createdAt > giveUpMs) throw error;
    throw new TryLater(clock.now() + againMs, messageOf(error));
  });
  if (!hit) return;
  await write((tx) => tx.update(Store, { id, address, latE6: IsNull() }, { latE6: toE6(hit.lat), lngE6: toE6(hit.lng), updatedAt: Math.max(clock.now(), updatedAt + 1) }));
  places.changed(corpId);
});
