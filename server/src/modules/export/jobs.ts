import { IsNull, LessThanOrEqual, Not } from 'typeorm';
import { on } from '../../core/events';
import { every } from '../../core/jobs/define';
import { customerMerged } from '../customer/events';
import { DataExport, DataExportPart, NamedFile } from './entity';
import { lookAtNamed, makeNamed } from './named-job';
import { runExport } from './run';
import { end } from './service';

/** Files whose time is over. Whom a filter met is forgotten with the file, unless WeCom was given it: then an erasure is to know whom it held. Who was chosen by hand can be exported again. */
export const expire = every('*/10 * * * *', 'export.expire', async (_, { db: { database }, clock, files }) => {
  const now = clock.now();
  for (const { id, corpId, fileId, filter } of await database.everything.find(DataExport, { where: { state: 'ready', expiresAt: LessThanOrEqual(now) }, order: { expiresAt: 'ASC' }, take: 500 })) {
    if (fileId) await files.remove(corpId, fileId);
    await database.write(corpId, async (tx) => {
      await end(tx, id, ['ready'], { state: 'expired', updatedAt: now });
      const wasSent = await tx.findOne(NamedFile, { exportId: id, sentAt: Not(IsNull()) });
      if (filter !== null && !wasSent) await tx.remove(DataExportPart, { exportId: id });
    });
  }
});

/** Whoever is erased later is to be found in files that hold them under the id they had then. */
export const follow = on(customerMerged, 'export.follow', async ({ survivorId, otherId }, { db, write }) => {
  const parts = await db.query(DataExportPart, 'part').andWhere('(INSTR(part.ids, :otherId) > 0 OR INSTR(part.others, :otherId) > 0)', { otherId }).getMany();
  for (const { id, others } of parts) if (!others.includes(survivorId)) await write((tx) => tx.update(DataExportPart, { id }, { others: [...others, survivorId] }));
});

export const exportJobs = [runExport, makeNamed, lookAtNamed, expire, follow];
