import { IsNull, Not } from 'typeorm';
import type { WriteDb } from '../../../core/db/scope';
import { order } from '../../../core/jobs/define';
import type { LiveCode } from '../entity';
import { LiveCodeWay } from './entity';
import { noteCode } from './news';

/** Makes the ways by which a code's page adds its staff ahead of the scans, and tells WeCom who has to confirm. */
export const bringWaysOrder = order<{ id: string }>('liveCode.bringWays', { timeoutMs: 600_000 });

/** A code is not as it was: its page follows in every process, and so do its contact ways. */
export async function tellPage(tx: WriteDb, { id, serve }: Pick<LiveCode, 'id' | 'serve'>): Promise<void> {
  noteCode(tx, id);
  if (serve !== 'page') return;
  // What failed before is tried at once.
  await tx.update(LiveCodeWay, { liveCodeId: id, problem: Not(IsNull()) }, { busyUntil: 0 });
  await tx.enqueue(bringWaysOrder, { id });
}
