import { In, IsNull } from 'typeorm';
import type { ReadDb } from '../../core/db/scope';
import { Customer, CustomerMerge, FollowUser } from './entity';
import { accountOf } from './rows';

/** One of a staff member's customers. `ofId`: whom was meant before they were merged into another, where that is known. */
export interface Kept {
  customerId: string;
  staffId: string;
  ofId?: string;
}

/** The external_userid by which WeCom knows each of these between the two: a merged person has several. In the order of what was asked. */
export async function externalUseridsOf(db: ReadDb, asked: readonly Kept[]): Promise<string[]> {
  if (asked.length === 0) return [];
  const people = new Map((await db.find(Customer, { id: In([...new Set(asked.map((one) => one.customerId))]) })).map((row) => [row.id, row]));
  const formerIds = asked.flatMap(({ customerId, ofId }) => (ofId && ofId !== customerId ? [ofId] : []));
  const merges = formerIds.length === 0 ? [] : await db.find(CustomerMerge, { otherId: In(formerIds), undoneAt: IsNull() });
  const former = new Map(merges.map((merge) => [merge.otherId, merge.other.externalUserid]));
  const follows = await db.find(FollowUser, { customerId: In([...people.keys()]), staffId: In([...new Set(asked.map((one) => one.staffId))]) });
  return asked.map(({ customerId, staffId, ofId }) => {
    const known = ofId && former.get(ofId);
    if (known) return known;
    const theirs = follows.filter((follow) => follow.customerId === customerId && follow.staffId === staffId);
    // Who is still there before who went, the first account before those that came with a merge.
    const [first] = theirs.sort((a, b) => Number(a.lostAt !== null) - Number(b.lostAt !== null) || (a.account < b.account ? -1 : 1));
    return first?.account || people.get(customerId)?.externalUserid || '';
  });
}

/** The relation between one account of a customer and a staff member. */
export async function followBy(db: ReadDb, externalUserid: string, { customerId, staffId }: Pick<Kept, 'customerId' | 'staffId'>): Promise<FollowUser | null> {
  const customer = await db.findOne(Customer, { id: customerId });
  return customer && db.findOne(FollowUser, { customerId, staffId, account: accountOf(customer, externalUserid) });
}
