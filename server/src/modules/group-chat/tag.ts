import { In } from 'typeorm';
import type { GroupTagCategory as CategoryReply, GroupTagRef } from '@scrm/shared/group-chat';
import { AppError } from '../../core/errors';
import { newId } from '../../core/db/ids';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import type { CallContext, Reach } from '../../core/http/serve';
import { GroupChat, GroupChatTag, GroupTag, GroupTagCategory } from './entity';

/** Of the groups that the caller sees; and of all for whoever may take a tag off all. */
export async function presentCategories({ db, actor, access }: CallContext): Promise<CategoryReply[]> {
  const categories = await db.find(GroupTagCategory, {}, { order: { createdAt: 'ASC', id: 'ASC' } });
  const tags = await db.find(GroupTag, {}, { order: { createdAt: 'ASC', id: 'ASC' } });
  const reach = await access.reachOf(actor, 'groupChat.read');
  const seen = await countGroups(db, reach);
  const all = (await access.permissionsOf(actor)).has('groupTag.write') ? await countGroups(db, { staffIds: null }) : seen;
  return categories.map(({ id, name }) => ({
    id, name, tags: tags.filter((tag) => tag.categoryId === id).map((tag) => ({ id: tag.id, name: tag.name, groupCount: seen.get(tag.id) ?? 0, carriers: all.get(tag.id) ?? 0 })),
  }));
}

async function countGroups(db: ReadDb, { staffIds }: Reach): Promise<Map<string, number>> {
  const query = db.query(GroupChatTag, 'link');
  if (staffIds) query.innerJoin(GroupChat, 'grp', `grp.corpId = link.corpId AND grp.id = link.groupId AND ${staffIds.length > 0 ? 'grp.ownerId IN (:...reach)' : '1 = 0'}`, { reach: staffIds });
  const rows = await query.select('link.tagId', 'tagId').addSelect('COUNT(*)', 'groups').groupBy('link.tagId').getRawMany<{ tagId: string; groups: string | number }>();
  return new Map(rows.map((row) => [row.tagId, Number(row.groups)]));
}

/** The tags of each group chat. */
export async function tagsOfGroups(db: ReadDb, groupIds: readonly string[]): Promise<Map<string, GroupTagRef[]>> {
  const links = groupIds.length === 0 ? [] : await db.find(GroupChatTag, { groupId: In([...groupIds]) });
  const found = new Map<string, GroupTagRef[]>();
  if (links.length === 0) return found;
  const tags = new Map((await db.find(GroupTag, { id: In([...new Set(links.map((link) => link.tagId))]) })).map((tag) => [tag.id, tag]));
  const names = new Map((await db.find(GroupTagCategory, { id: In([...tags.values()].map((tag) => tag.categoryId)) })).map((one) => [one.id, one.name]));
  for (const { groupId, tagId } of links) {
    const tag = tags.get(tagId);
    if (tag) found.set(groupId, [...(found.get(groupId) ?? []), { id: tag.id, name: tag.name, categoryName: names.get(tag.categoryId) ?? '' }]);
  }
  return found;
}

/** How many groups are different now. Only tags of this library count: any other id is unknown here. */
export async function tagGroups(tx: WriteDb, groups: readonly GroupChat[], { add, remove }: { add: readonly string[]; remove: readonly string[] }): Promise<number> {
  const wanted = [...new Set([...add, ...remove])];
  if ((await tx.count(GroupTag, { id: In(wanted) })) < wanted.length) throw new AppError('not_found', { what: '群标签' });
  const ids = groups.map((group) => group.id);
  const before = await tx.find(GroupChatTag, { groupId: In(ids), tagId: In(wanted) });
  const has = new Set(before.map((link) => `${link.groupId} ${link.tagId}`));
  const fresh = ids.flatMap((groupId) => add.filter((tagId) => !has.has(`${groupId} ${tagId}`)).map((tagId) => ({ id: newId('gct'), groupId, tagId })));
  const gone = before.filter((link) => remove.includes(link.tagId));
  if (fresh.length > 0) await tx.insertMissing(GroupChatTag, fresh);
  if (gone.length > 0) await tx.remove(GroupChatTag, { id: In(gone.map((link) => link.id)) });
  return new Set([...fresh, ...gone].map((link) => link.groupId)).size;
}

export async function createTags(tx: WriteDb, { categoryName, names, now }: { categoryName: string; names: readonly string[]; now: number }): Promise<string> {
  await tx.insertMissing(GroupTagCategory, { id: newId('gtc'), name: categoryName, createdAt: now });
  const category = (await tx.findOne(GroupTagCategory, { name: categoryName }))!;
  await tx.insertMissing(GroupTag, [...new Set(names)].map((name) => ({ id: newId('gtg'), categoryId: category.id, name, createdAt: now })));
  return category.id;
}

export async function renameTag(tx: WriteDb, id: string, name: string): Promise<void> {
  const tag = await tx.get(GroupTag, id, '群标签');
  const other = await tx.findOne(GroupTag, { categoryId: tag.categoryId, name });
  if (other && other.id !== id) throw new AppError('group_tag_name_taken', { name });
  await tx.update(GroupTag, { id }, { name });
}

export async function renameCategory(tx: WriteDb, id: string, name: string): Promise<void> {
  await tx.get(GroupTagCategory, id, '群标签分组');
  const other = await tx.findOne(GroupTagCategory, { name });
  if (other && other.id !== id) throw new AppError('group_tag_name_taken', { name });
  await tx.update(GroupTagCategory, { id }, { name });
}

export async function removeTag(tx: WriteDb, id: string): Promise<void> {
  const { categoryId } = await tx.get(GroupTag, id, '群标签');
  await tx.remove(GroupChatTag, { tagId: id });
  await tx.remove(GroupTag, { id });
  if ((await tx.count(GroupTag, { categoryId })) === 0) await tx.remove(GroupTagCategory, { id: categoryId });
}
