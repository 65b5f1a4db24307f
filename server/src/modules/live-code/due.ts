import { LessThanOrEqual } from 'typeorm';
import type { WriteDb } from '../../core/db/scope';
import { every } from '../../core/jobs/define';
import { LiveCode } from './entity';
import { keepAligned } from './keep';

/** A sweep takes so many; the rest come with the next one. */
const sweepSize = 2_000;

/** Something changed that may change who receives: the code is looked at, and WeCom told if it did. */
export async function askAlign(tx: WriteDb, id: string, now: number): Promise<void> {
  await tx.update(LiveCode, { id }, { nextAlignAt: now });
  await tx.enqueue(keepAligned, { id });
}

/** Codes that come to the edge of a slot or a window, to midnight, or whose caps give way; and those for which WeCom did not answer, deleted ones too. */
export const alignDue = every('* * * * *', 'liveCode.alignDue', async (_, { db: { database }, clock }) => {
  const due = await database.everything.find(LiveCode, { where: { nextAlignAt: LessThanOrEqual(clock.now()) }, order: { nextAlignAt: 'ASC' }, take: sweepSize });
  for (const corpId of new Set(due.map((code) => code.corpId))) {
    await database.write(corpId, async (tx) => {
      for (const { id, nextAlignAt } of due.filter((code) => code.corpId === corpId)) await tx.enqueue(keepAligned, { id }, { key: `due:${id}:${nextAlignAt}` });
    });
  }
}, { lane: 'urgent' });
