import { Like, Not } from 'typeorm';
import { every, job } from '../../core/jobs/define';
import { FileUse, StoredFile } from './entity';
import { refreshAgeMs, uploadAgain } from './media';
import './store';

/** What is only about a customer is nobody's to send and never leaves for WeCom. */
const ofCustomer = 'cus%';

/** Gives a file that is in use a young media id, so that sending it needs no upload. */
export const refreshMedia = job<{ fileId: string }>('file.refreshMedia', {}, async ({ fileId }, context) => {
  const { db, clock } = context;
  const file = await db.findOne(StoredFile, { id: fileId });
  const inUse = file && (await db.count(FileUse, { fileId, usedBy: Not(Like(ofCustomer)) })) > 0;
  if (!inUse) return;
  if (file.wecomMediaAt !== null && clock.now() - file.wecomMediaAt < refreshAgeMs) return;
  await uploadAgain(context, file);
});

export const refreshAllMedia = every('20 * * * *', 'file.refreshAllMedia', async ({ slot }, { db: { database }, corps, clock }) => {
  for (const corp of await corps.active()) {
    const ageing = await database.corp(corp.id).query(StoredFile, 'file')
      .innerJoin(FileUse, 'used', 'used.corpId = file.corpId AND used.fileId = file.id AND used.usedBy NOT LIKE :ofCustomer', { ofCustomer })
      .andWhere('(file.wecomMediaAt IS NULL OR file.wecomMediaAt <= :before)', { before: clock.now() - refreshAgeMs })
      .getMany();
    if (ageing.length === 0) continue;
    await database.write(corp.id, async (tx) => {
      for (const { id } of ageing) await tx.enqueue(refreshMedia, { fileId: id }, { key: `${id}:${slot}` });
    });
  }
});

/** Files have the disk's own time, whatever the clock says. */
export const removeDrafts = every('50 4 * * *', 'file.removeDrafts', async (_, { files }) => files.removeDrafts(Date.now() - 86_400_000));

export const fileJobs = [refreshMedia, refreshAllMedia, removeDrafts];
