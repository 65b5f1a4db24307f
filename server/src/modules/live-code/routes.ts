import { liveCodes, type LiveCode as LiveCodeReply } from '@scrm/shared/live-code';
import { messageOf } from '../../core/errors';
import { reachUnder } from '../../core/files';
import { done, serve, type CallContext } from '../../core/http/serve';
import { checkFiles } from '../file';
import { checkScope } from '../tag';
import { alignContactWay } from './contact-way';
import { readCard } from './card';
import { allTagIds, filesIn } from './content';
import { customersOf } from './customers';
import { endNow, reopenCode } from './end';
import type { LiveCode } from './entity';
import { addedByChannel, archiveCodes, countByChannel, placeCodes } from './place';
import { sightOf, visibleCode } from './reach';
import { createLiveCode, listLiveCodes, newTags, presentAll, presentOne, removeLiveCode, retryLiveCode, updateLiveCode } from './service';

export const liveCodeRoutes = serve('liveCodes', liveCodes, {
  list: async (input, context) => {
    const { db, language } = context;
    const { rows, ...page } = await listLiveCodes(db, { ...input, sight: await sightOf(context) });
    return { items: await presentAll(db, rows, language), ...page };
  },

  get: async ({ id }, context) => {
    await visibleCode(context.db, id, await sightOf(context));
    return presentOne(context.db, id, context.language);
  },

  create: async (input, context) => {
    await checkScope(context.db, context.actor.staffId, allTagIds(input));
    await checkFiles(context, fileIdsIn(input));
    return aligned(context, await createLiveCode(context.db, context.clock, input, await sightOf(context)));
  },

  update: async (input, context) => {
    const sight = await sightOf(context);
    await checkScope(context.db, context.actor.staffId, await newTags(context.db, input.id, allTagIds(input), sight));
    await checkFiles(context, fileIdsIn(input), fileIdsIn(await visibleCode(context.db, input.id, sight)));
    await updateLiveCode(context.db, context.clock, input, sight);
    return aligned(context, input.id);
  },

  customers: async ({ id, ...page }, context) => {
    await visibleCode(context.db, id, await sightOf(context));
    return customersOf(context.db, id, { ...page, reach: await reachUnder(context, 'customer.read') ?? { staffIds: [] } });
  },

  counts: async (_, context) => countByChannel(context.db, await sightOf(context)),

  added: async ({ channelId }, context) => ({ added: await addedByChannel(context.db, channelId, await sightOf(context)) }),

  place: async (input, context) => {
    await placeCodes(context.db, input, await sightOf(context), context.clock.now());
    return done;
  },

  archive: async (input, context) => {
    await archiveCodes(context.db, input, await sightOf(context), context.clock.now());
    return done;
  },

  end: async ({ id }, context) => {
    await endNow(context.db, id, await sightOf(context), context.clock.now());
    return aligned(context, id);
  },

  reopen: async ({ id }, context) => {
    await reopenCode(context.db, id, await sightOf(context), context.clock.now());
    return aligned(context, id);
  },

  remove: async ({ id }, context) => {
    await removeLiveCode(context.db, context.clock, id, await sightOf(context));
    await aligned(context, id);
    return done;
  },

  card: ({ id }, { database, corps }) => readCard(database, corps, id),

  retry: async ({ id }, context) => {
    await retryLiveCode(context.db, context.clock, id, await sightOf(context));
    return aligned(context, id);
  },
});

const fileIdsIn = (code: Pick<LiveCode, 'welcome' | 'rule'>) => filesIn(code).map(({ fileId }) => fileId);

/** The code as it is after one try at WeCom. What went wrong stands in the code, and the job goes on with it. */
async function aligned(context: CallContext, id: string): Promise<LiveCodeReply> {
  await alignContactWay(context, id).catch((error: unknown) => context.log.warn({ liveCode: id, err: error }, messageOf(error)));
  return presentOne(context.db, id, context.language);
}
