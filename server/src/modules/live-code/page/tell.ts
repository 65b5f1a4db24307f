import type { WriteDb } from '../../../core/db/scope';
import { order } from '../../../core/jobs/define';
import type { LiveCode } from '../entity';
import { noteCode } from './news';

/** Makes the ways by which a code's page adds its staff ahead of the scans, and tells WeCom who has to confirm. */
export const bringWaysOrder = order<{ id: string }>('liveCode.bringWays', { timeoutMs: 600_000 });

/** A code is not as it was: its page follows in every process, and so do its contact ways. */
export async function tellPage(tx: WriteDb, { id, serve }: Pick<LiveCode, 'id' | 'serve'>): Promise<void> {
  noteCode(tx, id);
  if (serve === 'page') await tx.enqueue(bringWaysOrder, { id });
}
