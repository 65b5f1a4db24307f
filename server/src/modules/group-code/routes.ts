import { groupCodes, type GroupCode as GroupCodeReply } from '@scrm/shared/group-code';
import { messageOf } from '../../core/errors';
import { serve, type CallContext } from '../../core/http/serve';
import { zoneOf } from '../corp';
import { groupFiguresFor } from './figures';
import { listEvents } from './history';
import { alignJoinWay } from './join-way';
import { listCodes } from './list';
import { listRows, readNumbers } from './numbers';
import { readCode } from './picture';
import { presentCode, presentEvents, presentRows, type Looker } from './present';
import { codesInChannel, sightOf, visibleCode } from './reach';
import { waysOf } from './rooms';
import { createGroupCode, replacePicture, retryGroupCode, setGroupCodeState, updateGroupCode } from './service';

export const groupCodeRoutes = serve('groupCodes', groupCodes, {
  list: async (input, context) => {
    const { rows, ...page } = await listCodes(context.db, input, await sightOf(context));
    return { items: await presentRows(rows, looker(context)), ...page };
  },

  get: async ({ id }, context) => {
    await visibleCode(context.db, id, await sightOf(context));
    return presentCode(id, looker(context));
  },

  create: async (input, context) => aligned(context, await createGroupCode(around(context), input, await sightOf(context))),

  update: async (input, context) => {
    await updateGroupCode(around(context), input, await sightOf(context));
    return aligned(context, input.id);
  },

  setState: async (input, context) => {
    await setGroupCodeState(around(context), input, await sightOf(context));
    return presentCode(input.id, looker(context));
  },

  replacePicture: async (input, context) => {
    await replacePicture(around(context), input, await sightOf(context));
    return presentCode(input.id, looker(context));
  },

  readPicture: ({ content }) => Promise.resolve({ picture: readCode(Buffer.from(content, 'base64')) }),

  retry: async ({ id }, context) => {
    await retryGroupCode(around(context), id, await sightOf(context));
    return aligned(context, id);
  },

  history: async ({ id, ...page }, context) => {
    await visibleCode(context.db, id, await sightOf(context));
    const { rows, ...rest } = await listEvents(context.db, id, page);
    return { items: await presentEvents(context.db, rows, context.language), ...rest };
  },

  numbers: async (range, context) => {
    await visibleCode(context.db, range.id, await sightOf(context));
    return readNumbers(context.db, { ...range, zone: await zoneOf(context.db) });
  },

  figures: async (input, context) => groupFiguresFor(context.db, await sightOf(context), { ...input, zone: await zoneOf(context.db) }),

  rows: async ({ channelId, withBelow, ...input }, context) => {
    const sight = await sightOf(context);
    if (input.id !== undefined) await visibleCode(context.db, input.id, sight);
    const ids = input.id === undefined ? await codesInChannel(context.db, sight, channelId, withBelow) : null;
    return listRows(context.db, { ...input, ids, zone: await zoneOf(context.db) }, await context.reach());
  },
});

const around = ({ db, clock, publicUrl }: CallContext) => ({ db, clock, publicUrl });
const looker = ({ db, clock, publicUrl, language }: CallContext): Looker => ({ db, now: clock.now(), publicUrl, language });

/** The code as it is after one try at WeCom. What went wrong stands in its entries, and the jobs go on with them. */
async function aligned(context: CallContext, id: string): Promise<GroupCodeReply> {
  for (const entry of await waysOf(context.db, id)) {
    await alignJoinWay(context, entry.id).catch((error: unknown) => context.log.warn({ entry: entry.id, err: error }, messageOf(error)));
  }
  return presentCode(id, looker(context));
}
