import { toBuffer, toString } from 'qrcode';
import { storeCodes, type StoreCode as StoreCodeReply } from '@scrm/shared/store-code';
import { done, Download, serve, type CallContext } from '../../core/http/serve';
import { checkScope } from '../tag';
import { changeCode, createCode, listCodes, presentCodes, tryOut, updateCode, urlOf, visibleCode } from './code';
import { sightOf } from './reach';

/** A logo in the middle and a scratch are borne by the highest level of correction. */
const look = { errorCorrectionLevel: 'H', margin: 4 } as const;

export const storeCodeRoutes = serve('storeCodes', storeCodes, {
  list: async (input, context) => {
    const sight = await sightOf(context);
    const { rows, ...page } = await listCodes(context.db, input, sight);
    return { items: await presentCodes(context, rows, sight), ...page };
  },

  get: ({ id }, context) => presentOne(context, id),

  create: async (input, context) => {
    await checkScope(context.db, context.actor.staffId, input.tagIds);
    return presentOne(context, await createCode(context, input, await sightOf(context)));
  },

  update: async (input, context) => {
    const sight = await sightOf(context);
    const { tagIds } = await visibleCode(context.db, input.id, sight);
    await checkScope(context.db, context.actor.staffId, [...input.tagIds.filter((id) => !tagIds.includes(id)), ...tagIds.filter((id) => !input.tagIds.includes(id))]);
    await updateCode(context, input, sight);
    return presentOne(context, input.id);
  },

  setState: async ({ id, state }, context) => {
    await changeCode(context, id, { state }, await sightOf(context));
    return presentOne(context, id);
  },

  remove: async ({ id }, context) => {
    await changeCode(context, id, { deletedAt: context.clock.now() }, await sightOf(context));
    return done;
  },

  picture: async ({ id, format }, context) => {
    const { name } = await visibleCode(context.db, id, await sightOf(context));
    const url = urlOf(context.publicUrl, id);
    if (format === 'svg') return new Download(Buffer.from(await toString(url, { ...look, type: 'svg' })), 'image/svg+xml', `${name}.svg`);
    return new Download(await toBuffer(url, { ...look, width: 1200 }), 'image/png', `${name}.png`);
  },

  tryOut: (input, context) => tryOut(context, input),
});

async function presentOne(context: CallContext, id: string): Promise<StoreCodeReply> {
  const sight = await sightOf(context);
  return (await presentCodes(context, [await visibleCode(context.db, id, sight)], sight))[0]!;
}
