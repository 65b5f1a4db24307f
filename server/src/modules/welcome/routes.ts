import { welcome } from '@scrm/shared/welcome';
import { write } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { serve, type CallContext } from '../../core/http/serve';
import { staffRefs } from '../org';
import { listByHand, presentByHand } from './by-hand';
import { openConflicts } from './conflicts';
import { WelcomeByHand } from './entity';
import { listWelcomes, presentWelcomes, summarise } from './service';

const dayMs = 86_400_000;
const byHandWord = '待打招呼的客户';

export const welcomeRoutes = serve('welcome', welcome, {
  list: async ({ staffId, ...input }, context) => {
    const { rows, ...page } = await listWelcomes(context.db, { ...input, staffUserIds: await reachedUserIds(context, staffId) });
    return { items: await presentWelcomes(context.db, rows), ...page };
  },

  conflicts: async (_, context) => ({ items: await openConflicts(context.db, { staffUserIds: await reachedUserIds(context), now: context.clock.now() }) }),

  byHand: async (input, { db, reach }) => {
    const { rows, ...page } = await listByHand(db, { ...input, staffIds: (await reach()).staffIds });
    return { items: await presentByHand(db, rows), ...page };
  },

  settleByHand: async ({ id, state }, { db, reach, clock }) => {
    const { staffIds } = await reach();
    const row = await db.get(WelcomeByHand, id, byHandWord);
    if (staffIds && !staffIds.includes(row.staffId)) throw new AppError('not_found', { what: byHandWord });
    await write(db, (tx) => tx.update(WelcomeByHand, { id, state: 'open' }, { state, settledAt: clock.now() }));
    const [reply] = await presentByHand(db, [await db.get(WelcomeByHand, id, byHandWord)]);
    return reply!;
  },

  summary: async (_, context) => summarise(context.db, { since: context.clock.now() - dayMs, staffUserIds: await reachedUserIds(context) }),
});

/** WeCom's userids of those whose welcomes the caller may see, or of the `wanted` one of them; null is everybody. */
async function reachedUserIds({ db, reach }: CallContext, wanted?: string): Promise<string[] | null> {
  const { staffIds } = await reach();
  const ids = wanted === undefined ? staffIds : [wanted].filter((id) => staffIds?.includes(id) ?? true);
  return ids && [...(await staffRefs(db, ids)).values()].map(({ userId }) => userId);
}
