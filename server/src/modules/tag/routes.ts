import { IsNull } from 'typeorm';
import { tags, type TagGroup as TagGroupReply } from '@scrm/shared/tag';
import { write } from '../../core/db/scope';
import { done, serve, type CallContext } from '../../core/http/serve';
import { addSystemTags, createTags, orderGroups, orderTags, removeGroup, removeTags, renameGroup, renameTag, scopeGroup } from './change';
import { Tag, TagGroup } from './entity';
import { countTagged } from './follow';
import { sync } from './jobs';
import { usableGroups } from './scope';
import { byOrder } from './service';

export const tagRoutes = serve('tags', tags, {
  list: async (_, context) => {
    const { actor, access, tagLimit } = context;
    const all = await presentGroups(context);
    const seesAll = (await access.permissionsOf(actor)).has('tag.write');
    return { items: seesAll ? all : all.filter(({ usable }) => usable), limit: tagLimit };
  },

  create: async ({ groupName, names }, context) => {
    const id = await createTags(context, groupName, names);
    return (await presentGroups(context)).find((one) => one.id === id)!;
  },

  rename: async (input, context) => {
    await renameTag(context, input);
    return done;
  },

  remove: async ({ id }, context) => {
    await removeTags(context, [id]);
    return done;
  },

  removeMany: async ({ ids }, context) => {
    await removeTags(context, ids);
    return done;
  },

  renameGroup: async (input, context) => {
    await renameGroup(context, input);
    return done;
  },

  removeGroup: async ({ id }, context) => {
    await removeGroup(context, id);
    return done;
  },

  orderGroups: async ({ ids }, context) => {
    await orderGroups(context, ids);
    return done;
  },

  order: async ({ groupId, ids }, context) => {
    await orderTags(context, groupId, ids);
    return done;
  },

  scope: async ({ groupId, departmentIds }, context) => {
    await scopeGroup(context, groupId, departmentIds);
    return done;
  },

  uses: async ({ id }, context) => {
    const { db, uses } = context;
    await db.get(Tag, id, '标签');
    const found = (await Promise.all(uses.filter(({ thing }) => thing === 'tag').map(async ({ kind, find }) => (await find(context, id)).map((one) => ({ kind, ...one }))))).flat();
    const items = found.flatMap(({ name, ...one }) => (name === null ? [] : [{ name, ...one }]));
    const { carriers } = await countFor(context, id);
    return { customers: carriers.get(id) ?? 0, items, hidden: found.length - items.length };
  },

  addSystemTags: async (_, context) => {
    await addSystemTags(context);
    return done;
  },

  sync: async (_, { db }) => {
    await write(db, (tx) => tx.enqueue(sync, {}));
    return done;
  },
});

/** Of those whom the caller sees; and of everybody for whoever may take a tag off everybody. */
async function countFor({ db, actor, access }: CallContext, tagId?: string) {
  const reach = await access.reachOf(actor, 'customer.read');
  const seen = await countTagged(db, { tagId, reach });
  const isBound = reach.staffIds !== null && (await access.permissionsOf(actor)).has('tag.write');
  return { seen, carriers: isBound ? await countTagged(db, { tagId, reach: { staffIds: null } }) : seen };
}

async function presentGroups(context: CallContext): Promise<TagGroupReply[]> {
  const { db, actor } = context;
  const groups = await db.find(TagGroup, { deletedAt: IsNull() });
  const all = await db.find(Tag, { deletedAt: IsNull() });
  const { seen, carriers } = await countFor(context);
  const usable = await usableGroups(db, actor.staffId);
  const byGroup = new Map<string, Tag[]>(groups.map((group) => [group.id, []]));
  for (const tag of all) byGroup.get(tag.groupId)?.push(tag);
  return groups.sort(byOrder).map(({ id, name, order, syncedAt, ours, departmentIds, lockedFor }) => ({
    id, name, order, syncedAt, ours, departmentIds, lockedFor, usable: usable === null || usable.has(id),
    tags: byGroup.get(id)!.sort(byOrder).map((tag) => ({
      id: tag.id, name: tag.name, order: tag.order, customerCount: seen.get(tag.id) ?? 0, carriers: carriers.get(tag.id) ?? 0, ours: tag.ours, lockedFor: tag.lockedFor,
    })),
  }));
}
