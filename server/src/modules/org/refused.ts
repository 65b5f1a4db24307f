import { write, type ReadDb } from '../../core/db/scope';
import { WeComError } from '../../wecom/errors';
import { readProgress } from '../corp';
import { requestOrgSync } from './jobs';

/** Of one of the members, whom WeCom does not name: unknown or out of sight, not verified, not signed in, without 客户联系, or without an interop licence. */
const refusals = [40031, 40098, 41054, 84074, 701008];
const againMs = 3_600_000;

export const isMemberRefused = (error: unknown): error is WeComError => error instanceof WeComError && refusals.includes(error.errcode);

/**
 * WeCom refuses to let somebody receive: what it says of the staff is read anew, so that whoever cannot is passed over at once and not
 * from the night on. What reading does not show WeCom refuses again: unless `isFirst`, the staff are read once an hour at most. `now` in ms.
 */
export async function readAnewOnRefusal(db: ReadDb, error: unknown, { now, isFirst = false }: { now: number; isFirst?: boolean }): Promise<void> {
  if (!isMemberRefused(error)) return;
  await write(db, async (tx) => {
    const { startedAt } = await readProgress(tx, 'orgSync');
    if (isFirst || startedAt === null || now - startedAt >= againMs) await requestOrgSync(tx, 'refused', now);
  });
}
