import { groupWelcomes, groupWelcomesPerCorp, type GroupWelcome as Reply, type GroupWelcomeMessage } from '@scrm/shared/group-welcome';
import { messageOf } from '../../core/errors';
import { done, serve, type CallContext } from '../../core/http/serve';
import { checkFiles, filesOf } from '../file';
import { alignGroupWelcome, checkGroupWelcome } from './group-align';
import { sentWith } from './group-message';
import { createGroupWelcome, listGroupWelcomes, livingGroupWelcome, presentGroupWelcome, removeGroupWelcome, retryGroupWelcome, updateGroupWelcome } from './group-service';

export const groupWelcomeRoutes = serve('groupWelcomes', groupWelcomes, {
  list: async (_, { db, language }) => {
    const rows = await listGroupWelcomes(db);
    return { items: rows.map((row) => presentGroupWelcome(row, language)), taken: rows.filter(({ templateId }) => templateId !== '').length, limit: groupWelcomesPerCorp };
  },

  get: async ({ id }, { db, language }) => presentGroupWelcome(await livingGroupWelcome(db, id), language),

  create: async (input, context) => {
    await checkFiles(context, fileIdsIn(input.message));
    return aligned(context, await createGroupWelcome(context.db, context.clock, input, context.actor.staffId ?? context.actor.id));
  },

  update: async (input, context) => {
    await checkFiles(context, fileIdsIn(input.message), fileIdsIn((await livingGroupWelcome(context.db, input.id)).message));
    await updateGroupWelcome(context.db, context.clock, input);
    return aligned(context, input.id);
  },

  remove: async ({ id }, context) => {
    await removeGroupWelcome(context.db, context.clock, id);
    await align(context, id);
    return done;
  },

  retry: async ({ id }, context) => {
    await retryGroupWelcome(context.db, context.clock, id);
    return aligned(context, id);
  },

  check: async (_, context) => {
    const rows = (await listGroupWelcomes(context.db)).filter(({ state }) => state === 'ready' || state === 'changed');
    const states: string[] = [];
    for (const row of rows) states.push(await checkGroupWelcome(context, row));
    const count = (wanted: string) => states.filter((state) => state === wanted).length;
    return { checked: rows.length, gone: count('gone'), changed: count('changed') };
  },
});

/** What went wrong stands in the row, and the job goes on with it. */
const align = (context: CallContext, id: string) => alignGroupWelcome(context, id).catch((error: unknown) => context.log.warn({ groupWelcome: id, err: error }, messageOf(error)));

/** As it is after one try at WeCom. */
async function aligned(context: CallContext, id: string): Promise<Reply> {
  await align(context, id);
  return presentGroupWelcome(await livingGroupWelcome(context.db, id), context.language);
}

const fileIdsIn = (message: GroupWelcomeMessage) => filesOf(sentWith(message)).map(({ fileId }) => fileId);
