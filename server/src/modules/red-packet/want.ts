import { createHash, randomInt } from 'node:crypto';
import { In, Not } from 'typeorm';
import { newId } from '../../core/db/ids';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import { dateAt } from '../../core/zone';
import { zoneOf } from '../corp';
import { livingCustomer, findByIdentity, identitiesOf, wasCustomerBefore, type Customer } from '../customer';
import type { CustomerAdded } from '../customer/events';
import { accountOf, boundsOf } from './account';
import { leftFen } from './budget';
import { RedPacket, RedPacketAccount, RedPacketName, RedPacketRule } from './entity';
import { sendPacket, tellStop } from './orders';

const wecomUser = 2;
/** WeCom's own list may date the same coming a few seconds earlier. */
const sameMs = 60_000;

/** Decides, by one at a time in a company, whether there is a packet for whoever was just added, and writes its order before anybody is asked to pay it. */
export async function wantPacket(tx: WriteDb, added: CustomerAdded, liveCodeId: string, now: number): Promise<void> {
  // The lock: persons and budgets are counted over all rows.
  if (await tx.update(RedPacketAccount, {}, { state: () => 'state' }) === 0) return;
  const [account, rule] = [await accountOf(tx), await tx.findOne(RedPacketRule, { liveCodeId, isOn: true })];
  if (!account || !rule || account.state === 'paused') return;
  const customer = await livingCustomer(tx, added.customerId);
  // WeChat Pay knows WeChat's own users only.
  if (!customer || customer.type === wecomUser) return;
  const marks = await marksOf(tx, customer, added.externalUserid);
  if (await hasHadOne(tx, customer, marks)) return;
  if (rule.onlyNew && await wasHereBefore(tx, customer, added.addedAt)) return skip(tx, added, { customerId: customer.id, liveCodeId }, now);

  const day = dateAt(await zoneOf(tx), now);
  const left = await leftFen(tx, account, rule, day);
  const { least, most } = boundsOf(account);
  const [min, max] = [Math.max(rule.minFen, least), Math.min(rule.maxFen, most, left)];
  if (left < min) return tx.enqueue(tellStop, { why: 'budget', liveCodeId }, { key: `${liveCodeId}:${day}` });
  if (max < min) return;

  const { senderName, sceneId } = account;
  const id = newId('rp', now);
  await tx.insert(RedPacket, {
    id, billNo: numberOf(id), liveCodeId, staffId: added.staffId, customerId: customer.id, externalUserid: added.externalUserid, day, amountFen: randomInt(min, max + 1),
    senderName, sceneId, title: rule.title, wish: rule.wish, state: 'wanted', problem: '', wantedAt: now, askedAt: null, sentAt: null, settledAt: null, lookAt: null,
  });
  await keepNames(tx, id, marks, now);
  await tx.enqueue(sendPacket, { id }, { key: id });
}

/** The number under which WeChat Pay knows what this id stands for. */
const numberOf = (id: string) => id.slice('rp_'.length);
export const newNumber = (now: number): string => numberOf(newId('rp', now));

/** Nobody has two: a second row of one of these names is refused by the database. */
export async function keepNames(tx: WriteDb, packetId: string, marks: readonly string[], now: number): Promise<void> {
  await tx.insert(RedPacketName, marks.map((mark) => ({ id: newId('rpn', now), mark, packetId })));
}

/** Stands in the ledger with its reason, once for each time they add. */
async function skip(tx: WriteDb, { staffId, externalUserid, addedAt }: CustomerAdded, { customerId, liveCodeId }: { customerId: string; liveCodeId: string }, now: number): Promise<void> {
  if (await tx.findOne(RedPacket, { customerId, liveCodeId, staffId, state: 'skipped', wantedAt: addedAt })) return;
  const id = newId('rp', now);
  await tx.insert(RedPacket, {
    id, billNo: numberOf(id), liveCodeId, staffId, customerId, externalUserid, day: dateAt(await zoneOf(tx), now), amountFen: 0, senderName: '', sceneId: '', title: '', wish: '', state: 'skipped', problem: 'NOT_NEW',
    wantedAt: addedAt, askedAt: null, sentAt: null, settledAt: now, lookAt: null,
  });
}

/**
 * Every name of theirs, as a hash. WeChat's ids are long and random, so nobody finds one by trying; and no key of ours is
 * in it, for whoever changes keys must not pay twice.
 */
export async function marksOf(db: ReadDb, customer: Customer, externalUserid: string): Promise<string[]> {
  const names = (await identitiesOf(db, customer.id)).filter(({ kind }) => kind === 'externalUserid' || kind === 'unionid').map(({ kind, value }) => `${kind}:${value}`);
  const all = new Set([...names, `externalUserid:${externalUserid}`, `externalUserid:${customer.externalUserid}`, ...(customer.unionid ? [`unionid:${customer.unionid}`] : [])]);
  return [...all].map((name) => createHash('sha256').update(`${db.corpId}:${name}`).digest('base64url'));
}

/** They, and whoever has the same unionid. */
async function samePeople(db: ReadDb, { id, unionid }: Customer): Promise<string[]> {
  const other = unionid ? await findByIdentity(db, 'unionid', unionid) : null;
  return other && other !== id ? [id, other] : [id];
}

/** By one of these names, or as anybody who is the same person. */
export async function hasHadOne(db: ReadDb, customer: Customer, marks: readonly string[]): Promise<boolean> {
  if (await db.count(RedPacketName, { mark: In([...marks]) }) > 0) return true;
  return await db.count(RedPacket, { customerId: In(await samePeople(db, customer)), state: Not(In(['failed', 'skipped'])) }) > 0;
}

async function wasHereBefore(db: ReadDb, customer: Customer, addedAt: number): Promise<boolean> {
  for (const id of await samePeople(db, customer)) if (await wasCustomerBefore(db, id, addedAt - sameMs)) return true;
  return false;
}
