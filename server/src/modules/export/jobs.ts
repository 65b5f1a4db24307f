import { LessThanOrEqual } from 'typeorm';
import { on } from '../../core/events';
import { every } from '../../core/jobs/define';
import { customerMerged } from '../customer/events';
import { DataExport, DataExportPart } from './entity';
import { runExport } from './run';
import { end } from './service';

/** Files whose time is over. Whom a filter met is forgotten with the file; who was chosen by hand can be exported again. */
export const expire = every('*/10 * * * *', 'export.expire', async (_, { db: { database }, clock, files }) => {
  const now = clock.now();
  for (const { id, corpId, fileId, filter } of await database.everything.find(DataExport, { where: { state: 'ready', expiresAt: LessThanOrEqual(now) }, order: { expiresAt: 'ASC' }, take: 500 })) {
    if (fileId) await files.remove(corpId, fileId);
    await database.write(corpId, async (tx) => {
      await end(tx, id, ['ready'], { state: 'expired', updatedAt: now });
      if (filter !== null) await tx.remove(DataExportPart, { exportId: id });
    });
  }
});

/** Whoever is erased later is to be found in files that hold them under the id they had then. */
export const follow = on(customerMerged, 'export.follow', async ({ survivorId, otherId }, { db, write }) => {
  const parts = await db.query(DataExportPart, 'part').andWhere('(INSTR(part.ids, :otherId) > 0 OR INSTR(part.others, :otherId) > 0)', { otherId }).getMany();
  for (const { id, others } of parts) if (!others.includes(survivorId)) await write((tx) => tx.update(DataExportPart, { id }, { others: [...others, survivorId] }));
});

export const exportJobs = [runExport, expire, follow];
