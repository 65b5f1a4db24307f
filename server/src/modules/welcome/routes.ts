import { welcome } from '@scrm/shared/welcome';
import { serve, type CallContext } from '../../core/http/serve';
import { staffRefs } from '../org';
import { listWelcomes, presentWelcomes, summarise } from './service';

const dayMs = 86_400_000;

export const welcomeRoutes = serve('welcome', welcome, {
  list: async (input, context) => {
    const { rows, ...page } = await listWelcomes(context.db, { ...input, staffUserIds: await reachedUserIds(context) });
    return { items: await presentWelcomes(context.db, rows), ...page };
  },

  summary: async (_, context) => summarise(context.db, { since: context.clock.now() - dayMs, staffUserIds: await reachedUserIds(context) }),
});

/** WeCom's userids of those whose welcomes the caller may see; null is everybody. */
async function reachedUserIds({ db, reach }: CallContext): Promise<string[] | null> {
  const { staffIds } = await reach();
  return staffIds && [...(await staffRefs(db, staffIds)).values()].map(({ userId }) => userId);
}
