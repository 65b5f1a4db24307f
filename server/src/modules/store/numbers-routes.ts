import { In } from 'typeorm';
import { storeNumbers } from '@scrm/shared/store-code';
import { serve } from '../../core/http/serve';
import { customerRefs, visibleCustomerIds } from '../customer';
import { begunExport, startExport } from '../export';
import { groupNames } from '../group-code';
import { staffRefs } from '../org';
import { readBehind } from './behind';
import { StoreCode, StoreVisit } from './entity';
import { checkSpan, report, visitConditions, within } from './numbers';
import { sightOf } from './reach';
import { storesByIds } from './service';

export const storeNumberRoutes = serve('storeNumbers', storeNumbers, {
  report: async (input, context) => report(context.db, input, await sightOf(context)),

  visits: async ({ what, band, noStore, noRegion, cursor, limit, ...span }, context) => {
    const { db } = context;
    const sight = await sightOf(context);
    const all = async () => {
      const query = (await within(db, StoreVisit, span, sight)).andWhere(visitConditions[what]);
      if (band) query.andWhere('row.band = :band', { band });
      if (noStore) query.andWhere('row.storeId IS NULL');
      if (noRegion) query.andWhere('row.regionId IS NULL');
      return query;
    };
    const total = await (await all()).getCount();
    const query = await all();
    if (cursor) query.andWhere('row.id < :cursor', { cursor });
    const found = await query.orderBy('row.id', 'DESC').take(limit + 1).getMany();
    const rows = found.slice(0, limit);
    const [staff, stores, codes] = await Promise.all([
      staffRefs(db, rows.flatMap(({ staffId }) => staffId ?? [])), storesByIds(db, rows.flatMap(({ storeId }) => storeId ?? [])),
      rows.length === 0 ? [] : db.find(StoreCode, { id: In([...new Set(rows.map(({ codeId }) => codeId))]) }),
    ]);
    const codeNames = new Map(codes.map(({ id, name }) => [id, name]));
    return {
      total, nextCursor: found.length > limit ? rows.at(-1)!.id : null,
      items: rows.map(({ id, at, codeId, storeId, staffId, place, band: far, outcome, why }) => ({
        id, at, code: codeNames.get(codeId) ?? '', store: (storeId && stores.get(storeId)?.name) ?? '', staff: (staffId && staff.get(staffId)) || null, place, band: far, outcome, why,
      })),
    };
  },

  customers: async ({ what, noRegion, cursor, limit, ...span }, context) => {
    const { db, access, actor } = context;
    const { total, nextCursor, rows } = await readBehind(db, { what, noRegion, cursor, limit, span }, await sightOf(context));
    const ids = rows.flatMap(({ customerId }) => customerId ?? []);
    const visible = await visibleCustomerIds(db, ids, await access.reachOf(actor, 'customer.read'));
    const [customers, staff, stores, groups] = await Promise.all([
      customerRefs(db, ids), staffRefs(db, rows.flatMap(({ staffId }) => staffId ?? [])), storesByIds(db, rows.map(({ storeId }) => storeId)), groupNames(db, rows.flatMap(({ groupId }) => groupId ?? [])),
    ]);
    return {
      total, nextCursor,
      items: rows.map(({ id, customerId, storeId, staffId, groupId, at, goneAt }) => {
        const one = customerId !== null && visible.has(customerId) ? customers.get(customerId) : undefined;
        const shown = customerId === null ? null : { id: one ? customerId : '', name: one?.name ?? '', avatarUrl: one?.avatarUrl ?? '' };
        return { id, customer: shown, store: stores.get(storeId)?.name ?? '', staff: (staffId && staff.get(staffId)) || null, group: (groupId && groups.get(groupId)) || '', at, goneAt };
      }),
    };
  },

  export: async ({ key, format, ...filter }, context) => {
    checkSpan(filter);
    return begunExport(await startExport(context, { kind: 'storeNumbers', key, format, filter, ids: null, wanted: filter, revealed: false }), context);
  },
});
