import type { ReadDb } from '../../core/db/scope';
import { StoreCustomer, StoreJoin } from './entity';
import { customerConditions, joinConditions, within, type BehindQuery, type CustomerFigure } from './numbers';
import type { StoreSight } from './reach';

/** Somebody behind a number: who was added by a person, or who came into a group. */
interface Behind {
  id: string;
  customerId: string | null;
  storeId: string;
  staffId: string | null;
  groupId: string | null;
  at: number;
  goneAt: number | null;
}

interface Asked {
  what: CustomerFigure;
  noRegion?: boolean | undefined;
  cursor?: string | undefined;
  limit: number;
  span: BehindQuery;
}

/** The newest first. */
export async function readBehind(db: ReadDb, { what, noRegion, cursor, limit, span }: Asked, sight: StoreSight): Promise<{ total: number; nextCursor: string | null; rows: Behind[] }> {
  const ask = async <T extends StoreCustomer | StoreJoin>(entity: new () => T, condition: string) => {
    const all = async () => {
      const query = (await within(db, entity, span, sight)).andWhere(condition);
      return noRegion ? query.andWhere('row.regionId IS NULL') : query;
    };
    const query = await all();
    if (cursor) query.andWhere('row.id < :cursor', { cursor });
    const found = await query.orderBy('row.id', 'DESC').take(limit + 1).getMany();
    const rows = found.slice(0, limit);
    return { total: await (await all()).getCount(), nextCursor: found.length > limit ? rows.at(-1)!.id : null, rows };
  };
  if (what === 'added' || what === 'lost') {
    const { rows, ...page } = await ask(StoreCustomer, customerConditions[what]);
    return { ...page, rows: rows.map(({ id, customerId, storeId, staffId, addedAt, lostAt }) => ({ id, customerId, storeId, staffId, groupId: null, at: addedAt, goneAt: lostAt })) };
  }
  const { rows, ...page } = await ask(StoreJoin, joinConditions[what]);
  return { ...page, rows: rows.map(({ id, customerId, storeId, groupId, at, leftAt }) => ({ id, customerId, storeId, staffId: null, groupId, at, goneAt: leftAt })) };
}
