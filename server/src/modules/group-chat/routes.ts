import { groupChats, groupTags } from '@scrm/shared/group-chat';
import { done, serve } from '../../core/http/serve';
import { write } from '../../core/db/scope';
import { readProgress } from '../corp';
import { visibleCustomer } from '../customer';
import { groupOfChat, listGroups, listMembers, staysOf, visibleGroup } from './list';
import { presentGroup, presentGroups, presentMembers } from './present';
import { requestGroupSync } from './sync';
import { createTags, presentCategories, removeTag, renameCategory, renameTag, tagGroups } from './tag';

export const groupChatRoutes = serve('groupChats', groupChats, {
  list: async ({ cursor, limit, ...filter }, { db, reach }) => {
    const { rows, total, nextCursor } = await listGroups(db, filter, { cursor, limit, reach: await reach() });
    return { items: await presentGroups(db, rows), total, nextCursor };
  },

  get: async ({ id }, context) => presentGroup(context.db, await visibleGroup(id, context)),

  byChatId: async ({ chatId }, context) => {
    const group = await groupOfChat(chatId, context);
    return group ? presentGroup(context.db, group) : null;
  },

  members: async ({ id, who, cursor, limit }, context) => {
    const { db, reach } = context;
    const group = await visibleGroup(id, context);
    const { rows, total, nextCursor } = await listMembers(db, group.id, { who, cursor, limit });
    return { items: await presentMembers(db, group, rows, await reach()), total, nextCursor };
  },

  ofCustomer: async ({ customerId }, context) => {
    const { db, reach } = context;
    const { id } = await visibleCustomer(customerId, context);
    const found = await staysOf(db, id, await reach());
    const groups = await presentGroups(db, found.map((one) => one.group));
    return { items: found.map(({ stay: { joinedAt, joinScene, leftAt, quitScene } }, index) => ({ group: groups[index]!, joinedAt, joinScene, leftAt, quitScene })) };
  },

  tag: async ({ ids, add, remove }, context) => {
    const groups = await Promise.all([...new Set(ids)].map((id) => visibleGroup(id, context)));
    return { changed: await write(context.db, (tx) => tagGroups(tx, groups, { add, remove })) };
  },

  sync: async (_, { db, clock }) => {
    await write(db, (tx) => requestGroupSync(tx, clock.now()));
    return done;
  },

  progress: (_, { db }) => readProgress(db, 'groupSync'),
});

export const groupTagRoutes = serve('groupTags', groupTags, {
  list: async (_, context) => ({ items: await presentCategories(context) }),

  create: async ({ categoryName, names }, context) => {
    const { db, clock } = context;
    const id = await write(db, (tx) => createTags(tx, { categoryName, names, now: clock.now() }));
    return (await presentCategories(context)).find((category) => category.id === id)!;
  },

  rename: async ({ id, name }, { db }) => {
    await write(db, (tx) => renameTag(tx, id, name));
    return done;
  },

  renameCategory: async ({ id, name }, { db }) => {
    await write(db, (tx) => renameCategory(tx, id, name));
    return done;
  },

  remove: async ({ id }, { db }) => {
    await write(db, (tx) => removeTag(tx, id));
    return done;
  },
});
