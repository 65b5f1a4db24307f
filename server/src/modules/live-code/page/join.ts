import { Between } from 'typeorm';
import { on } from '../../../core/events';
import { customerAdded } from '../../customer/events';
import { knowVisitor, Scan } from '../../scan';
import { LiveCodeWay } from './entity';
import './services';

/** So long before an add its scan may have been. */
export const joinWindowMs = 30 * 60_000;
/** WeCom tells the time of an add in whole seconds. */
const secondMs = 1_000;

/**
 * Who scanned is known by the add that follows: it names the way, and when within the half hour before that way was shown to
 * one browser only, that browser is the customer's. When two were shown the same way, nobody knows which, and nothing is
 * joined.
 */
export const joinScan = on(customerAdded, 'liveCode.joinScan', async ({ state, customerId, addedAt }, { db, write, pageCodes }) => {
  const way = state === '' ? null : await db.findOne(LiveCodeWay, { id: state });
  if (!way) return;
  await pageCodes.unpacker.drain();
  const scans = await db.find(Scan, { wayId: way.id, at: Between(addedAt - joinWindowMs, addedAt + secondMs) });
  const [visitor, ...others] = new Set(scans.map((scan) => scan.visitor));
  if (!visitor || others.length > 0) return;
  await write((tx) => knowVisitor(tx, visitor, customerId, 'h5', addedAt));
});
