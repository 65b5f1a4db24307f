import { liveCodes, type LiveCode as LiveCodeReply } from '@scrm/shared/live-code';
import { messageOf } from '../../core/errors';
import { page } from '../../core/http/page';
import { serve, type CallContext } from '../../core/http/serve';
import { checkScope } from '../tag';
import { alignContactWay } from './contact-way';
import { readCard } from './card';
import { createLiveCode, listLiveCodes, newTags, presentAll, presentOne, removeLiveCode, retryLiveCode, updateLiveCode } from './service';

export const liveCodeRoutes = serve('liveCodes', liveCodes, {
  list: async (input, { db, language }) => {
    const { rows, ...page } = await listLiveCodes(db, input);
    return { items: await presentAll(db, rows, language), ...page };
  },

  get: ({ id }, { db, language }) => presentOne(db, id, language),

  create: async (input, context) => {
    await checkScope(context.db, context.actor.staffId, input.tagIds);
    return aligned(context, await createLiveCode(context.db, context.clock, input));
  },

  update: async (input, context) => {
    await checkScope(context.db, context.actor.staffId, await newTags(context.db, input.id, input.tagIds));
    await updateLiveCode(context.db, context.clock, input);
    return aligned(context, input.id);
  },

  remove: async ({ id }, context) => {
    await removeLiveCode(context.db, context.clock, id);
    await aligned(context, id);
    return { done: true as const };
  },

  card: ({ id }, { database, corps }) => readCard(database, corps, id),

  retry: async ({ id }, context) => {
    await retryLiveCode(context.db, context.clock, id);
    return aligned(context, id);
  },
});

/** The code as it is after one try at WeCom. What went wrong stands in the code, and the job goes on with it. */
async function aligned(context: CallContext, id: string): Promise<LiveCodeReply> {
  await alignContactWay(context, id).catch((error: unknown) => context.log.warn({ liveCode: id, err: error }, messageOf(error)));
  return presentOne(context.db, id, context.language);
}

/** The code’s own page. The address is printed and shared, so it outlives whatever the page is built with. */
export const liveCodePage = page('GET', '/c/:id', (koa, { id = '' }) => {
  koa.redirect(`/m/#/pages/code/index?id=${encodeURIComponent(id)}`);
});
