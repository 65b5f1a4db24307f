import { licence as contract } from '@scrm/shared/licence';
import { write } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { done, serve } from '../../core/http/serve';
import { readProgress } from '../corp';
import { requestSync } from './jobs';
import { byUrgency, licencesOf, summarise } from './service';

export const licenceRoutes = serve('licence', contract, {
  summary: async (_, { db, clock, corps, corpId }) => ({
    needed: (await corps.get(corpId)).kind !== 'selfBuilt', ...(await summarise(db, clock.now())), sync: await readProgress(db, 'licenceSync'),
  }),

  list: async ({ state, cursor, limit }, { db, clock, reach }) => {
    const { staffIds } = await reach();
    const all = (await licencesOf(db, clock.now())).filter((one) => (!state || one.state === state) && (staffIds === null || staffIds.includes(one.id))).sort(byUrgency);
    const start = cursor ? all.findIndex(({ id }) => id === cursor) + 1 : 0;
    const items = all.slice(start, start + limit);
    return { items, total: all.length, nextCursor: start + limit < all.length ? items.at(-1)!.id : null };
  },

  sync: async (_, { db, clock, corps, corpId }) => {
    if ((await corps.get(corpId)).kind === 'selfBuilt') throw new AppError('licence_not_needed');
    await write(db, (tx) => requestSync(tx, clock.now()));
    return done;
  },
});
