import { In } from 'typeorm';
import type { JobContext } from '../../core/jobs/define';
import type { PacketFacts } from '../../wechat/pay';
import { accountOf, merchantOf } from './account';
import { RedPacket } from './entity';
import { fail } from './fail';
import { noteOnTimeline } from './note';

/** A packet that is not claimed goes back after 24 hours; until then it is looked at often at first. */
export const sendingMs = 600_000;
const slowMs = 3 * 3_600_000;

type Around = Pick<JobContext, 'db' | 'write' | 'clock' | 'secrets' | 'pay'>;

/** Asks WeChat Pay what became of a packet that is on its way. */
export async function lookAtPacket(context: Around, packet: RedPacket): Promise<void> {
  const account = await accountOf(context.db);
  if (!account || (packet.state !== 'sent' && packet.askedAt === null)) return;
  const facts = await context.pay.query(merchantOf(account, context.secrets), packet.billNo);
  if (facts) await settle(context, packet, facts);
}

/** Writes what WeChat Pay says. What was claimed, came back or failed stays so. */
export async function settle({ write, clock }: Pick<Around, 'write' | 'clock'>, packet: RedPacket, { status, amountFen, claimedAt, returnedAt }: PacketFacts): Promise<void> {
  const { id, billNo } = packet;
  if (amountFen !== packet.amountFen) throw new Error(`Red packet ${id}: the ledger says ${packet.amountFen} fen and WeChat Pay ${amountFen}`);
  const now = clock.now();
  if (status === 'SENT' || status === 'RFUND_ING') return packet.state === 'sent' ? lookLater({ write, clock }, packet) : markSent({ write, clock }, packet);
  if (status === 'FAILED') return write((tx) => fail(tx, packet, 'SEND_FAILED', now));
  if (status === 'SENDING') return;
  const state = status === 'RECEIVED' ? 'claimed' : 'returned';
  const at = (state === 'claimed' ? claimedAt : returnedAt) ?? now;
  await write(async (tx) => {
    const met = await tx.update(RedPacket, { id, billNo, state: In(['wanted', 'sent']) }, { state, problem: '', sentAt: packet.sentAt ?? now, settledAt: at, lookAt: null });
    if (met > 0) await noteOnTimeline(tx, packet, state, at);
  });
}

/** It is on the customer's phone. */
export async function markSent({ write, clock }: Pick<Around, 'write' | 'clock'>, packet: RedPacket): Promise<void> {
  const now = clock.now();
  await write(async (tx) => {
    const met = await tx.update(RedPacket, { id: packet.id, billNo: packet.billNo, state: 'wanted' }, { state: 'sent', problem: '', sentAt: now, lookAt: now + sendingMs });
    if (met > 0) await noteOnTimeline(tx, packet, 'sent', now);
  });
}

async function lookLater({ write, clock }: Pick<Around, 'write' | 'clock'>, { id, sentAt }: RedPacket): Promise<void> {
  const now = clock.now();
  await write((tx) => tx.update(RedPacket, { id, state: 'sent' }, { lookAt: now + Math.min(slowMs, Math.max(sendingMs, Math.round((now - (sentAt ?? now)) / 4))) }));
}
