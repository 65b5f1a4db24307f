import type { AudienceFilter } from '@scrm/shared/audience';
import type { ReadDb, ScopedQuery } from '../../core/db/scope';
import type { Reach } from '../../core/http/serve';
import { Customer } from '../customer';
import { conditions } from './conditions';
import { prepareFacts, type Asked } from './filter';
import type { Place } from './memory/corp-index';

/** A tag that fewer have is where the search begins; else the newest customers are tried one after the other. */
const fewEnough = 20_000;

/** The same answers from the rows: while the index is built, and to prove it by. */
export async function countBySql(db: ReadDb, asked: Asked): Promise<number> {
  return filtered(db, asked, await tagsBySize(db, asked, 1e9)).getCount();
}

/** Newest first; `backwards`: those before the place, nearest first. */
export async function pageBySql(db: ReadDb, asked: Asked, { place, limit, backwards = false }: { place: Place | null; limit: number; backwards?: boolean }): Promise<Place[]> {
  const tags = await tagsBySize(db, asked, fewEnough);
  const query = filtered(db, asked, tags).select('customer.id', 'id').addSelect('customer.lastAddedAt', 'at');
  const sign = backwards ? '>' : '<';
  if (place) query.andWhere(`(customer.lastAddedAt ${sign} :at OR (customer.lastAddedAt = :at AND customer.id ${sign} :id))`, { at: place.at, id: place.id });
  const direction = backwards ? 'ASC' : 'DESC';
  // The sum keeps the database from walking all customers in their order, where it has few to sort.
  const rows = await query.orderBy(tags.length > 0 ? 'customer.lastAddedAt + 0' : 'customer.lastAddedAt', direction).addOrderBy('customer.id', direction).limit(limit).getRawMany<{ id: string; at: string | number }>();
  return rows.map(({ id, at }) => ({ id, at: Number(at) }));
}

/** The customers of a filter and a reach as a query, named `customer`: for figures that must equal the list. */
export async function audienceQuery(db: ReadDb, filter: Omit<AudienceFilter, 'keyword' | 'fields'>, reach: Reach): Promise<ScopedQuery<Customer>> {
  return filtered(db, await prepareFacts(db, filter, reach));
}

/** `tags`: begin with those who have the first of them and all others too, before anything else of a customer is read. */
function filtered(db: ReadDb, asked: Asked, tags: readonly string[] = []): ScopedQuery<Customer> {
  const query = db.query(Customer, 'customer');
  if (tags.length > 0) {
    const others = tags.slice(1).map((_, n) => ` AND COALESCE((SELECT 1 FROM follow_tag other WHERE other.corpId = few.corpId AND other.customerId = few.customerId AND other.tagId = :fewTag${n + 1} LIMIT 1), 0) = 1`);
    const carriers = `(SELECT DISTINCT few.customerId FROM follow_tag few WHERE few.corpId = :fewCorpId AND few.tagId = :fewTag0${others.join('')})`;
    query.innerJoin(carriers, 'few', 'few.customerId = customer.id', { fewCorpId: db.corpId, ...Object.fromEntries(tags.map((id, n) => [`fewTag${n}`, id])) });
  }
  const rest = tags.length > 0 ? { ...asked, tags: { any: asked.tags?.all?.length ? asked.tags.any : undefined, none: asked.tags?.none } } : asked;
  for (const condition of conditions) for (const { text, parameters } of condition.sql(rest)) query.andWhere(text, parameters);
  return query;
}

/** The tags that all must have, the rarest first; none where even that has more than `most`. */
async function tagsBySize(db: ReadDb, { tags }: Asked, most: number): Promise<string[]> {
  const wanted = tags?.all?.length ? tags.all : tags?.any?.length === 1 ? tags.any : [];
  const sizeOf = async (id: string) => {
    const [row] = await db.database.query<{ n: string | number }>('SELECT COUNT(*) AS n FROM (SELECT 1 FROM follow_tag WHERE corpId = ? AND tagId = ? LIMIT ?) few', [db.corpId, id, most + 1]);
    return { id, size: Number(row!.n) };
  };
  const sizes = (await Promise.all([...new Set(wanted)].map(sizeOf))).sort((a, b) => a.size - b.size);
  return sizes.length > 0 && sizes[0]!.size <= most ? sizes.map(({ id }) => id) : [];
}
