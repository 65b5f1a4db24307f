import { In } from 'typeorm';
import type { Identity } from '@scrm/shared/identity';
import type { IdentityKind } from '@scrm/shared/identity';
import { AppError } from '../../core/errors';
import { newId } from '../../core/db/ids';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import type { SealedColumn } from '../../core/sealed';
import type { Secrets } from '../../core/secrets';
import { CustomerIdentity } from './entity';
import { identityClash, type IdentityClash } from './events';
import { livingId } from './find';

export type { IdentityKind };

/** What is known of a name beside itself. */
export interface NameFacts {
  source?: CustomerIdentity['source'];
  /** Proven to be theirs, and not only typed. */
  verified?: boolean;
  /** The external_userid under which it was learned. */
  via?: string;
  /** When it was learned, ms. */
  since?: number;
  sealed?: string | null;
  /** As a person may see it. */
  shown?: string;
}

/** The id of the customer who is known by this name. */
export async function findByIdentity(db: ReadDb, kind: IdentityKind, value: string): Promise<string | null> {
  return (await db.findOne(CustomerIdentity, { kind, value }))?.customerId ?? null;
}

/** All names of a customer. */
export async function identitiesOf(db: ReadDb, customerId: string): Promise<{ kind: IdentityKind; value: string }[]> {
  return (await db.find(CustomerIdentity, { customerId: await livingId(db, customerId) })).map(({ kind, value }) => ({ kind, value }));
}

/** False when the name is another customer's already: that is announced, and whether they are one person is decided by the rules. */
export async function addIdentity(tx: WriteDb, customerId: string, kind: IdentityKind, value: string, facts: NameFacts = {}): Promise<boolean> {
  const owner = await livingId(tx, customerId);
  const { shown, ...columns } = facts;
  await tx.insertMissing(CustomerIdentity, { id: newId('idn'), kind, value, customerId: owner, source: 'unknown', ...columns });
  const row = (await tx.findOne(CustomerIdentity, { kind, value }))!;
  if (row.customerId === owner) {
    if (facts.verified && !row.verified) await tx.update(CustomerIdentity, { id: row.id }, { verified: true });
    return true;
  }
  await announceClash(tx, { customerId: owner, otherId: row.customerId, kind, shown: shown ?? value, verified: isSure(kind, facts) && isSure(kind, row) });
  return false;
}

/** WeChat itself vouches for its own ids; an e-mail address counts when its owner wrote it into a form. */
const isSure = (kind: IdentityKind, { verified, source }: NameFacts) => verified === true || (kind === 'email' && source === 'form') || !['phone', 'email', 'visitor'].includes(kind);

export async function announceClash(tx: WriteDb, clash: IdentityClash): Promise<void> {
  const { customerId, otherId, kind, verified } = clash;
  await tx.publish(identityClash, clash, { key: `clash:${kind}:${customerId}:${otherId}:${verified ? 1 : 0}` });
}

/** `+8613812345678` from what people write; null when it is no number. */
export function phoneOf(text: string): string | null {
  const digits = text.replace(/[\s\-()（）]/g, '').replace(/^00/, '+');
  if (/^1[3-9]\d{9}$/.test(digits)) return `+86${digits}`;
  if (/^86(1[3-9]\d{9})$/.test(digits)) return `+${digits}`;
  return /^\+\d{7,15}$/.test(digits) ? digits : null;
}

export function emailOf(text: string): string | null {
  const value = text.trim().toLowerCase();
  return /^[^\s@]{1,64}@[^\s@]+\.[^\s@]{2,}$/.test(value) && value.length <= 128 ? value : null;
}

/** A phone number or e-mail address as rows keep it: found by its blind index, read only with the key. Throws `identity_invalid`. */
export function hideName(secrets: Secrets, kind: 'phone' | 'email', text: string): { value: string; sealed: string; shown: string } {
  const plain = kind === 'phone' ? phoneOf(text) : emailOf(text);
  if (plain === null) throw new AppError('identity_invalid');
  return { value: secrets.blindIndex(plain, `identity.${kind}`), sealed: secrets.seal(plain, `identity.${kind}`), shown: maskOf(kind, plain) };
}

/** What to look for to find somebody by a phone number or e-mail address, under every key, the newest first. Null where it is none. */
export function nameKeys(secrets: Secrets, kind: 'phone' | 'email', text: string): string[] | null {
  const plain = kind === 'phone' ? phoneOf(text) : emailOf(text);
  return plain === null ? null : secrets.blindIndexes(plain, `identity.${kind}`);
}

/** Who is known by which of these names of one kind; unknown ones are absent. */
export async function customersByIdentities(db: ReadDb, kind: IdentityKind, values: readonly string[]): Promise<Map<string, string>> {
  if (values.length === 0) return new Map();
  return new Map((await db.find(CustomerIdentity, { kind, value: In([...new Set(values)]) })).map((row) => [row.value, row.customerId]));
}

/** As a person may see it. */
export function maskOf(kind: IdentityKind, plain: string): string {
  if (kind === 'phone') return plain.replace(/^\+86/, '').replace(/^(.{3}).*(.{4})$/, '$1****$2');
  if (kind === 'email') return plain.replace(/^(.)[^@]*(@.*)$/, '$1***$2');
  return plain;
}

/** Who is known by this phone number, under any key that can still read. */
export async function customerIdsByPhoneName(db: ReadDb, secrets: Secrets, phone: string): Promise<string[]> {
  const plain = phoneOf(phone.normalize('NFKC'));
  return plain === null ? [] : (await db.find(CustomerIdentity, { kind: 'phone', value: In(secrets.blindIndexes(plain, 'identity.phone')) })).map((row) => row.customerId);
}

/** A phone number or e-mail address of a customer; false when it is another's already. */
export async function addHiddenIdentity(tx: WriteDb, secrets: Secrets, customerId: string, { kind, text, ...facts }: { kind: 'phone' | 'email'; text: string } & NameFacts): Promise<boolean> {
  const { value, sealed, shown } = hideName(secrets, kind, text);
  // While keys change, a name that is known under an older one is the same name.
  const older = nameKeys(secrets, kind, text)!.filter((key) => key !== value);
  if (older.length > 0) await tx.update(CustomerIdentity, { kind, value: In(older) }, { value, sealed });
  return addIdentity(tx, customerId, kind, value, { sealed, shown, ...facts });
}

/** Phone numbers and e-mail addresses follow a change of keys, and so does what finds them. */
export const sealedNames: SealedColumn[] = [{
  table: 'customer_identity', column: 'sealed', reads: ['kind'], context: ({ kind }) => `identity.${kind}`,
  blind: { column: 'value', of: (plain, { kind }, secrets) => secrets.blindIndex(plain, `identity.${kind}`) },
}];

export function presentIdentity({ id, kind, value, sealed, verified, since, source }: CustomerIdentity, secrets: Secrets): Identity {
  const plain = sealed === null ? value : secrets.open(sealed, `identity.${kind}`);
  return { id, kind, shown: maskOf(kind, plain), verified, since, source };
}
