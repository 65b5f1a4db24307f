import { setTombstones } from '../../core/personal/tombstone';
import type { PersonalContext } from '../../core/personal/declare';
import { AppError } from '../../core/errors';
import { newId } from '../../core/db/ids';
import { write } from '../../core/db/scope';
import type { Customer } from '../customer';
import { coverMeant, type Meant } from './elsewhere';
import { Erasure } from './entity';
import { begin } from './erase';
import { eraseJob } from './jobs';
import { findPerson, sealPerson } from './person';
import { openRequest } from './requests';

/** What is typed in place of a name that WeCom has not told. */
export const erasureName = ({ name, id }: Pick<Customer, 'name' | 'id'>): string => name || id;

/** Begins an erasure, or gives the one that there is. From here on nothing about the person is written down again. */
export async function startErasure(context: PersonalContext, customer: Customer, { typed, meant, by }: { typed: string; meant: Meant; by: string }): Promise<Erasure> {
  const { db, clock, secrets } = context;
  const known = await db.findOne(Erasure, { customerId: customer.id });
  if (known) return known;
  if (typed.trim() !== erasureName(customer).trim()) throw new AppError('erasure_name_differs');
  const person = await findPerson(context, customer.id);
  const now = clock.now();
  return write(db, async (tx) => {
    const id = newId('era', now);
    await tx.insertMissing(Erasure, {
      id, customerId: customer.id, state: 'running', person: sealPerson(secrets, person), position: begin, counts: {}, startedAt: now, finishedAt: null,
      startedBy: by.slice(0, 128), error: '', certificate: '', certificateHash: '',
    });
    const erasure = (await tx.findOne(Erasure, { customerId: customer.id }))!;
    if (erasure.id !== id) return erasure;
    await setTombstones(tx, person.names, now);
    await tx.update(Erasure, { id }, { counts: await coverMeant(tx, context, person, meant, now) });
    await openRequest(tx, { customerId: customer.id, type: 'erasure', channel: 'console', note: '', createdBy: by, now });
    await tx.enqueue(eraseJob, { id }, { key: id });
    return erasure;
  });
}
