import { createPrivateKey, X509Certificate } from 'node:crypto';
import { In, IsNull } from 'typeorm';
import type { ParsedInputOf } from '@scrm/shared/contract';
import type { Language } from '@scrm/shared/error';
import { packetFen, scenePacketFen, type PayAccount, type redPackets } from '@scrm/shared/red-packet';
import type { Clock } from '../../core/clock';
import { newId } from '../../core/db/ids';
import { write, type ReadDb, type WriteDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { Secrets } from '../../core/secrets';
import { dateAt } from '../../core/zone';
import type { Merchant } from '../../wechat/pay';
import { payReason } from '../../wechat/pay-errors';
import { zoneOf } from '../corp';
import { Staff, staffRefs } from '../org';
import { spentFen, sumOf } from './budget';
import { RedPacket, RedPacketAccount } from './entity';
import { fail } from './fail';
import { sendPacket, tellStop } from './orders';

export const secretColumns = ['apiKey', 'workSecret', 'certificate', 'certificateKey'] as const;
export const contextOf = (column: (typeof secretColumns)[number]) => `red_packet_account.${column}`;

interface Around {
  db: ReadDb;
  clock: Clock;
  secrets: Secrets;
}

const dayMs = 86_400_000;
export const daysLeft = (endsAt: number, now: number): number => Math.floor((endsAt - now) / dayMs);

export const accountOf = (db: ReadDb): Promise<RedPacketAccount | null> => db.findOne(RedPacketAccount, {});

/** What one packet may hold. */
export function boundsOf({ sceneId, personFen }: Pick<RedPacketAccount, 'sceneId' | 'personFen'>): { least: number; most: number } {
  const { least, most } = sceneId ? scenePacketFen : packetFen;
  return { least, most: Math.min(most, personFen) };
}

export function merchantOf({ mchId, appId, ...sealed }: RedPacketAccount, secrets: Secrets): Merchant {
  const open = (column: (typeof secretColumns)[number]) => (sealed[column] === '' ? '' : secrets.open(sealed[column], contextOf(column)));
  return { mchId, appId, apiKey: open('apiKey'), workSecret: open('workSecret'), certificate: sealed.certificate === '' ? null : { cert: open('certificate'), key: open('certificateKey') } };
}

type Input = ParsedInputOf<(typeof redPackets)['saveAccount']>;

/** What is not given of the secrets stays as it was; a new merchant number needs its own. */
export async function saveAccount({ db, clock, secrets }: Around, input: Input, { needsCertificate }: { needsCertificate: boolean }): Promise<void> {
  const { updatedAt, apiKey, workSecret, certificate, certificateKey, alertStaffIds, ...fields } = input;
  const { least, most } = fields.sceneId ? scenePacketFen : packetFen;
  if (fields.personFen < least || fields.personFen > most) throw new AppError('red_packet_amount', { least: least / 100, most: most / 100 });
  if (await db.count(Staff, { id: In(alertStaffIds) }) < new Set(alertStaffIds).size) throw new AppError('not_found', { what: '员工' });
  const before = await accountOf(db);
  if ((before?.updatedAt ?? null) !== updatedAt) throw new AppError('stale_edit');
  const given = { apiKey: apiKey ?? '', workSecret: workSecret ?? '', certificate: certificate ?? '', certificateKey: certificateKey ?? '' };
  const isOther = before !== null && before.mchId !== fields.mchId;
  const kept = (column: (typeof secretColumns)[number]) => (given[column] !== '' ? secrets.seal(given[column], contextOf(column)) : isOther && column !== 'workSecret' ? '' : before?.[column] ?? '');
  const sealed = Object.fromEntries(secretColumns.map((column) => [column, kept(column)])) as Pick<RedPacketAccount, (typeof secretColumns)[number]>;
  const missing = [...(sealed.apiKey ? [] : [{ zh: 'API 密钥', en: 'API key' }]), ...(sealed.workSecret ? [] : [{ zh: '企业支付 Secret', en: '企业支付 secret' }]), ...(needsCertificate && !sealed.certificate ? [{ zh: '商户证书', en: 'certificate' }] : [])];
  if (missing.length > 0) throw new AppError('red_packet_secrets', { names: missing });
  const facts = given.certificate || given.certificateKey ? certificateFacts(given.certificate, given.certificateKey) : isOther || !before ? { serial: '', certificateEndsAt: null } : { serial: before.serial, certificateEndsAt: before.certificateEndsAt };
  const now = clock.now();
  const row = { ...fields, alertStaffIds: [...new Set(alertStaffIds)], watchwords: [...new Set(fields.watchwords)], ...sealed, ...facts, updatedAt: Math.max(now, (before?.updatedAt ?? 0) + 1) };
  await write(db, async (tx) => {
    if (!before) return tx.insertMissing(RedPacketAccount, { id: newId('rpa', now), ...row, state: 'active', problem: '' });
    await tx.update(RedPacketAccount, { id: before.id }, { state: () => 'state' });
    // Another merchant knows nothing of these: it would be asked, and pay them once more.
    if ((isOther || before.appId !== fields.appId) && await tx.count(RedPacket, { state: In(['wanted', 'sent']) }) > 0) throw new AppError('red_packet_open');
    if (await tx.update(RedPacketAccount, { id: before.id, updatedAt: before.updatedAt }, row) === 0) throw new AppError('stale_edit');
  });
}

function certificateFacts(cert: string, key: string): Pick<RedPacketAccount, 'serial' | 'certificateEndsAt'> {
  try {
    const parsed = new X509Certificate(cert);
    if (!parsed.checkPrivateKey(createPrivateKey(key))) throw new Error('not a pair');
    return { serial: parsed.serialNumber.slice(0, 64), certificateEndsAt: Date.parse(parsed.validTo) };
  } catch {
    throw new AppError('red_packet_certificate');
  }
}

/** Nothing is sent any more until somebody says so; those who look after it are told once. */
export async function stopAccount(tx: WriteDb, state: 'short' | 'refused', problem: string): Promise<void> {
  if (await tx.update(RedPacketAccount, { state: 'active' }, { state, problem: problem.slice(0, 64) }) > 0) await tx.enqueue(tellStop, { why: state, liveCodeId: '' });
}

export async function pauseAccount(db: ReadDb): Promise<void> {
  const met = await write(db, (tx) => tx.update(RedPacketAccount, { state: 'active' }, { state: 'paused', problem: '' }));
  if (met === 0) throw new AppError('red_packet_state');
}

/** Goes on with what waits, or gives up what WeChat Pay cannot have heard of. */
export async function resumeAccount({ db, clock }: Pick<Around, 'db' | 'clock'>, waiting: 'send' | 'drop'): Promise<void> {
  await write(db, async (tx) => {
    if (await tx.update(RedPacketAccount, { state: In(['short', 'refused', 'paused']) }, { state: 'active', problem: '' }) === 0) throw new AppError('red_packet_state');
    if (waiting === 'drop') for (const packet of await tx.find(RedPacket, { state: 'wanted', askedAt: IsNull() })) await fail(tx, packet, 'DROPPED', clock.now());
    for (const { id } of await tx.find(RedPacket, { state: 'wanted' })) await tx.enqueue(sendPacket, { id });
  });
}

export async function presentAccount({ db, clock }: Pick<Around, 'db' | 'clock'>, account: RedPacketAccount, language: Language): Promise<PayAccount> {
  const { mchId, appId, senderName, sceneId, personFen, dayFen, watchwords, alertStaffIds, apiKey, workSecret, certificate, serial, certificateEndsAt, state, problem, updatedAt } = account;
  const staff = await staffRefs(db, alertStaffIds);
  return {
    mchId, appId, senderName, sceneId, personFen, dayFen, watchwords, alertStaff: alertStaffIds.flatMap((id) => staff.get(id) ?? []), hasApiKey: apiKey !== '', hasWorkSecret: workSecret !== '',
    certificate: certificate === '' || certificateEndsAt === null ? null : { serial, endsAt: certificateEndsAt, daysLeft: daysLeft(certificateEndsAt, clock.now()) }, state, problem: payReason(problem, language), updatedAt,
    usedTodayFen: await spentFen(db, { day: dateAt(await zoneOf(db), clock.now()) }), waiting: await sumOf(db, { state: 'wanted' }),
  };
}
