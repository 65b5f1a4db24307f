import { newId } from '../../core/db/ids';
import { write, type ReadDb } from '../../core/db/scope';
import { messageOf } from '../../core/errors';
import { job, TryLater } from '../../core/jobs/define';
import type { Log } from '../../core/log';
import { emptyWay, makeWay, type WayContext } from '../add-way';
import { readAnewOnRefusal, Staff } from '../org';
import { StoreWay } from './entity';

/** The call makes the contact way itself; the job is there for the case that it cannot. */
const jobDelayMs = 15_000;
const busyMs = 10_000;

export type WayOf = Pick<StoreWay, 'codeId' | 'storeId' | 'staffId'>;

export const keepStoreWay = job<{ id: string }>('store.keepWay', {}, async ({ id }, context) => {
  const way = await context.db.findOne(StoreWay, { id });
  const staff = way && await context.db.findOne(Staff, { id: way.staffId, state: 'active', canReceive: true });
  if (!way || way.configId !== '' || !staff) return;
  const made = await makeWay(context, StoreWay, id, staff);
  if (made?.configId === '') throw new TryLater(context.clock.now() + busyMs, 'Someone else is at it');
});

/** The contact way of a person for a store and a code, made at the first need; without a picture while WeCom has not made it. */
export async function readyWay(context: WayContext & { log: Log }, of: WayOf, staff: Staff): Promise<StoreWay> {
  const { db, clock, log } = context;
  const way = await holdWay(db, of, clock.now());
  if (way.configId !== '') return way;
  await write(db, (tx) => tx.enqueue(keepStoreWay, { id: way.id }, { key: way.id, runAt: clock.now() + jobDelayMs }));
  const made = await makeWay(context, StoreWay, way.id, staff).catch(async (error: unknown) => {
    await readAnewOnRefusal(db, error, { now: clock.now() });
    log.warn({ err: error, staffId: staff.id }, `cannot make a store’s add code yet: ${messageOf(error)}`);
    return null;
  });
  return made ?? way;
}

async function holdWay(db: ReadDb, of: WayOf, now: number): Promise<StoreWay> {
  const known = await db.findOne(StoreWay, of);
  if (known) return known;
  return write(db, async (tx) => {
    await tx.insertMissing(StoreWay, { id: newId('sw', now), ...of, ...emptyWay });
    return (await tx.findOne(StoreWay, of))!;
  });
}
