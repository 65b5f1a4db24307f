import { createHash, randomBytes } from 'node:crypto';
import { Entity, In, Index } from 'typeorm';
import { CorpRow, Text, Time } from '../db/columns';
import { newId } from '../db/ids';
import type { ReadDb, WriteDb } from '../db/scope';

/** A corp's salt, made at its first erasure, so that nobody can look up an id who has only the hash. */
@Entity('privacy_salt')
@Index('uq_privacy_salt', ['corpId'], { unique: true })
export class PrivacySalt extends CorpRow {
  @Text(64) salt: string;
}

/**
 * An id whose person was erased. What WeCom tells of them from before `erasedAt` is not written down again, nor is a
 * hand-over that ends later; a relation that the person entered into by themselves since is a new one.
 */
@Entity('tombstone')
@Index('uq_tombstone', ['corpId', 'hash'], { unique: true })
export class Tombstone extends CorpRow {
  @Text(64) hash: string;
  @Time() erasedAt: number;
  /** When a new relation was seen. */
  @Time({ nullable: true }) returnedAt: number | null;
}

/** What is said of a callback whose text is gone because the person it named was erased. */
export const erasedReason = 'the person was erased';

const hashOf = (salt: string, name: string) => createHash('sha256').update(salt).update('\0').update(name).digest('base64url');

/** Those of these ids whose person was erased. */
export async function findTombstones(db: ReadDb, names: readonly string[]): Promise<Map<string, Tombstone>> {
  if (names.length === 0) return new Map();
  const row = await db.findOne(PrivacySalt, {});
  if (!row) return new Map();
  const byHash = new Map(names.map((name) => [hashOf(row.salt, name), name]));
  return new Map((await db.find(Tombstone, { hash: In([...byHash.keys()]) })).map((stone) => [byHash.get(stone.hash)!, stone]));
}

/** News of a relation: when it began or changed (ms), and whether the person did it, not the company. */
export interface Relation {
  at: number;
  byThemselves: boolean;
}

/** Whether this belongs to what was erased: it is older, or the company gave the person on before they came back by themselves. */
export function isBuried(stone: Tombstone | undefined, { at, byThemselves }: Relation): boolean {
  if (!stone) return false;
  return at <= stone.erasedAt || (!byThemselves && (stone.returnedAt === null || at < stone.returnedAt));
}

export async function isForgotten(db: ReadDb, name: string, relation: Relation): Promise<boolean> {
  return isBuried((await findTombstones(db, [name])).get(name), relation);
}

/** From `now` (ms) on these ids are those of someone who was erased. Gives the hash of each, in their order. */
export async function setTombstones(tx: WriteDb, names: readonly string[], now: number): Promise<string[]> {
  await tx.insertMissing(PrivacySalt, { id: newId('slt', now), salt: randomBytes(32).toString('base64url') });
  const { salt } = (await tx.findOne(PrivacySalt, {}))!;
  const hashes = names.map((name) => hashOf(salt, name));
  await tx.upsert(Tombstone, hashes.map((hash) => ({ id: newId('tmb', now), hash, erasedAt: now, returnedAt: null })), ['hash'], ['erasedAt', 'returnedAt']);
  return hashes;
}

/** The person began a new relation. */
export async function noteReturn(tx: WriteDb, stone: Tombstone, at: number): Promise<void> {
  if (stone.returnedAt === null) await tx.update(Tombstone, { id: stone.id }, { returnedAt: at });
}
