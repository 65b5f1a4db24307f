import type { Clock } from '../../core/clock';
import { write, type ReadDb, type WriteDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { Secrets } from '../../core/secrets';
import { dateAt } from '../../core/zone';
import type { WechatPay } from '../../wechat/pay';
import { zoneOf } from '../corp';
import { livingCustomer } from '../customer';
import { accountOf, boundsOf, merchantOf } from './account';
import { leftFen } from './budget';
import { RedPacket, RedPacketAccount, RedPacketRule } from './entity';
import { sendPacket } from './orders';
import { hasHadOne, keepNames, marksOf, newNumber } from './want';

interface Around {
  db: ReadDb;
  clock: Clock;
  secrets: Secrets;
  pay: WechatPay;
}

/** WeChat Pay made this order and could not pay it: its number is spent. https://pay.weixin.qq.com/doc/v2/merchant/4011985892 */
const spent = 'SEND_FAILED';

/**
 * A failed packet goes out once more: by the same number where WeChat Pay has no order of it, so that it could not be paid twice even if
 * it came to know it late, and by another only where it says itself that the order failed. Gives the number.
 */
export async function sendAgain({ db, clock, secrets, pay }: Around, { id, billNo, state, problem }: RedPacket): Promise<string> {
  const account = await accountOf(db);
  if (account?.state !== 'active') throw new AppError('red_packet_state');
  if (state !== 'failed') throw new AppError('red_packet_not_failed');
  const facts = await pay.query(merchantOf(account, secrets), billNo);
  if (facts && facts.status !== 'FAILED') throw new AppError('red_packet_paid');
  const now = clock.now();
  const next = facts || problem === spent ? newNumber(now) : billNo;
  await write(db, (tx) => wantAgain(tx, id, { from: billNo, to: next }, now));
  return next;
}

async function wantAgain(tx: WriteDb, id: string, { from, to }: { from: string; to: string }, now: number): Promise<void> {
  // The lock under which packets are decided about.
  await tx.update(RedPacketAccount, {}, { state: () => 'state' });
  const [account, packet] = [(await accountOf(tx))!, await tx.findOne(RedPacket, { id, billNo: from, state: 'failed' })];
  if (!packet) throw new AppError('red_packet_not_failed');
  const { customerId, externalUserid, liveCodeId, amountFen } = packet;
  const customer = customerId === null ? null : await livingCustomer(tx, customerId);
  if (!customer || externalUserid === '') throw new AppError('not_found', { what: '客户' });
  const marks = await marksOf(tx, customer, externalUserid);
  if (await hasHadOne(tx, customer, marks)) throw new AppError('red_packet_had_one');
  const { least, most } = boundsOf(account);
  if (amountFen < least || amountFen > most) throw new AppError('red_packet_amount', { least: least / 100, most: most / 100 });
  const day = dateAt(await zoneOf(tx), now);
  if (amountFen > await leftFen(tx, account, await tx.findOne(RedPacketRule, { liveCodeId }), day)) throw new AppError('red_packet_spent');
  await tx.update(RedPacket, { id }, { billNo: to, day, state: 'wanted', problem: '', wantedAt: now, askedAt: null, sentAt: null, settledAt: null, lookAt: null });
  await keepNames(tx, id, marks, now);
  await tx.enqueue(sendPacket, { id });
}
