import { on } from '../../core/events';
import { every, job } from '../../core/jobs/define';
import { countSealed } from '../../core/sealed';
import { corpInstalled } from '../corp/events';
import { livingId } from '../customer';
import { customerMobilesTold } from '../customer/events';
import { getStaff, staffDisplayName } from '../org';
import { addStarters } from './define';
import { takeMobiles } from './outside';
import { rotateKeys } from './rotate';

export const onInstall = on(corpInstalled, 'field.onInstall', (_, { write, clock }) => write((tx) => addStarters(tx, clock.now())));

export const onMobiles = on(customerMobilesTold, 'field.onMobiles', async ({ customerId, staffId, mobiles }, { db, write, secrets, clock }) => {
  const staff = await getStaff(db, staffId);
  const teller = { source: 'wecom' as const, staffId, name: staffDisplayName(staff) };
  await write(async (tx) => takeMobiles(tx, { customerId: await livingId(tx, customerId), mobiles, teller, secrets, now: clock.now() }));
});

export const rotate = job<object>('field.rotateKeys', { lane: 'bulk', timeoutMs: 3_600_000 }, (_, context) => rotateKeys(context));

/** A new key was put in front: what the old one sealed follows by itself. */
export const rotateNightly = every('20 3 * * *', 'field.rotateNightly', async ({ slot }, { db: { database }, corps, secrets, sealedColumns }) => {
  for (const corp of await corps.active()) {
    const { old } = await countSealed(database, secrets, sealedColumns, corp.id);
    if (old > 0) await database.write(corp.id, (tx) => tx.enqueue(rotate, {}, { key: `rotate:${slot}` }));
  }
});

export const fieldJobs = [onInstall, onMobiles, rotate, rotateNightly];
