import { In } from 'typeorm';
import type { WriteDb } from '../../core/db/scope';
import { RedPacket, RedPacketName } from './entity';

/** It was not paid for certain: the money is the budget's again, and the person has had none. */
export async function fail(tx: WriteDb, { id, billNo }: Pick<RedPacket, 'id' | 'billNo'>, problem: string, at: number): Promise<void> {
  if (await tx.update(RedPacket, { id, billNo, state: In(['wanted', 'sent']) }, { state: 'failed', problem: problem.slice(0, 64), settledAt: at, lookAt: null }) > 0) await tx.remove(RedPacketName, { packetId: id });
}
