import { stores as contract, type Store as StoreReply } from '@scrm/shared/store';
import { write } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { csv } from '../../core/http/csv';
import { done, Download, serve, type CallContext } from '../../core/http/serve';
import { checkScope } from '../tag';
import { importStores } from './import';
import { sightOf, visibleStore, visibleStoreIds } from './reach';
import { createRegion, listRegions, removeRegion, updateRegion } from './region';
import { bulkEdit, createStore, listStores, presentStores, removeStore, updateStore } from './service';
import { hoursExample, storeColumns } from './sheet';
import './services';

export const storeRoutes = serve('stores', contract, {
  list: async (input, context) => {
    const { rows, ...page } = await listStores(context.db, input, await sightOf(context));
    return { items: await presentStores(context.db, rows, context.clock.now()), ...page };
  },

  get: ({ id }, context) => presentOne(context, id),

  create: async (input, context) => {
    await checkScope(context.db, context.actor.staffId, input.tagIds);
    const sight = await sightOf(context);
    const id = await changing(context, () => write(context.db, (tx) => createStore(tx, input, sight, context.clock.now())));
    return presentOne(context, id);
  },

  update: async (input, context) => {
    const sight = await sightOf(context);
    const { tagIds } = await visibleStore(context.db, input.id, sight);
    await checkScope(context.db, context.actor.staffId, [...input.tagIds.filter((id) => !tagIds.includes(id)), ...tagIds.filter((id) => !input.tagIds.includes(id))]);
    await changing(context, () => write(context.db, (tx) => updateStore(tx, input, sight, context.clock.now())));
    return presentOne(context, input.id);
  },

  remove: async ({ id }, context) => {
    const sight = await sightOf(context);
    await changing(context, () => removeStore(context.db, context.clock, id, sight));
    return done;
  },

  bulkEdit: async ({ ids, patch }, context) => {
    const sight = await sightOf(context);
    const wanted = [...new Set(ids)];
    const changed = await changing(context, () => write(context.db, (tx) => bulkEdit(tx, wanted, patch, sight, context.clock.now())));
    context.tell(`stores ${changed}`, ...Object.keys(patch));
    return { changed, skipped: wanted.length - changed };
  },

  around: async ({ lat, lng, most }, context) => {
    const visible = await visibleStoreIds(context.db, await sightOf(context));
    const places = await context.places.of(context.db);
    const found = places.around({ lat, lng }, most, ({ id }) => visible === null || visible.has(id));
    return { items: found.map(({ spot: { id, name, lat: y, lng: x, radiusM, isActive } }) => ({ id, name, lat: y, lng: x, radiusM, state: isActive ? 'active' as const : 'closed' as const })) };
  },

  map: ({}, { mapTiles, geocoder }) => Promise.resolve({ tiles: mapTiles, canGeocode: geocoder !== null }),

  geocode: async ({ address }, { geocoder }) => {
    if (!geocoder) throw new AppError('geocode_off');
    return { items: await geocoder.search(address) };
  },

  importFile: async ({ dryRun, datum }, context) => {
    const sight = await sightOf(context);
    const result = await changing(context, () => importStores(context, { dryRun: dryRun === '1', datum }, sight));
    context.tell(`rows ${result.rows}`, `created ${result.created}`, `changed ${result.changed}`, `failed ${result.failed}`);
    return result;
  },

  template: (_, { language }) => {
    const head = Object.values(storeColumns).map((words) => words[language]);
    const example = ['人民广场店', 'SH001', '华东/上海', '上海市黄浦区人民大道 100 号', '31.230525', '121.473667', '3000', hoursExample, '021-60000000', language === 'zh' ? '营业' : 'active', '0', '', '', ''];
    return Promise.resolve(new Download(csv([head, example]), 'text/csv; charset=utf-8', language === 'zh' ? '门店导入模板.csv' : 'stores.csv'));
  },

  regions: async (_, context) => ({ items: await listRegions(context.db, await sightOf(context)) }),

  createRegion: async (input, context) => {
    const sight = await sightOf(context);
    return oneRegion(context, await changing(context, () => write(context.db, (tx) => createRegion(tx, input, sight, context.clock.now()))));
  },

  updateRegion: async (input, context) => {
    const sight = await sightOf(context);
    await changing(context, () => write(context.db, (tx) => updateRegion(tx, input, sight, context.clock.now())));
    return oneRegion(context, input.id);
  },

  removeRegion: async ({ id }, context) => {
    const sight = await sightOf(context);
    await changing(context, () => write(context.db, (tx) => removeRegion(tx, id, sight)));
    return done;
  },
});

/** The next lookup sees what this has changed. */
async function changing<T>({ places, corpId }: CallContext, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    places.changed(corpId);
  }
}

async function presentOne(context: CallContext, id: string): Promise<StoreReply> {
  const store = await visibleStore(context.db, id, await sightOf(context));
  return (await presentStores(context.db, [store], context.clock.now()))[0]!;
}

async function oneRegion(context: CallContext, id: string) {
  return (await listRegions(context.db, await sightOf(context))).find((region) => region.id === id)!;
}
