import { In, IsNull, LessThan, Not } from 'typeorm';
import { every, job } from '../../core/jobs/define';
import { checkJob } from './dry-run';
import { CustomerImport, CustomerImportRow } from './entity';
import { matchAll, matchOften, onAdded } from './match';
import { dropImport, isOver } from './service';
import { removeStrays } from './store';

const week = 7 * 86_400_000;

/** Takes away what is not needed any more: files that nobody imported, what rows said once they are through, and how to roll back when it is too late for that. */
export const tidy = job<object>('import.tidy', { lane: 'bulk', timeoutMs: 3_600_000 }, async (_, context) => {
  const { db, write, clock, imports, corpId } = context;
  const now = clock.now();
  await removeStrays(imports.folder, corpId, Date.now() - 86_400_000, async (id) => (await db.findOne(CustomerImport, { id, hasFile: true })) !== null);
  for (const record of await db.find(CustomerImport, { state: Not('started'), createdAt: LessThan(now - week) })) await dropImport({ db, folder: imports.folder, corpId }, record).catch(() => undefined);
  for (const record of await db.find(CustomerImport, { state: 'started' })) {
    if (!(await isOver(db, record))) continue;
    const isOld = record.startedAt! + imports.undoMs < now;
    const spent = [{ importId: record.id, state: Not('waiting' as const), cells: Not(IsNull()) }, ...(isOld ? [{ importId: record.id, steps: Not(IsNull()) }] : [])];
    for (;;) {
      const rows = await db.find(CustomerImportRow, spent, { take: 500 });
      if (rows.length === 0) break;
      await write((tx) => tx.update(CustomerImportRow, { id: In(rows.map((row) => row.id)) }, { cells: null, ...(isOld && { steps: null }) }));
    }
  }
});

export const tidyNightly = every('50 3 * * *', 'import.tidyNightly', async ({ slot }, { db: { database }, corps }) => {
  for (const corp of await corps.active()) await database.write(corp.id, (tx) => tx.enqueue(tidy, {}, { key: `tidy:${slot}` }));
});

export const importJobs = [checkJob, matchAll, matchOften, onAdded, tidy, tidyNightly];
