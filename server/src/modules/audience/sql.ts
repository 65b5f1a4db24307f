import type { AudienceFilter } from '@scrm/shared/audience';
import type { ReadDb, ScopedQuery } from '../../core/db/scope';
import type { Reach } from '../../core/http/serve';
import { Customer } from '../customer';
import { conditions } from './conditions';
import { prepareFacts, type Asked } from './filter';
import type { Place } from './memory/corp-index';

/** A tag that fewer have is where the search begins; else the newest customers are tried one after the other. */
const fewEnough = 10_000;
/** A statement joins 61 tables at most. */
const mostJoined = 20;

/** The same answers from the rows: while the index is built, and to prove it by. */
export async function countBySql(db: ReadDb, asked: Asked): Promise<number> {
  return filtered(db, asked, neededTags(asked)).getCount();
}

/** Newest first; `backwards`: those before the place, nearest first. */
export async function pageBySql(db: ReadDb, asked: Asked, { place, limit, backwards = false }: { place: Place | null; limit: number; backwards?: boolean }): Promise<Place[]> {
  const needed = neededTags(asked);
  const tags = (await hasRare(db, needed)) ? needed : [];
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

/** `tags`: begin with those who have all of these, before anything else of a customer is read. */
function filtered(db: ReadDb, asked: Asked, tags: readonly string[] = []): ScopedQuery<Customer> {
  const query = db.query(Customer, 'customer');
  if (tags.length > 0) {
    // Joined, so that the database itself begins with the rarest.
    const others = tags.slice(1).map((_, n) => ` JOIN follow_tag other${n} ON other${n}.corpId = few.corpId AND other${n}.customerId = few.customerId AND other${n}.tagId = :fewTag${n + 1}`);
    const carriers = `(SELECT DISTINCT few.customerId FROM follow_tag few${others.join('')} WHERE few.corpId = :fewCorpId AND few.tagId = :fewTag0)`;
    query.innerJoin(carriers, 'few', 'few.customerId = customer.id', { fewCorpId: db.corpId, ...Object.fromEntries(tags.map((id, n) => [`fewTag${n}`, id])) });
  }
  const rest = tags.length > 0 ? { ...asked, tags: { any: asked.tags?.all?.length ? asked.tags.any : undefined, none: asked.tags?.none } } : asked;
  for (const condition of conditions) for (const { text, parameters } of condition.sql(rest)) query.andWhere(text, parameters);
  return query;
}

/** The tags that all must have; none where they are too many to join. */
function neededTags({ tags }: Asked): string[] {
  const needed = [...new Set(tags?.all?.length ? tags.all : tags?.any?.length === 1 ? tags.any : [])];
  return needed.length > mostJoined ? [] : needed;
}

/** Whether one of these tags is rare enough to begin with. */
async function hasRare(db: ReadDb, tagIds: readonly string[]): Promise<boolean> {
  const sizes = await Promise.all(tagIds.map((id) => db.database.query<{ n: string | number }>(`SELECT COUNT(*) AS n FROM (SELECT 1 FROM follow_tag WHERE corpId = ? AND tagId = ? LIMIT ${fewEnough + 1}) few`, [db.corpId, id])));
  return sizes.some(([row]) => Number(row!.n) <= fewEnough);
}
