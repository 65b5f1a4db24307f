import { IsNull } from 'typeorm';
import { tags, type TagGroup as TagGroupReply } from '@scrm/shared/tag';
import { AppError } from '../../core/errors';
import { write, type ReadDb } from '../../core/db/scope';
import { serve } from '../../core/http/serve';
import { addCorpTags, deleteCorpTags, editCorpTag } from '../../wecom/api/tag';
import { WeComError } from '../../wecom/errors';
import { Tag, TagGroup } from './entity';
import { countTagged } from './follow';
import { sync } from './jobs';
import { byOrder, deleteTags, saveGroups } from './service';

const done = { done: true as const };

export const tagRoutes = serve('tags', tags, {
  list: async (_, { db }) => ({ items: await presentGroups(db) }),

  create: async ({ groupName, names }, { db, corpId, clock, wecom }) => {
    const taken = (await presentGroups(db)).find((group) => group.name === groupName)?.tags.filter((tag) => names.includes(tag.name)) ?? [];
    const name = (taken.length > 0 ? taken.map((tag) => tag.name) : names).join('、');
    const { tag_group } = await nameable(name, addCorpTags(await wecom(corpId), { group: { name: groupName }, names: [...new Set(names)] }));
    await write(db, (tx) => saveGroups(tx, [tag_group], clock.now(), { ours: true }));
    const group = await db.findOne(TagGroup, { wecomGroupId: tag_group.group_id });
    return (await presentGroups(db)).find((one) => one.id === group!.id)!;
  },

  rename: async ({ id, name }, { db, corpId, wecom }) => {
    const tag = await ownTag(db, id);
    await nameable(name, editCorpTag(await wecom(corpId), { id: tag.wecomTagId, name }));
    await write(db, (tx) => tx.update(Tag, { id }, { name }));
    return done;
  },

  remove: async ({ id }, { db, corpId, clock, wecom }) => {
    const tag = await ownTag(db, id);
    await nameable(tag.name, deleteCorpTags(await wecom(corpId), { tagIds: [tag.wecomTagId] }));
    await write(db, (tx) => deleteTags(tx, [tag.wecomTagId], clock.now()));
    return done;
  },

  sync: async (_, { db }) => {
    await write(db, (tx) => tx.enqueue(sync, {}));
    return done;
  },
});

async function ownTag(db: ReadDb, id: string): Promise<Tag> {
  const tag = await db.get(Tag, id, '标签');
  if (tag.deletedAt !== null) throw new AppError('not_found', { what: '标签' });
  if (!tag.ours) throw new AppError('tag_not_ours');
  return tag;
}

/** Says in our words what WeCom has against a change of tags. */
async function nameable<T>(name: string, change: Promise<T>): Promise<T> {
  try {
    return await change;
  } catch (error) {
    if (error instanceof WeComError && error.errcode === 40071) throw new AppError('tag_name_taken', { name }, { cause: error });
    if (error instanceof WeComError && error.errcode === 60011) throw new AppError('tag_not_ours', {}, { cause: error });
    throw error;
  }
}

async function presentGroups(db: ReadDb): Promise<TagGroupReply[]> {
  const groups = await db.find(TagGroup, { deletedAt: IsNull() });
  const all = await db.find(Tag, { deletedAt: IsNull() });
  const counts = await countTagged(db);
  const byGroup = new Map<string, Tag[]>(groups.map((group) => [group.id, []]));
  for (const tag of all) byGroup.get(tag.groupId)?.push(tag);
  return groups.sort(byOrder).map(({ id, name, order, syncedAt }) => ({
    id, name, order, syncedAt,
    tags: byGroup.get(id)!.sort(byOrder).map((tag) => ({ id: tag.id, name: tag.name, order: tag.order, customerCount: counts.get(tag.id) ?? 0, ours: tag.ours })),
  }));
}
