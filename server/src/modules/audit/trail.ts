import { createHash } from 'node:crypto';
import type { Clock } from '../../core/clock';
import type { Database } from '../../core/db/database';
import { newId } from '../../core/db/ids';
import type { WriteDb } from '../../core/db/scope';
import type { TracedCall, Trail } from '../../core/http/serve';
import { AuditEntry, AuditHead, AuditObject, AuditOpen, type Facts } from './entity';

/** Two short writes around each call that changes something; calls that only read never come here. */
export function createTrail(database: Database, clock: Clock): Trail {
  const begun = new Set<string>();

  /** By itself: made inside of the other transactions it would bring them to a deadlock. */
  async function beginChain(corpId: string): Promise<void> {
    if (begun.has(corpId)) return;
    await database.write(corpId, (tx) => tx.insertMissing(AuditHead, { id: newId('auh'), seq: 0, hash: '' }));
    begun.add(corpId);
  }

  return {
    begin: async (call) => {
      await beginChain(call.corpId);
      const id = newId('aud', clock.now());
      await database.write(call.corpId, (tx) => tx.insert(AuditOpen, { id, at: clock.now(), facts: factsOf(call) }));
      return id;
    },
    finish: async (id, call, outcome, reply) => {
      const facts = factsOf(call, reply);
      await database.write(call.corpId, (tx) => closeEntry(tx, id, facts, outcome, clock.now()));
    },
    drop: async (id) => {
      await database.execute('DELETE FROM audit_open WHERE id = ?', [id]);
    },
  };
}

/** Puts a begun call at the end of the chain, once. */
export async function closeEntry(tx: WriteDb, id: string, facts: Facts, outcome: AuditEntry['outcome'], now: number): Promise<void> {
  if (await tx.remove(AuditOpen, { id }) === 0) return;
  // The count up locks the head, so that rows of other processes wait for this one.
  await tx.update(AuditHead, {}, { seq: () => 'seq + 1' });
  const head = (await tx.findOne(AuditHead, {}))!;
  const row = { id, seq: head.seq, at: now, outcome, ...facts, previousHash: head.hash };
  const hash = hashOf({ ...row, corpId: tx.corpId });
  await tx.insert(AuditEntry, { ...row, hash });
  await tx.update(AuditHead, {}, { hash });
  if (facts.objects.length > 0) await tx.insert(AuditObject, facts.objects.map((objectId) => ({ id: newId('auo', now), objectId, auditId: id })));
}

type Hashed = Omit<AuditEntry, 'hash'>;

/** Over every column in a fixed order, the hash before among them. */
export function hashOf(row: Hashed): string {
  const { corpId, id, seq, at, actorId, actorName, actorKind, call, action, outcome, objects, fields, ip, requestId, previousHash } = row;
  return createHash('sha256').update(JSON.stringify([previousHash, corpId, id, seq, at, actorId, actorName, actorKind, call, action, outcome, objects, fields, ip, requestId])).digest('hex');
}

const isOurId = (value: unknown): value is string => typeof value === 'string' && /^[a-z]{2,4}_[0-9A-HJKMNP-TV-Z]{26}$/.test(value);
const mostObjects = 300;

/** Who, what, and the ids it was about; of what was filled in only the names, so that no password or text can stay here, and what the call told of itself. */
function factsOf({ actor, call, action, ip, requestId, input, told }: TracedCall, reply?: unknown): Facts {
  const about = new Set([...idsIn(input), ...(isRecord(reply) && isOurId(reply.id) ? [reply.id] : [])]);
  const fields = isRecord(input) ? Object.entries(input).filter(([, value]) => value !== undefined && !isOurId(value)).map(([name]) => name.slice(0, 60)) : [];
  return {
    actorId: actor.id, actorName: actor.name.slice(0, 128), actorKind: actor.kind === 'staff' ? 'staff' : 'account', call, action,
    objects: [...about].slice(0, mostObjects), fields: [...fields, ...told.map((fact) => fact.slice(0, 200))], ip: ip.slice(0, 64), requestId: requestId.slice(0, 40),
  };
}

function* idsIn(value: unknown): Generator<string> {
  if (isOurId(value)) yield value;
  else if (value !== null && typeof value === 'object') for (const inner of Object.values(value)) yield* idsIn(inner);
}

const isRecord = (value: unknown): value is Record<string, unknown> => value !== null && typeof value === 'object' && !Array.isArray(value);
