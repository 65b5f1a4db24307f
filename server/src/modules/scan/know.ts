import { IsNull } from 'typeorm';
import type { WriteDb } from '../../core/db/scope';
import { addIdentity, livingId, type NameFacts } from '../customer';
import { Scan } from './entity';

/** From now on this browser is that customer's, and what it scanned before was theirs. False: it is another customer's already. */
export async function knowVisitor(tx: WriteDb, visitor: string, customerId: string, source: NonNullable<NameFacts['source']>, since: number): Promise<boolean> {
  const isTheirs = await addIdentity(tx, customerId, 'visitor', visitor, { source, since });
  if (isTheirs) await tx.update(Scan, { visitor, customerId: IsNull() }, { customerId: await livingId(tx, customerId) });
  return isTheirs;
}
