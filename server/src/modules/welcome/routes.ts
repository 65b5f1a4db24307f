import { welcome } from '@scrm/shared/welcome';
import { serve, type CallContext } from '../../core/http/serve';
import { getStaff } from '../org';
import { listWelcomes, presentWelcomes, summarise } from './service';

const dayMs = 86_400_000;

export const welcomeRoutes = serve('welcome', welcome, {
  list: async (input, context) => {
    const { rows, ...page } = await listWelcomes(context.db, { ...input, staffUserId: await ownUserId(context) });
    return { items: await presentWelcomes(context.db, rows), ...page };
  },

  summary: async (_, context) => summarise(context.db, { since: context.clock.now() - dayMs, staffUserId: await ownUserId(context) }),
});

/** Staff see the welcomes of their own customers; everybody above sees all. */
async function ownUserId({ db, actor }: CallContext): Promise<string | undefined> {
  if (actor.role !== 'staff') return undefined;
  return actor.staffId ? (await getStaff(db, actor.staffId)).userId : '';
}
