import { MoreThan } from 'typeorm';
import { newId } from '../../../core/db/ids';
import { write, type ReadDb } from '../../../core/db/scope';
import { networkOf } from '../../../core/http/network';
import type { Secrets } from '../../../core/secrets';
import { LiveCodeWaitingTry } from './entity';

export const tryMs = 900_000;
/** Within that time. Many customers share the address of a shop's network. */
const most = { visitor: 6, network: 60 };

/**
 * How long somebody has to wait before they may send the form again, in ms; 0: what they send now is within what one browser and one address may.
 * All processes count by the same rows. It is written down first and then counted, so that of several at once none is overlooked.
 */
export async function waitMs(db: ReadDb, secrets: Secrets, { visitor, address }: { visitor: string; address: string }, now: number): Promise<number> {
  const own = { id: newId('lct', now), visitor, network: secrets.blindIndex(networkOf(address), 'live_code_waiting_try.network') };
  await write(db, (tx) => tx.insert(LiveCodeWaitingTry, { ...own, at: now }));
  for (const by of ['visitor', 'network'] as const) {
    const tries = await db.find(LiveCodeWaitingTry, { [by]: own[by], at: MoreThan(now - tryMs) }, { order: { at: 'ASC' }, take: most[by] + 1 });
    if (tries.length <= most[by]) continue;
    await write(db, (tx) => tx.remove(LiveCodeWaitingTry, { id: own.id }));
    return tries[0]!.at + tryMs - now;
  }
  return 0;
}
