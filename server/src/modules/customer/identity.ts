import type { ReadDb, WriteDb } from '../../core/db/scope';
import { newId } from '../../core/db/ids';
import { CustomerIdentity } from './entity';

export type IdentityKind = CustomerIdentity['kind'];

/** The id of the customer who is known by this name. */
export async function findByIdentity(db: ReadDb, kind: IdentityKind, value: string): Promise<string | null> {
  return (await db.findOne(CustomerIdentity, { kind, value }))?.customerId ?? null;
}

/** All names of a customer. */
export async function identitiesOf(db: ReadDb, customerId: string): Promise<{ kind: IdentityKind; value: string }[]> {
  return (await db.find(CustomerIdentity, { customerId })).map(({ kind, value }) => ({ kind, value }));
}

/** False when the name is already another customer's: two people are never made one by this. */
export async function addIdentity(tx: WriteDb, customerId: string, kind: IdentityKind, value: string): Promise<boolean> {
  await tx.insertMissing(CustomerIdentity, { id: newId('idn'), kind, value, customerId });
  return (await findByIdentity(tx, kind, value)) === customerId;
}
