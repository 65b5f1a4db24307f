import { LessThan } from 'typeorm';
import { every } from '../../core/jobs/define';
import { AuditOpen } from './entity';
import { closeEntry } from './trail';

/** No call takes so long: its server has ended. */
const patienceMs = 15 * 60_000;

export const closeOpen = every('*/10 * * * *', 'audit.closeOpen', async (_, { db: { database }, clock }) => {
  const now = clock.now();
  for (const open of await database.everything.find(AuditOpen, { where: { at: LessThan(now - patienceMs) }, order: { at: 'ASC' }, take: 500 })) {
    await database.write(open.corpId, (tx) => closeEntry(tx, open.id, open.facts, 'unknown', now));
  }
});
