import { TryLater, type JobContext } from '../../core/jobs/define';
import { externalUseridToOpenid } from '../../wecom/api/id-convert';
import { WeComError } from '../../wecom/errors';
import { payReaction, PayRefused, PayUnclear } from '../../wechat/pay-errors';
import { accountOf, merchantOf, stopAccount } from './account';
import { RedPacket, type RedPacketAccount } from './entity';
import { fail } from './fail';
import { markSent, settle } from './settle';

const fastMs = 60_000;
/** An order of which nothing is known is asked about ever less often, and WeChat Pay answers for 30 days. */
const firstMs = 5_000;
const lastMs = 3_600_000;
const knownMs = 29 * 86_400_000;

/**
 * Pays one packet, once: its number is written already and is the same at every try, and whoever cannot know whether
 * an earlier try was heard asks for it first. https://developer.work.weixin.qq.com/document/path/90275
 */
export async function sendOne(context: JobContext, id: string): Promise<void> {
  const { db, write, clock, secrets, pay } = context;
  const packet = await db.findOne(RedPacket, { id });
  const account = await accountOf(db);
  if (packet?.state !== 'wanted' || account?.state !== 'active') return;
  const merchant = merchantOf(account, secrets);
  try {
    if (packet.askedAt !== null && await isKnown(context, packet, account)) return;
    const openid = await openidOf(context, packet);
    if (openid === null) return;
    // It may have been given up meanwhile, or have another number.
    if (await write((tx) => tx.update(RedPacket, { id, billNo: packet.billNo, state: 'wanted' }, { askedAt: packet.askedAt ?? clock.now() })) === 0) return;
    await pay.send(merchant, { ...packet, openid });
    await markSent(context, packet);
  } catch (error) {
    await react(context, packet, error);
  }
}

/** True when WeChat Pay has the order: then it is settled by what it says. */
async function isKnown(context: JobContext, packet: RedPacket, account: RedPacketAccount): Promise<boolean> {
  const facts = await context.pay.query(merchantOf(account, context.secrets), packet.billNo).catch(async (error: unknown) => {
    if (!(error instanceof PayRefused)) throw error;
    if (payReaction(error.code) === 'merchant') await context.write((tx) => stopAccount(tx, 'refused', error.code));
    throw later(context, packet);
  });
  if (!facts) return false;
  await settle(context, packet, facts);
  if (facts.status === 'SENDING') throw later(context, packet);
  return true;
}

/** Null: WeCom says that this customer cannot be paid, or they were erased before anybody was asked. */
async function openidOf(context: JobContext, packet: RedPacket): Promise<string | null> {
  const { wecom, corpId, write, clock } = context;
  try {
    if (packet.externalUserid === '') throw new WeComError({ errcode: 40096, api: '', errmsg: '' });
    return (await externalUseridToOpenid(await wecom(corpId), packet.externalUserid)).openid;
  } catch (error) {
    if (!(error instanceof WeComError) || error.reaction !== 'business' || packet.askedAt !== null) throw error;
    await write((tx) => fail(tx, packet, 'OPENID', clock.now()));
    return null;
  }
}

async function react(context: JobContext, packet: RedPacket, error: unknown): Promise<void> {
  const { write, clock } = context;
  if (error instanceof PayUnclear) throw later(context, packet);
  if (!(error instanceof PayRefused)) throw error;
  const { id, billNo } = packet;
  const problem = error.code.slice(0, 64);
  const reaction = payReaction(error.code);
  await write(async (tx) => {
    // Balance and person are looked at for the number itself; other refusals say nothing of an earlier try.
    const isClear = reaction !== 'unclear' && (packet.askedAt === null || reaction === 'short' || reaction === 'person');
    await tx.update(RedPacket, { id, billNo, state: 'wanted' }, { problem, ...(isClear && { askedAt: null }) });
    if (reaction === 'person') await fail(tx, packet, problem, clock.now());
    if (reaction === 'short') await stopAccount(tx, 'short', problem);
    if (reaction === 'merchant') await stopAccount(tx, 'refused', problem);
  });
  if (reaction === 'later') throw new TryLater(clock.now() + fastMs, error.message);
  if (reaction === 'unclear') throw later(context, packet);
}

function later({ clock }: JobContext, { askedAt, wantedAt }: RedPacket): Error {
  const age = clock.now() - (askedAt ?? wantedAt);
  if (age > knownMs) return new Error('WeChat Pay does not tell any more what became of it; see the merchant’s own console');
  return new TryLater(clock.now() + Math.min(lastMs, Math.max(firstMs, Math.round(age / 2))), 'WeChat Pay has not said what became of it');
}
