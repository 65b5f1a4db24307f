import { In } from 'typeorm';
import type { ReadDb } from '../../core/db/scope';
import { Customer } from './entity';

/** What is shown of a customer elsewhere. */
export type CustomerRef = Pick<Customer, 'id' | 'externalUserid' | 'name' | 'avatarUrl'>;

export function customerByExternalUserid(db: ReadDb, externalUserid: string): Promise<Customer | null> {
  return db.findOne(Customer, { externalUserid });
}

/** By our id. */
export async function customerRefs(db: ReadDb, ids: readonly string[]): Promise<Map<string, CustomerRef>> {
  if (ids.length === 0) return new Map();
  const rows = await db.find(Customer, { id: In([...new Set(ids)]) });
  return new Map(rows.map(({ id, externalUserid, name, avatarUrl }) => [id, { id, externalUserid, name, avatarUrl }]));
}

/** By our id; '' where WeCom has not told the name yet. */
export async function customerNames(db: ReadDb, ids: readonly string[]): Promise<Map<string, string>> {
  return new Map([...(await customerRefs(db, ids)).values()].map((ref) => [ref.id, ref.name]));
}
