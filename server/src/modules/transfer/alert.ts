import { And, In, IsNull, LessThan, MoreThanOrEqual } from 'typeorm';
import { lossKinds, type LossKind, type LossRule, type LossSettings } from '@scrm/shared/loss-alert';
import type { JobContext } from '../../core/jobs/define';
import { newId } from '../../core/db/ids';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import { clockTime, offsetAt } from '../../core/zone';
import { sendTextCard, type TextCard } from '../../wecom/api/message';
import { yuan } from '@scrm/shared/money';
import { truncate } from '@scrm/shared/text';
import { zoneOf } from '../corp';
import { customerNames } from '../customer';
import type { CustomerLost } from '../customer/events';
import { leadersOf, Staff } from '../org';
import { LossAlert, TransferItem } from './entity';
import { tell, tellDigest, tellRest, type Card, type Span } from './orders';
import { dayMs, readSetting, saveSetting } from './setting';
import { worthOf } from './worth';

const staleMs = dayMs;
/** So long after the digest before a loss may be heard of that came before it. */
const lateMs = 3_600_000;

/** Somebody left the other: it is written down, and told where the company wants that. */
export async function announceLoss({ db, write }: JobContext, { customerId, staffId, externalUserid, lostBy, lostAt, isLost }: CustomerLost): Promise<void> {
  if (!isLost || lostBy === 'transfer') return;
  // A hand-over that took effect while its callback was lost looks as if the staff member had deleted the customer.
  if (lostBy === 'staff' && await db.findOne(TransferItem, { externalUserid, fromStaffId: staffId, state: In(['pending', 'moving', 'asking']) })) return;
  const kind: LossKind = lostBy === 'staff' ? 'byStaff' : 'byCustomer';
  await write(async (tx) => {
    const naturalKey = `${customerId}:${staffId}:${lostAt}:${kind}`;
    if (await tx.findOne(LossAlert, { naturalKey })) return;
    await tx.insertMissing(LossAlert, { id: newId('los', lostAt), kind, customerId, staffId, at: lostAt, naturalKey, toldAt: null, told: [] });
    const alert = (await tx.findOne(LossAlert, { naturalKey }))!;
    const rule = (await readSetting(tx, 'loss'))[kind];
    if (rule.on && rule.when === 'atOnce') await tx.enqueue(tell, { id: alert.id }, { key: `transfer.tell:${alert.id}` });
  });
}

/** One card for one loss. It may run twice: WeCom shows the same card once. */
export async function sendLoss(context: JobContext, id: string): Promise<void> {
  const { db, clock } = context;
  const alert = await db.findOne(LossAlert, { id });
  if (!alert || alert.toldAt !== null || alert.at < clock.now() - staleMs) return;
  const rule = (await readSetting(db, 'loss'))[alert.kind];
  const staff = await db.findOne(Staff, { id: alert.staffId });
  if (!rule.on || !staff) return;
  const name = (await customerNames(db, [alert.customerId])).get(alert.customerId) || '一位客户';
  const who = staff.name ?? `$userName=${staff.userId}$`;
  const words = alert.kind === 'byStaff' ? `${who} 删除了客户「${name}」` : `客户「${name}」删除了 ${who}`;
  await send(context, [alert], await recipientsOf(context, rule, staff), {
    title: alert.kind === 'byStaff' ? '员工删除客户' : '客户流失', description: `${words}${await worthLine(db, [alert])}\n${clockTime(await zoneOf(db), alert.at).slice(0, 16)}`, button: '查看',
    // Whom a colleague deleted may be nobody's any more: their page would not open.
    url: `${context.publicUrl}/admin/${alert.kind === 'byStaff' ? 'losses?kind=byStaff' : `customers/${alert.customerId}`}`,
  });
}

/** One card a person for all since the last digest that were not told yet. `until` in ms. */
export async function orderDigest(context: JobContext, until: number): Promise<void> {
  const { db, write, clock } = context;
  const [settings, last, zone] = [await readSetting(db, 'loss'), await readSetting(db, 'digest'), await zoneOf(db)];
  if (last.until >= until) return;
  const since = last.until || dayBefore(zone, until);
  const cards = await cardsOf(context, settings, { since, until, kinds: lossKinds.filter((kind) => settings[kind].when === 'daily') });
  await write(async (tx) => {
    await saveSetting(tx, 'digest', { until, updatedAt: last.updatedAt }, clock.now());
    await orderCards(tx, cards);
  });
}

/** What the rules told once a day until now, and tell at once from now on: the losses since the last digest would be told by neither. */
export async function orderRest(tx: WriteDb, before: LossSettings, after: LossSettings, now: number): Promise<void> {
  const kinds = lossKinds.filter((kind) => before[kind].on && before[kind].when === 'daily' && after[kind].on && after[kind].when === 'atOnce');
  if (kinds.length === 0) return;
  const { until } = await readSetting(tx, 'digest');
  await tx.enqueue(tellRest, { since: until || dayBefore(await zoneOf(tx), now + 1), until: now + 1, kinds });
}

/** May run twice: a card that was ordered has a key. */
export async function orderRestCards(context: JobContext, span: Span): Promise<void> {
  const cards = await cardsOf(context, await readSetting(context.db, 'loss'), span);
  await context.write((tx) => orderCards(tx, cards));
}

/** The same time on the clock the day before, also where clocks were changed between. Where hour or zone were moved the last digest was at another time. */
const dayBefore = (zone: string, until: number) => until - dayMs + offsetAt(zone, until) - offsetAt(zone, until - dayMs);

/** Who is to hear of which losses. */
async function cardsOf(context: JobContext, settings: LossSettings, { since, until, kinds }: Span): Promise<Card[]> {
  const { db } = context;
  const rows = (await db.find(LossAlert, { toldAt: IsNull(), at: And(MoreThanOrEqual(since - lateMs), LessThan(until)) })).filter(({ kind }) => kinds.includes(kind) && settings[kind].on);
  const staff = new Map((await db.find(Staff, { id: In([...new Set(rows.map((row) => row.staffId))]) })).map((row) => [row.id, row]));
  const byPerson = new Map<string, string[]>();
  const managers = new Map<string, Staff[]>();
  for (const { id, kind, staffId } of rows) {
    const key = `${kind}:${staffId}`;
    if (!managers.has(key)) managers.set(key, await recipientsOf(context, settings[kind], staff.get(staffId)!));
    for (const person of managers.get(key)!) byPerson.set(person.id, [...(byPerson.get(person.id) ?? []), id]);
  }
  return [...byPerson].map(([staffId, alertIds]) => ({ staffId, alertIds, since, until }));
}

/** Each is a job of its own, so that whatever ends one in the middle costs no other person theirs. */
async function orderCards(tx: WriteDb, cards: readonly Card[]): Promise<void> {
  for (const card of cards) await tx.enqueue(tellDigest, card, { key: `transfer.tellDigest:${card.until}:${card.staffId}` });
}

/** It may run twice: WeCom shows the same card once, and whoever was told is not told again. */
export async function sendDigest(context: JobContext, { staffId, alertIds, since, until }: Card): Promise<void> {
  const { db, publicUrl } = context;
  const person = await db.findOne(Staff, { id: staffId, state: 'active' });
  const own = (await db.find(LossAlert, { id: In(alertIds) })).filter(({ told }) => !told.includes(staffId));
  if (!person || own.length === 0) return;
  const zone = await zoneOf(db);
  const count = (kind: LossKind) => own.filter((alert) => alert.kind === kind).length;
  await send(context, own, [person], {
    title: '客户流失日报', description: `${since === dayBefore(zone, until) ? '过去一天' : `${clockTime(zone, since).slice(0, 16)} 以来`}：客户删除员工 ${count('byCustomer')} 次，员工删除客户 ${count('byStaff')} 次${await worthLine(db, own)}\n${clockTime(zone, until).slice(0, 16)}`, url: `${publicUrl}/admin/losses`, button: '查看',
  });
}

/** Only where nobody is kept from the field: the card is read by many. */
async function worthLine(db: ReadDb, alerts: readonly LossAlert[]): Promise<string> {
  const worth = await worthOf({ db, roles: null }, alerts.map(({ customerId }) => customerId));
  return worth.state === 'known' && worth.known > 0 ? `\n客户价值 ¥${yuan(worth.fen)}` : '';
}

/** Each once: the staff member, those who lead their departments, and the chosen ones. */
async function recipientsOf(context: JobContext, rule: LossRule, staff: Staff): Promise<Staff[]> {
  const { db } = context;
  const managers = rule.toManagers ? await leadersOf(context, staff) : [];
  const chosen = rule.staffIds.length > 0 ? await db.find(Staff, { id: In(rule.staffIds) }) : [];
  const all = [...(rule.toSelf ? [staff] : []), ...managers, ...chosen].filter((one) => one.state === 'active');
  return [...new Map(all.map((one) => [one.id, one])).values()];
}

async function send(context: JobContext, alerts: readonly LossAlert[], people: readonly Staff[], card: TextCard): Promise<void> {
  const { corpId, clock, write } = context;
  if (people.length === 0) return;
  const reached = await sendTextCard(await context.wecom(corpId), people.map((one) => one.userId), { ...card, description: truncate(card.description, 150) });
  if (!reached) return;
  const told = people.filter((one) => reached.includes(one.userId)).map((one) => one.id);
  await write(async (tx) => {
    // Held first, for others are told of the same at the same time.
    const ids = In(alerts.map(({ id }) => id));
    await tx.update(LossAlert, { id: ids }, { toldAt: clock.now() });
    for (const { id, told: before } of await tx.find(LossAlert, { id: ids })) await tx.update(LossAlert, { id }, { told: [...new Set([...before, ...told])] });
  });
}
