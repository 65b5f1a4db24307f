import { In, IsNull } from 'typeorm';
import type { z } from 'zod';
import type { TagRef } from '@scrm/shared/tag';
import { newId } from '../../core/db/ids';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import type { CorpTagList } from '../../wecom/api/tag';
import { noteGone } from '../customer-change';
import { FollowTag, Tag, TagGroup } from './entity';

export type WecomTagGroup = z.output<typeof CorpTagList>['tag_group'][number];

/** Writes what WeCom says of these groups and the tags that stand in them; others stay as they are. `now` in ms. */
export async function saveGroups(tx: WriteDb, groups: readonly WecomTagGroup[], now: number, made: { ours: boolean; group?: boolean } = { ours: false }): Promise<void> {
  const living = groups.filter((group) => !group.deleted);
  if (living.length > 0) {
    const facts = living.map((group) => ({ id: newId('tgg'), wecomGroupId: group.group_id, name: group.group_name, order: group.order, ours: made.group ?? false, syncedAt: now, deletedAt: null }));
    await tx.upsert(TagGroup, facts, ['wecomGroupId'], ['name', 'order', 'syncedAt', 'deletedAt', ...(made.group ? ['ours' as const] : [])]);
    const idOf = new Map((await tx.find(TagGroup, { wecomGroupId: In(living.map((group) => group.group_id)) })).map((row) => [row.wecomGroupId, row.id]));
    const tags = living.flatMap((group) => group.tag.filter((tag) => !tag.deleted)
      .map((tag) => ({ id: newId('tag'), groupId: idOf.get(group.group_id)!, wecomTagId: tag.id, name: tag.name, order: tag.order, ours: made.ours, deletedAt: null })));
    const told = ['groupId', 'name', 'order', 'deletedAt'] as const;
    if (tags.length > 0) await tx.upsert(Tag, tags, ['wecomTagId'], made.ours ? [...told, 'ours'] : [...told]);
  }
  await deleteTags(tx, groups.flatMap((group) => group.tag.filter((tag) => group.deleted || tag.deleted).map((tag) => tag.id)), now);
}

/** By WeCom's ids. Nobody has a deleted tag any more, and a group goes with its last tag. */
export async function deleteTags(tx: WriteDb, wecomTagIds: readonly string[], now: number): Promise<void> {
  if (wecomTagIds.length === 0) return;
  const ids = (await tx.find(Tag, { wecomTagId: In([...wecomTagIds]), deletedAt: IsNull() })).map((tag) => tag.id);
  if (ids.length === 0) return;
  await tx.update(Tag, { id: In(ids) }, { deletedAt: now });
  await tx.remove(FollowTag, { tagId: In(ids) });
  for (const id of ids) noteGone(tx, 'tag', id);
  const used = new Set((await tx.find(Tag, { deletedAt: IsNull() })).map((tag) => tag.groupId));
  const empty = (await tx.find(TagGroup, { deletedAt: IsNull() })).filter((group) => !used.has(group.id)).map((group) => group.id);
  if (empty.length > 0) await tx.update(TagGroup, { id: In(empty) }, { deletedAt: now });
}

/** `all` is the whole list: tags that are not in it are deleted. */
export async function replaceTags(tx: WriteDb, all: readonly WecomTagGroup[], now: number): Promise<void> {
  await saveGroups(tx, all, now);
  const listed = new Set(all.flatMap((group) => group.tag.map((tag) => tag.id)));
  const gone = (await tx.find(Tag, { deletedAt: IsNull() })).filter((tag) => !listed.has(tag.wecomTagId));
  await deleteTags(tx, gone.map((tag) => tag.wecomTagId), now);
}

/** By WeCom's ids; unknown and deleted ones are absent. */
export async function tagsByWecomIds(db: ReadDb, wecomIds: readonly string[]): Promise<Map<string, Tag>> {
  if (wecomIds.length === 0) return new Map();
  const rows = await db.find(Tag, { wecomTagId: In([...new Set(wecomIds)]), deletedAt: IsNull() });
  return new Map(rows.map((row) => [row.wecomTagId, row]));
}

/** Our id → WeCom's id, of tags that still exist. */
export async function wecomTagIdsOf(db: ReadDb, tagIds: readonly string[]): Promise<Map<string, string>> {
  if (tagIds.length === 0) return new Map();
  const rows = await db.find(Tag, { id: In([...new Set(tagIds)]), deletedAt: IsNull() });
  return new Map(rows.map((row) => [row.id, row.wecomTagId]));
}

/** Every tag that lives, with its group. */
export async function tagLibrary(db: ReadDb): Promise<(TagRef & { groupId: string })[]> {
  const groups = new Map((await db.find(TagGroup, { deletedAt: IsNull() })).map((group) => [group.id, group.name]));
  return (await db.find(Tag, { deletedAt: IsNull() })).map(({ id, name, groupId }) => ({ id, name, groupId, groupName: groups.get(groupId) ?? '' }));
}

/** By our id, in WeCom's order; deleted tags are absent. */
export async function tagRefs(db: ReadDb, ids: readonly string[]): Promise<Map<string, TagRef>> {
  if (ids.length === 0) return new Map();
  const tags = (await db.find(Tag, { id: In([...new Set(ids)]), deletedAt: IsNull() })).sort(byOrder);
  const groups = new Map((await db.find(TagGroup, { id: In([...new Set(tags.map((tag) => tag.groupId))]) })).map((group) => [group.id, group]));
  const groupOf = (tag: Tag) => groups.get(tag.groupId);
  tags.sort((a, b) => (groupOf(b)?.order ?? 0) - (groupOf(a)?.order ?? 0));
  return new Map(tags.map((tag) => [tag.id, { id: tag.id, name: tag.name, groupName: groupOf(tag)?.name ?? '' }]));
}

/** WeCom's own order. */
export function byOrder(a: { order: number; id: string }, b: { order: number; id: string }): number {
  return b.order - a.order || (a.id < b.id ? -1 : 1);
}

/** The customers who have a tag, in parts and in the order of their ids. */
export async function* tagCarriers(db: ReadDb, tagId: string, size = 500): AsyncGenerator<string[]> {
  for (let after = ''; ;) {
    const rows = await db.query(FollowTag, 'link').andWhere('link.tagId = :tagId AND link.customerId > :after', { tagId, after })
      .select('link.customerId', 'customerId').groupBy('link.customerId').orderBy('link.customerId', 'ASC').limit(size).getRawMany<{ customerId: string }>();
    if (rows.length === 0) return;
    yield rows.map(({ customerId }) => customerId);
    after = rows.at(-1)!.customerId;
  }
}
