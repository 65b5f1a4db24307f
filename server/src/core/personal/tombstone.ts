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
 * An id whose person was erased. What WeCom tells of them from before `erasedAt` is not written down again; a relation
 * that began later is a new one, which the person entered into by themselves.
 */
@Entity('tombstone')
@Index('uq_tombstone', ['corpId', 'hash'], { unique: true })
export class Tombstone extends CorpRow {
  @Text(64) hash: string;
  @Time() erasedAt: number;
  /** When a new relation was seen. */
  @Time({ nullable: true }) returnedAt: number | null;
}

const hashOf = (salt: string, name: string) => createHash('sha256').update(salt).update('\0').update(name).digest('base64url');

/** Those of these ids whose person was erased. */
export async function findTombstones(db: ReadDb, names: readonly string[]): Promise<Map<string, Tombstone>> {
  if (names.length === 0) return new Map();
  const row = await db.findOne(PrivacySalt, {});
  if (!row) return new Map();
  const byHash = new Map(names.map((name) => [hashOf(row.salt, name), name]));
  return new Map((await db.find(Tombstone, { hash: In([...byHash.keys()]) })).map((stone) => [byHash.get(stone.hash)!, stone]));
}

/** Whether what happened at `at` (ms) belongs to what was erased. */
export async function isForgotten(db: ReadDb, name: string, at: number): Promise<boolean> {
  const stone = (await findTombstones(db, [name])).get(name);
  return stone !== undefined && at <= stone.erasedAt;
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
