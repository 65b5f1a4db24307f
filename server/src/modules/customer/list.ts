import type { CustomerFilter } from '@scrm/shared/customer';
import type { z } from 'zod';
import type { ReadDb, ScopedQuery } from '../../core/db/scope';
import type { Reach } from '../../core/http/serve';
import { hasAnyTag } from '../tag';
import { readCursor, type Page } from './activity';
import { Customer } from './entity';

type Filter = z.output<typeof CustomerFilter>;

/** A follower that stands behind the customer of the outer query. */
const follower = 'SELECT 1 FROM follow_user follower WHERE follower.corpId = customer.corpId AND follower.customerId = customer.id';
/** Staff keep those who deleted them; whom they deleted or handed over is not theirs any more. */
const theirOwn = '(follower.lostAt IS NULL OR follower.lostBy = \'customer\')';

/** Who was added last comes first. */
export async function listCustomers(db: ReadDb, filter: Filter, { cursor, limit, reach }: { cursor?: string; limit: number; reach: Reach }): Promise<Page<Customer>> {
  const total = await filtered(db, filter, reach).getCount();
  const page = filtered(db, filter, reach).orderBy('customer.lastAddedAt', 'DESC').addOrderBy('customer.id', 'DESC').limit(limit + 1);
  if (cursor) page.andWhere('(customer.lastAddedAt < :at OR (customer.lastAddedAt = :at AND customer.id < :id))', readCursor(cursor));
  const found = await page.getMany();
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, total, nextCursor: found.length > limit && last ? `${last.lastAddedAt}.${last.id}` : null };
}

function filtered(db: ReadDb, { keyword, tagIds, staffId, liveCodeId, state }: Filter, { staffIds }: Reach): ScopedQuery<Customer> {
  const query = db.query(Customer, 'customer');
  if (staffIds) query.andWhere(staffIds.length > 0 ? `EXISTS (${follower} AND follower.staffId IN (:...reach) AND ${theirOwn})` : '1 = 0', { reach: staffIds });
  const word = keyword?.trim();
  if (word) {
    query.andWhere(
      `(customer.externalUserid = :word OR LOWER(customer.name) LIKE :like ESCAPE '!' OR LOWER(customer.corpName) LIKE :like ESCAPE '!' OR EXISTS (${follower} AND LOWER(follower.remark) LIKE :like ESCAPE '!'))`,
      { word, like: `%${word.toLowerCase().replace(/[!%_]/g, '!$&')}%` },
    );
  }
  if (tagIds && tagIds.length > 0) query.andWhere(...hasAnyTag(tagIds));
  if (liveCodeId) query.andWhere(`EXISTS (${follower} AND follower.sourceKind = 'liveCode' AND follower.sourceId = :liveCodeId)`, { liveCodeId });
  // Asked of one staff member, friend or lost is meant between those two.
  const isFriend = state && { friend: 'IS NULL', lost: 'IS NOT NULL' }[state];
  if (staffId) query.andWhere(`EXISTS (${follower} AND follower.staffId = :staffId${isFriend ? ` AND follower.lostAt ${isFriend}` : ''})`, { staffId });
  else if (isFriend) query.andWhere(`customer.lostAt ${isFriend}`);
  return query;
}

/** The ids of all whom a filter meets, in parts and in the order of their ids: somebody who comes meanwhile moves nobody. */
export async function* customerIds(db: ReadDb, filter: Filter, reach: Reach, size = 500): AsyncGenerator<string[]> {
  for (let after = ''; ;) {
    const rows = await filtered(db, filter, reach).andWhere('customer.id > :after', { after }).select('customer.id', 'id').orderBy('customer.id', 'ASC').limit(size).getRawMany<{ id: string }>();
    if (rows.length === 0) return;
    yield rows.map(({ id }) => id);
    after = rows.at(-1)!.id;
  }
}
