import { In } from 'typeorm';
import type { z } from 'zod';
import type { ConsentState, Purpose } from '@scrm/shared/privacy';
import { isDuplicate } from '../../core/db/database';
import { newId } from '../../core/db/ids';
import { write, type ReadDb, type WriteDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { Reach } from '../../core/http/serve';
import { Customer, recordActivity } from '../customer';
import { Consent, ConsentPurpose, ConsentText, type Channel } from './entity';
import { withinReach } from './requests';

const purposeWord = '用途';

/** Whether this customer's consent holds now: given, not withdrawn since, and to a text that still counts. `purpose` is its key. */
export async function hasConsent(db: ReadDb, customerId: string, purpose: string): Promise<boolean> {
  const row = await db.findOne(ConsentPurpose, { purposeKey: purpose });
  if (!row || row.retiredAt !== null) return false;
  const latest = await db.findOne(Consent, { customerId, purposeId: row.id, isLatest: true });
  return latest !== null && latest.given && latest.version >= row.leastVersion;
}

export interface ConsentWord {
  customerId: string;
  purposeId: string;
  given: boolean;
  channel: Channel;
  evidence: string;
  /** '' for the person themselves. */
  by: string;
  staffId: string | null;
  /** ms. */
  now: number;
}

/** Adds to the ledger what a person said. Saying the same again, to the same text, adds nothing. */
export async function recordConsent(tx: WriteDb, { customerId, purposeId, given, channel, evidence, by, staffId, now }: ConsentWord): Promise<void> {
  // Written to first, so that two words about the same person wait for each other.
  if ((await tx.update(Customer, { id: customerId }, { id: customerId })) === 0) throw new AppError('not_found', { what: '客户' });
  const purpose = await tx.get(ConsentPurpose, purposeId, purposeWord);
  const latest = await tx.findOne(Consent, { customerId, purposeId, isLatest: true });
  if (given && purpose.retiredAt !== null) throw new AppError('consent_purpose_retired');
  if (given && channel !== 'miniprogram' && evidence === '') throw new AppError('consent_evidence_missing');
  if (latest ? latest.given === given && (!given || latest.version === purpose.version) : !given) return;
  await tx.update(Consent, { customerId, purposeId, isLatest: true }, { isLatest: false });
  const id = newId('cst', now);
  await tx.insert(Consent, { id, customerId, purposeId, version: purpose.version, given, isLatest: true, at: now, channel, evidence, recordedBy: by.slice(0, 128) });
  await recordActivity(tx, { customerId, staffId, kind: given ? 'consent.given' : 'consent.withdrawn', at: now, data: { purpose: purpose.name, channel, ...(by && { by }) }, naturalKey: `consent:${id}` });
}

/** Each purpose with what this customer said. Retired ones only where something was said. */
export async function consentsOf(db: ReadDb, customerId: string): Promise<z.input<typeof ConsentState>[]> {
  const purposes = await db.find(ConsentPurpose, {}, { order: { id: 'ASC' } });
  const latest = new Map((await db.find(Consent, { customerId, isLatest: true })).map((row) => [row.purposeId, row]));
  const texts = await textsOf(db, purposes);
  return purposes.filter((one) => one.retiredAt === null || latest.has(one.id)).map((one) => {
    const said = latest.get(one.id);
    const state = !said ? 'never' : !said.given ? 'withdrawn' : said.version < one.leastVersion || one.retiredAt !== null ? 'outdated' : 'given';
    return { purposeId: one.id, name: one.name, text: texts.get(one.id) ?? '', version: one.version, state, at: said?.at ?? null, channel: said?.channel ?? null, evidence: said?.evidence ?? '' };
  });
}

async function textsOf(db: ReadDb, purposes: readonly ConsentPurpose[]): Promise<Map<string, string>> {
  const rows = purposes.length === 0 ? [] : await db.find(ConsentText, { purposeId: In(purposes.map((one) => one.id)) });
  return new Map(purposes.map((one) => [one.id, rows.find((row) => row.purposeId === one.id && row.version === one.version)?.text ?? '']));
}

/** `reach`: whose customers are counted. */
export async function presentPurposes(db: ReadDb, purposes: readonly ConsentPurpose[], reach: Reach): Promise<z.input<typeof Purpose>[]> {
  const texts = await textsOf(db, purposes);
  return Promise.all(purposes.map(async (one) => ({
    id: one.id, key: one.purposeKey, name: one.name, text: texts.get(one.id) ?? '', version: one.version, channels: one.channels, retiredAt: one.retiredAt, updatedAt: one.updatedAt,
    given: await withinReach(db.query(Consent, 'consent'), 'consent.customerId', reach).andWhere('consent.purposeId = :id AND consent.isLatest = 1 AND consent.given = 1 AND consent.version >= :least', { id: one.id, least: one.leastVersion }).getCount(),
  })));
}

export function listPurposes(db: ReadDb): Promise<ConsentPurpose[]> {
  return db.find(ConsentPurpose, {}, { order: { id: 'ASC' } });
}

export interface PurposeDraft {
  name: string;
  text: string;
  channels: Channel[];
}

export async function createPurpose(db: ReadDb, { key, name, text, channels }: PurposeDraft & { key: string }, { by, now }: { by: string; now: number }): Promise<ConsentPurpose> {
  const id = newId('csp', now);
  try {
    await write(db, async (tx) => {
      await tx.insert(ConsentPurpose, { id, purposeKey: key, name, channels: [...new Set(channels)], version: 1, leastVersion: 1, retiredAt: null, createdAt: now, updatedAt: now });
      await tx.insert(ConsentText, { id: newId('cxt', now), purposeId: id, version: 1, text, createdAt: now, createdBy: by.slice(0, 128) });
    });
  } catch (error) {
    if (isDuplicate(error)) throw new AppError('consent_key_taken', { key });
    throw error;
  }
  return db.get(ConsentPurpose, id, purposeWord);
}

export async function updatePurpose(tx: WriteDb, id: string, draft: PurposeDraft & { updatedAt: number; asksAgain: boolean }, { by, now }: { by: string; now: number }): Promise<ConsentPurpose> {
  const before = await tx.get(ConsentPurpose, id, purposeWord);
  const isNewText = (await textsOf(tx, [before])).get(id) !== draft.text;
  const version = before.version + (isNewText ? 1 : 0);
  const met = await tx.update(ConsentPurpose, { id, updatedAt: draft.updatedAt }, {
    name: draft.name, channels: [...new Set(draft.channels)], version, leastVersion: isNewText && draft.asksAgain ? version : before.leastVersion, updatedAt: Math.max(now, draft.updatedAt + 1),
  });
  if (met === 0) throw new AppError('stale_edit');
  if (isNewText) await tx.insert(ConsentText, { id: newId('cxt', now), purposeId: id, version, text: draft.text, createdAt: now, createdBy: by.slice(0, 128) });
  return tx.get(ConsentPurpose, id, purposeWord);
}

export async function retirePurpose(tx: WriteDb, id: string, { retired, now }: { retired: boolean; now: number }): Promise<ConsentPurpose> {
  const before = await tx.get(ConsentPurpose, id, purposeWord);
  if ((before.retiredAt !== null) !== retired) await tx.update(ConsentPurpose, { id }, { retiredAt: retired ? now : null, updatedAt: Math.max(now, before.updatedAt + 1) });
  return tx.get(ConsentPurpose, id, purposeWord);
}
