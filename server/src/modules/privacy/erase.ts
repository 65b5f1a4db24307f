import type { Person } from '../../core/personal/declare';
import { setTombstones } from '../../core/personal/tombstone';
import type { WriteDb } from '../../core/db/scope';
import type { JobContext } from '../../core/jobs/define';
import { noteChange } from '../customer-change';
import { customerErased } from '../customer/events';
import { certify } from './certificate';
import { coverSure } from './elsewhere';
import { Erasure, PrivacyRequest, type Counts, type Position } from './entity';
import { readPerson } from './person';

/** A round that finds nothing is the last. More than this many means that something keeps writing about the person. */
const mostRounds = 10;
export const begin: Position = { round: 1, table: 0, after: '', touched: 0 };

/**
 * Goes through every table that a module declares, a few rows in a transaction that also keeps the place, then once more:
 * what was written meanwhile is found by the next round, and a round that finds nothing is the last.
 */
export async function eraseAll(context: JobContext, id: string): Promise<void> {
  const { db, secrets, personalData, signal } = context;
  const row = await db.findOne(Erasure, { id });
  if (row?.state !== 'running') return;
  const person = readPerson(secrets, row.person);
  let { position, counts } = row;
  for (;;) {
    signal.throwIfAborted();
    const data = personalData[position.table];
    if (!data) {
      if (position.touched === 0) break;
      if (position.round >= mostRounds) throw new Error('Something keeps writing about the person');
      position = { ...begin, round: position.round + 1 };
      continue;
    }
    const batch = await data.batch(context, person, position.after);
    if (!batch) {
      position = { ...position, table: position.table + 1, after: '' };
      continue;
    }
    await batch.before();
    const changed = batch.deleted + batch.blanked;
    position = { ...position, after: batch.next, touched: position.touched + changed };
    counts = changed > 0 ? add(counts, data.entity.name, batch) : counts;
    const place = { position, counts, error: '' };
    if (changed === 0) continue;
    await context.write(async (tx) => {
      await batch.work(tx);
      // The lists drop whom they cannot read any more.
      noteChange(tx, [person.customerId]);
      await tx.update(Erasure, { id }, place);
    });
  }
  await coverSure(context, person, async (tx, table, blanked) => {
    counts = add(counts, table, { deleted: 0, blanked });
    await tx.update(Erasure, { id }, { counts });
  });
  await finish(context, id, person, counts);
  await db.database.forgetDeleted();
}

function add(counts: Counts, table: string, { deleted, blanked }: { deleted: number; blanked: number }): Counts {
  const before = counts[table] ?? { deleted: 0, blanked: 0 };
  return { ...counts, [table]: { deleted: before.deleted + deleted, blanked: before.blanked + blanked } };
}

async function finish(context: JobContext, id: string, person: Person, counts: Counts): Promise<void> {
  const { clock } = context;
  const now = clock.now();
  await context.write(async (tx) => {
    const erasure = await tx.findOne(Erasure, { id });
    if (erasure?.state !== 'running') return;
    const hashes = await setTombstones(tx, person.names, erasure.startedAt);
    const certificate = await certify(context, { ...erasure, counts, finishedAt: now }, hashes);
    await tx.update(Erasure, { id }, { state: 'done', person: '', counts, finishedAt: now, error: '', certificate: certificate.text, certificateHash: certificate.hash });
    noteChange(tx, [person.customerId]);
    await settleErasures(tx, person.customerId, erasure.startedBy, now);
    await tx.publish(customerErased, { customerId: person.customerId }, { key: id });
  });
}

async function settleErasures(tx: WriteDb, customerId: string, by: string, now: number): Promise<void> {
  await tx.update(PrivacyRequest, { customerId, type: 'erasure', state: 'open' }, { state: 'done', settledAt: now, settledBy: by, updatedAt: now });
  // What else was asked about this person has nothing left to be about.
  await tx.update(PrivacyRequest, { customerId, state: 'open' }, { state: 'done', settledAt: now, settledBy: by, updatedAt: now });
}
