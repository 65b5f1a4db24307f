import type { Clock } from '../../core/clock';
import { write, type ReadDb } from '../../core/db/scope';
import type { Log } from '../../core/log';
import type { Services } from '../../core/services';
import { seeGroup } from '../group-code';
import type { Scans } from '../scan';
import { Store, StoreVisit, type StoreCode } from './entity';
import { receiverOf, type Receiver } from './pick';
import type { StorePlaces } from './places';

/** What a customer's visit needs of the server. */
export interface VisitContext extends Pick<Services, 'wecom' | 'secrets'> {
  db: ReadDb;
  clock: Clock;
  log: Log;
  places: StorePlaces;
  scans: Scans;
  /** From where they ask. */
  address: string;
  publicUrl: string;
}

/** What it is that this visit is given at a store: kept for it, so that who scans at the same moment is given another. Null: nothing is left. */
export async function takePlace(context: VisitContext, form: StoreCode['form'], visit: StoreVisit, store: Store): Promise<Receiver | null> {
  return form === 'group' ? takeGroup(context, visit, store) : takePerson(context, visit, store);
}

/** The store's group codes in their order, each by its own choice; when all are full, a person of the store. */
async function takeGroup(context: VisitContext, visit: StoreVisit, store: Store): Promise<Receiver | null> {
  const why: Receiver['why'] = [];
  for (const id of store.groupCodeIds) {
    const group = await seeGroup(context, id, { visitor: visit.visitor || visit.id, customerId: visit.customerId, address: context.address }, visit.groupCodeId !== id);
    if (group) {
      visit.groupCodeId = id;
      await write(context.db, (tx) => tx.update(StoreVisit, { id: visit.id }, { groupCodeId: id }));
      return { staff: null, group, why: [...why, { step: 'group', name: group.codeName }] };
    }
    why.push({ step: 'groupFull', name: store.name });
  }
  const person = await takePerson(context, visit, store);
  return person && { ...person, why: [...why, ...person.why] };
}

async function takePerson({ db, clock }: VisitContext, visit: StoreVisit, store: Store): Promise<Receiver | null> {
  const now = clock.now();
  if (store.owners.every(({ dailyCap }) => dailyCap === null)) return receiverOf(db, store, now, visit);
  return write(db, async (tx) => {
    // The row of the store first: who comes at the same moment waits here, and then sees to whom the others were led.
    await tx.update(Store, { id: store.id }, { priority: () => 'priority' });
    const taken = await receiverOf(tx, store, now, visit);
    if (taken) await tx.update(StoreVisit, { id: visit.id }, { storeId: store.id, staffId: taken.staff!.id, shownAt: now });
    return taken;
  });
}
