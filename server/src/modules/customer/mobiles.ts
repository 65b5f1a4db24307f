import { createHash } from 'node:crypto';
import type { WriteDb } from '../../core/db/scope';
import type { FollowFacts } from './contact';
import type { FollowUser } from './entity';
import { customerMobilesTold } from './events';

/** Announces the numbers that WeCom told of. The key holds four digits of their hash: enough to know them again, too few to find them by trying. */
export async function tellMobiles(tx: WriteDb, { id, customerId, staffId }: Pick<FollowUser, 'id' | 'customerId' | 'staffId'>, { mobiles }: Pick<FollowFacts, 'mobiles'>): Promise<void> {
  if (mobiles.length === 0) return;
  const mark = createHash('sha256').update([id, ...mobiles].join('\0')).digest('hex').slice(0, 4);
  await tx.publish(customerMobilesTold, { customerId, staffId, mobiles }, { key: `mobiles:${id}:${mark}` });
}
