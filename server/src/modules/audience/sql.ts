import type { AudienceFilter } from '@scrm/shared/audience';
import type { ReadDb, ScopedQuery } from '../../core/db/scope';
import type { Reach } from '../../core/http/serve';
import { Customer } from '../customer';
import { conditions } from './conditions';
import { prepare, type Asked } from './filter';
import type { Place } from './memory/corp-index';

/** A tag that fewer have is where the search begins; else the newest customers are tried one after the other. */
const fewEnough = 20_000;

/** The same answers from the rows: while the index is built, and to prove it by. */
export function countBySql(db: ReadDb, asked: Asked): Promise<number> {
  return filtered(db, asked).getCount();
}

/** Newest first; `backwards`: those before the place, nearest first. */
export async function pageBySql(db: ReadDb, asked: Asked, { place, limit, backwards = false }: { place: Place | null; limit: number; backwards?: boolean }): Promise<Place[]> {
  const query = filtered(db, asked).select('customer.id', 'id').addSelect('customer.lastAddedAt', 'at');
  const rare = await rarestTag(db, asked);
  if (rare) query.innerJoin('(SELECT DISTINCT customerId FROM follow_tag WHERE corpId = :rareCorpId AND tagId = :rareTagId)', 'rare', 'rare.customerId = customer.id', { rareCorpId: db.corpId, rareTagId: rare });
  const sign = backwards ? '>' : '<';
  if (place) query.andWhere(`(customer.lastAddedAt ${sign} :at OR (customer.lastAddedAt = :at AND customer.id ${sign} :id))`, { at: place.at, id: place.id });
  const direction = backwards ? 'ASC' : 'DESC';
  // The sum keeps the database from walking all customers in their order, where it has few to sort.
  const rows = await query.orderBy(rare ? 'customer.lastAddedAt + 0' : 'customer.lastAddedAt', direction).addOrderBy('customer.id', direction).limit(limit).getRawMany<{ id: string; at: string | number }>();
  return rows.map(({ id, at }) => ({ id, at: Number(at) }));
}

/** The customers of a filter and a reach as a query, named `customer`: for figures that must equal the list. */
export async function audienceQuery(db: ReadDb, filter: AudienceFilter, reach: Reach): Promise<ScopedQuery<Customer>> {
  return filtered(db, await prepare(db, filter, reach));
}

function filtered(db: ReadDb, asked: Asked): ScopedQuery<Customer> {
  const query = db.query(Customer, 'customer');
  for (const condition of conditions) for (const { text, parameters } of condition.sql(asked)) query.andWhere(text, parameters);
  return query;
}

/** The tag that all must have and that fewest do, when those are few. */
async function rarestTag(db: ReadDb, { tags }: Asked): Promise<string | null> {
  const wanted = tags?.all?.length ? tags.all : tags?.any?.length === 1 ? tags.any : [];
  let rarest: { id: string; size: number } | null = null;
  for (const id of new Set(wanted)) {
    const [row] = await db.database.query<{ n: string | number }>(`SELECT COUNT(*) AS n FROM (SELECT 1 FROM follow_tag WHERE corpId = ? AND tagId = ? LIMIT ${fewEnough + 1}) few`, [db.corpId, id]);
    const size = Number(row!.n);
    if (size <= fewEnough && (!rarest || size < rarest.size)) rarest = { id, size };
  }
  return rarest?.id ?? null;
}
