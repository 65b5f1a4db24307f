import type { WriteDb } from '../../core/db/scope';
import { recordActivity } from '../customer';
import { liveCodesByIds } from '../live-code';
import type { RedPacket } from './entity';

/** On the customer's timeline, once for each thing that happens to a packet. */
export async function noteOnTimeline(tx: WriteDb, { billNo, customerId, staffId, amountFen, liveCodeId }: RedPacket, what: 'sent' | 'claimed' | 'returned', at: number): Promise<void> {
  if (customerId === null) return;
  const liveCodeName = (await liveCodesByIds(tx, [liveCodeId])).get(liveCodeId)?.name ?? '';
  await recordActivity(tx, { customerId, staffId, kind: `redPacket.${what}`, at, data: { amountFen, liveCodeName }, naturalKey: `redPacket.${what}:rp_${billNo}` });
}
