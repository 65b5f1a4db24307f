import type { AudienceFilter } from '@scrm/shared/audience';
import type { ReadDb, ScopedQuery } from '../../core/db/scope';
import type { Reach } from '../../core/http/serve';
import { Customer } from '../customer';
import { FollowTag } from '../tag';
import { conditions } from './conditions';
import { prepareFacts, type Asked } from './filter';
import type { Place } from './memory/order';

/** A statement joins 61 tables at most. */
const mostJoined = 20;
/** Where the database does not estimate how many have a tag, they are counted to here. */
const countedTo = 10_000;

/** The same answers from the rows: while the index is built, and to prove it by. */
export async function countBySql(db: ReadDb, asked: Asked): Promise<number> {
  const needed = neededTags(asked);
  if (needed.length === 0) return filtered(db, asked).getCount();
  // Joined, so that the database itself begins with the rarest.
  const others = needed.slice(1).map((_, n) => ` JOIN follow_tag other${n} ON other${n}.corpId = few.corpId AND other${n}.customerId = few.customerId AND other${n}.tagId = :fewTag${n + 1}`);
  const carriers = `(SELECT DISTINCT few.customerId FROM follow_tag few${others.join('')} WHERE few.corpId = :fewCorpId AND few.tagId = :fewTag0)`;
  return filtered(db, withoutNeeded(asked))
    .innerJoin(carriers, 'few', 'few.customerId = customer.id', { fewCorpId: db.corpId, ...Object.fromEntries(needed.map((id, n) => [`fewTag${n}`, id])) })
    .getCount();
}

/** Newest first; `backwards`: those before the place, nearest first. */
export async function pageBySql(db: ReadDb, asked: Asked, { place, limit, backwards = false }: { place: Place | null; limit: number; backwards?: boolean }): Promise<Place[]> {
  const needed = await rarestFirst(db, neededTags(asked));
  const query = needed.length > 0 ? carriersOf(db, asked, needed) : filtered(db, asked);
  const [id, at] = needed.length > 0 ? ['carrier.customerId', 'carrier.addedAt'] : ['customer.id', 'customer.lastAddedAt'];
  const [sign, direction] = backwards ? ['>', 'ASC'] as const : ['<', 'DESC'] as const;
  if (place) query.andWhere(`${at} ${sign}= :at AND (${at} ${sign} :at OR ${id} ${sign} :id)`, { at: place.at, id: place.id });
  const [sql, parameters] = query.select(id, 'id').addSelect(at, 'at').orderBy(at, direction).addOrderBy(id, direction).limit(limit).getQueryAndParameters();
  // Joined in the order that is written; on its own the database reads each customer before it knows of their tags.
  const joined = sql.replaceAll(' INNER JOIN ', db.database.dialect === 'mysql' ? ' STRAIGHT_JOIN ' : ' CROSS JOIN ');
  const rows = await db.database.query<{ id: string; at: string | number }>(joined, parameters);
  return rows.map((row) => ({ id: row.id, at: Number(row.at) }));
}

/** The customers of a filter and a reach as a query, named `customer`: for figures that must equal the list. */
export async function audienceQuery(db: ReadDb, filter: Omit<AudienceFilter, 'keyword' | 'fields'>, reach: Reach): Promise<ScopedQuery<Customer>> {
  return filtered(db, await prepareFacts(db, filter, reach));
}

const filtered = (db: ReadDb, asked: Asked): ScopedQuery<Customer> => narrowed(db.query(Customer, 'customer'), asked);

/** `query` has a `customer`. */
function narrowed<T extends Customer | FollowTag>(query: ScopedQuery<T>, asked: Asked): ScopedQuery<T> {
  for (const condition of conditions) for (const { text, parameters } of condition.sql(asked)) query.andWhere(text, parameters);
  return query;
}

/** The tags that all must have; none where they are too many to join. */
function neededTags({ tags }: Asked): string[] {
  const needed = [...new Set(tags?.all?.length ? tags.all : tags?.any?.length === 1 ? tags.any : [])];
  return needed.length > mostJoined ? [] : needed;
}

const withoutNeeded = (asked: Asked): Asked => ({ ...asked, tags: { any: asked.tags?.all?.length ? asked.tags.any : undefined, none: asked.tags?.none } });

/**
 * Whoever has all of these tags. The carriers of the first stand in the order of the list, so the search runs over nobody
 * else and ends with the page; the others are looked up next to one another, before anything else of a customer is read.
 */
function carriersOf(db: ReadDb, asked: Asked, [rarest, ...others]: readonly string[]): ScopedQuery<FollowTag> {
  const query = db.query(FollowTag, 'carrier').andWhere('carrier.tagId = :rarest', { rarest });
  const rows = ['carrier', ...others.map((_, n) => `also${n}`)];
  others.forEach((id, n) => query.innerJoin(FollowTag, `also${n}`, `also${n}.corpId = carrier.corpId AND also${n}.tagId = :also${n} AND also${n}.addedAt = carrier.addedAt AND also${n}.customerId = carrier.customerId`, { [`also${n}`]: id }));
  query.innerJoin(Customer, 'customer', 'customer.corpId = carrier.corpId AND customer.id = carrier.customerId');
  // Two of the staff may have given somebody the same tag. Asked by the last row, so that only those who have all are asked for.
  const last = rows.at(-1)!;
  for (const row of rows) {
    query.andWhere(`COALESCE((SELECT 1 FROM follow_tag twice WHERE twice.corpId = ${last}.corpId AND twice.tagId = ${row}.tagId AND twice.addedAt = ${last}.addedAt AND twice.customerId = ${last}.customerId AND twice.id < ${row}.id LIMIT 1), 0) = 0`);
  }
  return narrowed(query, withoutNeeded(asked));
}

async function rarestFirst(db: ReadDb, tagIds: readonly string[]): Promise<string[]> {
  if (tagIds.length < 2) return [...tagIds];
  const sizes = new Map(await Promise.all(tagIds.map(async (id) => [id, await sizeOf(db, id)] as const)));
  return [...tagIds].sort((one, other) => sizes.get(one)! - sizes.get(other)!);
}

/** About how many have a tag. MySQL tells without looking at them all; TiDB has another name for it. */
async function sizeOf({ database, corpId }: ReadDb, tagId: string): Promise<number> {
  const carriers = 'SELECT 1 FROM follow_tag WHERE corpId = ? AND tagId = ?';
  const isMysql = database.dialect === 'mysql';
  const [row] = await database.query<{ rows?: string | number; estRows?: string | number }>(isMysql ? `EXPLAIN ${carriers}` : `SELECT COUNT(*) AS "rows" FROM (${carriers} LIMIT ${countedTo})`, [corpId, tagId]);
  return Number(row?.rows ?? row?.estRows ?? countedTo);
}
