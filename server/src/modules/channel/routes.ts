import { channels, type Channel as ChannelReply } from '@scrm/shared/channel';
import { done, serve, type CallContext } from '../../core/http/serve';
import { staffRefs } from '../org';
import { checkScope, tagRefs } from '../tag';
import { Channel, ChannelPath, channelWord } from './entity';
import { archiveChannel, createChannel, mayChange, moveChannel, updateChannel, type Keeper } from './service';
import { readTree, type ChannelTree } from './tree';

export const channelRoutes = serve('channels', channels, {
  list: async (_, context) => {
    const tree = await readTree(context.db);
    return { items: await present(context, tree, tree.inOrder()) };
  },

  create: async (input, context) => {
    if (input.tagId !== null) await checkScope(context.db, context.actor.staffId, [input.tagId]);
    return presentOne(context, await createChannel(context.db, input, await keeperOf(context)));
  },

  update: async (input, context) => {
    const before = await context.db.get(Channel, input.id, channelWord);
    if (input.tagId !== null && input.tagId !== before.tagId) await checkScope(context.db, context.actor.staffId, [input.tagId]);
    await updateChannel(context.db, input, await keeperOf(context));
    return presentOne(context, input.id);
  },

  move: async (input, context) => {
    await moveChannel(context.db, input, await keeperOf(context));
    return presentOne(context, input.id);
  },

  archive: async (input, context) => {
    await archiveChannel(context.db, input, await keeperOf(context));
    return done;
  },

  history: async ({ id }, { db }) => {
    await db.get(Channel, id, channelWord);
    const rows = await db.find(ChannelPath, { channelId: id }, { order: { id: 'DESC' }, take: 200 });
    return { items: rows.map(({ path, at, by }) => ({ path, at, by })) };
  },
});

export async function keeperOf({ actor, clock, reach }: Pick<CallContext, 'actor' | 'clock' | 'reach'>): Promise<Keeper> {
  return { self: actor.staffId ?? actor.id, name: actor.name, now: clock.now(), ...(await reach()) };
}

async function presentOne(context: CallContext, id: string): Promise<ChannelReply> {
  const tree = await readTree(context.db);
  return (await present(context, tree, [tree.get(id)!]))[0]!;
}

async function present(context: CallContext, tree: ChannelTree, rows: readonly Channel[]): Promise<ChannelReply[]> {
  const { db } = context;
  const keeper = await keeperOf(context);
  const staff = await staffRefs(db, rows.flatMap(({ ownerId }) => ownerId ?? []));
  const tags = await tagRefs(db, rows.flatMap(({ tagId }) => tagId ?? []));
  return rows.map((row) => ({
    id: row.id, parentId: row.parentId || null, name: row.name, path: tree.pathOf(row.id), owner: staff.get(row.ownerId ?? '') ?? null, costFen: row.costFen, costPeriod: row.costPeriod, utm: row.utm,
    tag: tags.get(row.tagId ?? '') ?? null, archived: tree.isArchived(row.id), archivedAt: row.archivedAt, mine: mayChange(row, keeper), createdAt: row.createdAt, updatedAt: row.updatedAt,
  }));
}
