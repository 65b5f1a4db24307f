import { createHash, randomInt } from 'node:crypto';
import { In, Not } from 'typeorm';
import { wallTime } from '../../core/calendar';
import { newId } from '../../core/db/ids';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import { livingCustomer, findByIdentity, identitiesOf } from '../customer';
import type { CustomerAdded } from '../customer/events';
import { accountOf, boundsOf } from './account';
import { spentFen } from './budget';
import { RedPacket, RedPacketAccount, RedPacketName, RedPacketRule } from './entity';
import { sendPacket, tellStop } from './orders';

const wecomUser = 2;

/** Decides, by one at a time in a company, whether there is a packet for whoever was just added, and writes its order before anybody is asked to pay it. */
export async function wantPacket(tx: WriteDb, added: CustomerAdded, liveCodeId: string, now: number): Promise<void> {
  // The lock: persons and budgets are counted over all rows.
  if (await tx.update(RedPacketAccount, {}, { state: () => 'state' }) === 0) return;
  const [account, rule] = [await accountOf(tx), await tx.findOne(RedPacketRule, { liveCodeId, isOn: true })];
  if (!account || !rule || account.state === 'paused') return;
  const customer = await livingCustomer(tx, added.customerId);
  // WeChat Pay knows WeChat's own users only.
  if (!customer || customer.type === wecomUser) return;
  const marks = await marksOf(tx, customer.id, [added.externalUserid, customer.externalUserid], customer.unionid);
  if (await hasHadOne(tx, customer.id, customer.unionid, marks)) return;

  const { day } = wallTime(now);
  const left = Math.min(account.dayFen - await spentFen(tx, { day }), rule.dayFen - await spentFen(tx, { day, liveCodeId }), rule.totalFen - await spentFen(tx, { liveCodeId }));
  const { least, most } = boundsOf(account);
  const [min, max] = [Math.max(rule.minFen, least), Math.min(rule.maxFen, most, left)];
  if (left < min) return tx.enqueue(tellStop, { why: 'budget', liveCodeId }, { key: `${liveCodeId}:${day}` });
  if (max < min) return;

  const id = newId('rp', now);
  const { senderName, sceneId } = account;
  await tx.insert(RedPacket, {
    id, billNo: id.slice('rp_'.length), liveCodeId, staffId: added.staffId, customerId: customer.id, externalUserid: added.externalUserid, day, amountFen: randomInt(min, max + 1),
    senderName, sceneId, title: rule.title, wish: rule.wish, state: 'wanted', problem: '', wantedAt: now, askedAt: null, sentAt: null, settledAt: null, lookAt: null,
  });
  await tx.insert(RedPacketName, marks.map((mark) => ({ id: newId('rpn', now), mark, packetId: id })));
  await tx.enqueue(sendPacket, { id }, { key: id });
}

/**
 * Every name of theirs, as a hash. WeChat's ids are long and random, so nobody finds one by trying; and no key of ours is
 * in it, for whoever changes keys must not pay twice.
 */
async function marksOf(db: ReadDb, customerId: string, externalUserids: readonly string[], unionid: string | null): Promise<string[]> {
  const names = (await identitiesOf(db, customerId)).filter(({ kind }) => kind === 'externalUserid' || kind === 'unionid').map(({ kind, value }) => `${kind}:${value}`);
  const all = new Set([...names, ...externalUserids.map((one) => `externalUserid:${one}`), ...(unionid ? [`unionid:${unionid}`] : [])]);
  return [...all].map((name) => createHash('sha256').update(`${db.corpId}:${name}`).digest('base64url'));
}

/** By one of these names, or as anybody who has the same unionid. */
async function hasHadOne(db: ReadDb, customerId: string, unionid: string | null, marks: readonly string[]): Promise<boolean> {
  if (await db.count(RedPacketName, { mark: In([...marks]) }) > 0) return true;
  const other = unionid ? await findByIdentity(db, 'unionid', unionid) : null;
  return await db.count(RedPacket, { customerId: In([customerId, ...(other ? [other] : [])]), state: Not('failed') }) > 0;
}
