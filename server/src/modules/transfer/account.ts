import type { ReadDb } from '../../core/db/scope';
import { externalUseridsOf } from '../customer';
import type { TransferItem } from './entity';

/** By item: the external_userid that WeCom is asked with. An open item keeps in its key whom it meant before a merge. */
export async function accountsOf(db: ReadDb, items: readonly TransferItem[]): Promise<Map<string, string>> {
  const externalUserids = await externalUseridsOf(db, items.map(({ customerId, fromStaffId, openKey }) => ({ customerId, staffId: fromStaffId, ofId: openKey })));
  return new Map(items.map((item, index) => [item.id, externalUserids[index]!]));
}
