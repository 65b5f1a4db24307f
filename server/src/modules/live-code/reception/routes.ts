import { reception } from '@scrm/shared/reception';
import { reachUnder } from '../../../core/files';
import { serve, type CallContext } from '../../../core/http/serve';
import { sightOf, visibleCode } from '../reach';
import { readMine, setOnline } from './mine';
import { picksOf } from './picks';
import { previewAt, simulateScans } from './play';
import { recordsOf } from './records';
import { rosterOf } from './roster';
import { whatIf } from './what-if';

const codeOf = async (context: CallContext, id: string) => visibleCode(context.db, id, await sightOf(context));
const soFar = (context: CallContext, id: string | undefined) => (id === undefined ? null : codeOf(context, id));

export const receptionRoutes = serve('reception', reception, {
  roster: ({ rule, from }, { db, clock, language }) => rosterOf(db, rule, { from, now: clock.now(), language }),

  preview: async ({ id, rule, at }, context) => previewAt(context.db, rule, await soFar(context, id), { at, now: context.clock.now() }),

  simulate: async ({ id, rule, ...scans }, context) => simulateScans(context.db, rule, await soFar(context, id), { ...scans, now: context.clock.now() }),

  whatIf: async ({ id, rule, days }, context) => whatIf(context.db, await codeOf(context, id), rule, { days, now: context.clock.now() }),

  records: async ({ id, ...page }, context) => {
    await codeOf(context, id);
    return recordsOf(context.db, id, { ...page, reach: await reachUnder(context, 'customer.read') ?? { staffIds: [] } });
  },

  picks: async ({ id, ...page }, context) => {
    await codeOf(context, id);
    return picksOf(context.db, id, { ...page, reach: await reachUnder(context, 'customer.read') ?? { staffIds: [] } });
  },

  mine: async (_, { db, actor, clock }) => (actor.staffId ? readMine(db, actor.staffId, clock.now()) : { isOnline: true, changedAt: null, codes: [] }),

  setOnline: async ({ online }, { db, actor, clock }) => {
    if (actor.staffId) await setOnline(db, actor.staffId, online, clock.now());
    return { done: true as const };
  },
});
