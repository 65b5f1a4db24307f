import { In, IsNull } from 'typeorm';
import { write, type ReadDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { addCorpTags, deleteCorpTags, editCorpTag, listCorpTags } from '../../wecom/api/tag';
import { WeComError } from '../../wecom/errors';
import { checkDepartments } from '../org';
import { FollowTag, Tag, TagGroup, type LockReason } from './entity';
import { byOrder, deleteTags, saveGroups } from './service';
import { lookAgain, type TagContext } from './sync';
import './services';

const tagWord = '标签';
const groupWord = '标签组';
/** There is no such tag or group. */
const unknown = 40068;

/** A tag that may be changed here: it lives, we made it, and nothing stands on it. */
export async function changeableTag(db: ReadDb, id: string): Promise<Tag> {
  const tag = await db.get(Tag, id, tagWord);
  if (tag.deletedAt !== null) throw new AppError('not_found', { what: tagWord });
  if (tag.lockedFor) throw new AppError('tag_locked', { name: tag.name });
  if (!tag.ours) throw new AppError('tag_not_ours');
  return tag;
}

async function livingGroup(db: ReadDb, id: string): Promise<TagGroup> {
  const group = await db.get(TagGroup, id, groupWord);
  if (group.deletedAt !== null) throw new AppError('not_found', { what: groupWord });
  return group;
}

async function changeableGroup(db: ReadDb, id: string): Promise<TagGroup> {
  const group = await livingGroup(db, id);
  if (group.lockedFor) throw new AppError('tag_locked', { name: group.name });
  if (!group.ours) throw new AppError('tag_not_ours');
  return group;
}

/** Adds tags to the group of this name, which is made where it is missing. WeCom is not asked for more than it allows. */
export async function createTags(context: TagContext & { tagLimit: number }, groupName: string, wanted: readonly string[], locked?: { group: LockReason; tag: LockReason }): Promise<string> {
  const { db, corpId, clock, wecom, tagLimit } = context;
  const names = [...new Set(wanted)];
  const known = (await db.find(TagGroup, { deletedAt: IsNull(), name: groupName })).sort(byOrder)[0];
  if (known?.lockedFor && !locked) throw new AppError('tag_locked', { name: groupName });
  const taken = known ? await db.find(Tag, { groupId: known.id, deletedAt: IsNull(), name: In(names) }) : [];
  if (taken.length > 0) throw new AppError('tag_name_taken', { name: taken.map((tag) => tag.name) });
  const count = await db.count(Tag, { deletedAt: IsNull() });
  if (count + names.length > tagLimit) throw new AppError('tag_limit', { limit: tagLimit, count, more: names.length });
  const { tag_group } = await nameable(names, addCorpTags(await wecom(corpId), { group: known ? { id: known.wecomGroupId } : { name: groupName }, names }));
  return write(db, async (tx) => {
    await saveGroups(tx, [tag_group], clock.now(), { ours: true, group: !known });
    if (locked) {
      await tx.update(TagGroup, { wecomGroupId: tag_group.group_id }, { lockedFor: locked.group });
      await tx.update(Tag, { wecomTagId: In(tag_group.tag.map(({ id }) => id)) }, { lockedFor: locked.tag });
    }
    return (await tx.findOne(TagGroup, { wecomGroupId: tag_group.group_id }))!.id;
  });
}

export async function renameTag(context: TagContext, { id, name, was }: { id: string; name: string; was?: string }): Promise<void> {
  const { db, corpId, wecom } = context;
  const tag = await changeableTag(db, id);
  await refuseIfRenamed(context, { wecomId: tag.wecomTagId, kind: 'tag', was: was ?? tag.name, wanted: name });
  await nameable(name, editCorpTag(await wecom(corpId), { id: tag.wecomTagId, name }));
  await write(db, (tx) => tx.update(Tag, { id }, { name }));
}

export async function renameGroup(context: TagContext, { id, name, was }: { id: string; name: string; was?: string }): Promise<void> {
  const { db, corpId, wecom } = context;
  const group = await changeableGroup(db, id);
  if ((await db.find(TagGroup, { name, deletedAt: IsNull() })).some((other) => other.id !== id)) throw new AppError('tag_group_name_taken', { name });
  await refuseIfRenamed(context, { wecomId: group.wecomGroupId, kind: 'tag_group', was: was ?? group.name, wanted: name });
  await nameable(name, editCorpTag(await wecom(corpId), { id: group.wecomGroupId, name }), 'tag_group_name_taken');
  await write(db, (tx) => tx.update(TagGroup, { id }, { name }));
}

/** WeCom may have changed it and the event not have come yet: then both names are told and ours is not pushed over theirs. */
async function refuseIfRenamed(context: TagContext, { wecomId, kind, was, wanted }: { wecomId: string; kind: 'tag' | 'tag_group'; was: string; wanted: string }): Promise<void> {
  const { db, corpId, wecom } = context;
  const { tag_group } = await listCorpTags(await wecom(corpId), kind === 'tag' ? { tagIds: [wecomId] } : { groupIds: [wecomId] });
  const group = tag_group.find((one) => !one.deleted);
  const theirs = kind === 'tag' ? group?.tag.find((one) => one.id === wecomId && !one.deleted)?.name : group?.group_name;
  if (theirs === was) return;
  await lookAgain(context, wecomId, kind);
  if (theirs === undefined) throw new AppError('not_found', { what: kind === 'tag' ? tagWord : groupWord });
  const row = kind === 'tag' ? await db.findOne(Tag, { wecomTagId: wecomId }) : await db.findOne(TagGroup, { wecomGroupId: wecomId });
  throw new AppError('tag_renamed_meanwhile', { was, now: row?.name ?? theirs, wanted });
}

export async function removeTags({ db, corpId, clock, wecom }: TagContext, ids: readonly string[]): Promise<void> {
  const tags: Tag[] = [];
  for (const id of new Set(ids)) tags.push(await changeableTag(db, id));
  const wecomIds = tags.map((tag) => tag.wecomTagId);
  await nameable('', deleteCorpTags(await wecom(corpId), { tagIds: wecomIds }));
  await write(db, (tx) => deleteTags(tx, wecomIds, clock.now()));
}

export async function removeGroup({ db, corpId, clock, wecom }: TagContext, id: string): Promise<void> {
  const group = await changeableGroup(db, id);
  const tags = await db.find(Tag, { groupId: id, deletedAt: IsNull() });
  if (tags.some((tag) => !tag.ours)) throw new AppError('tag_not_ours');
  const locked = tags.find((tag) => tag.lockedFor);
  if (locked) throw new AppError('tag_locked', { name: locked.name });
  await nameable(group.name, deleteCorpTags(await wecom(corpId), { groupIds: [group.wecomGroupId] }));
  await write(db, (tx) => deleteTags(tx, tags.map((tag) => tag.wecomTagId), clock.now()));
}

/** The last step of a merge; once more after a crash it finds nothing to do. */
export async function dropTag({ db, corpId, clock, wecom }: TagContext, id: string): Promise<void> {
  const tag = await db.get(Tag, id, tagWord);
  if (tag.deletedAt !== null) return;
  try {
    await deleteCorpTags(await wecom(corpId), { tagIds: [tag.wecomTagId] });
  } catch (error) {
    if (!(error instanceof WeComError) || error.errcode !== unknown) throw error;
  }
  await write(db, (tx) => deleteTags(tx, [tag.wecomTagId], clock.now()));
}

export async function followsTagged(db: ReadDb, customerId: string, tagId: string): Promise<string[]> {
  return (await db.find(FollowTag, { customerId, tagId })).map(({ followId }) => followId);
}

/** Puts groups into this order, in WeCom too. */
export async function orderGroups(context: TagContext, ids: readonly string[]): Promise<void> {
  const rows = await context.db.find(TagGroup, { deletedAt: IsNull() });
  const wanted = inOrder(rows, ids).map(({ id, order, ours, lockedFor, wecomGroupId }) => ({ id, order, isFixed: !ours || lockedFor !== null, wecomId: wecomGroupId }));
  for (const { id, wecomId, order } of newOrders(wanted)) {
    await editCorpTag(await context.wecom(context.corpId), { id: wecomId, order });
    await write(context.db, (tx) => tx.update(TagGroup, { id }, { order }));
  }
}

/** Puts the tags of a group into this order, in WeCom too. */
export async function orderTags(context: TagContext, groupId: string, ids: readonly string[]): Promise<void> {
  await livingGroup(context.db, groupId);
  const rows = await context.db.find(Tag, { groupId, deletedAt: IsNull() });
  const wanted = inOrder(rows, ids).map(({ id, order, ours, lockedFor, wecomTagId }) => ({ id, order, isFixed: !ours || lockedFor !== null, wecomId: wecomTagId }));
  for (const { id, wecomId, order } of newOrders(wanted)) {
    await editCorpTag(await context.wecom(context.corpId), { id: wecomId, order });
    await write(context.db, (tx) => tx.update(Tag, { id }, { order }));
  }
}

/** The rows as they were named; somebody added or deleted one meanwhile where the two do not agree. */
function inOrder<T extends { id: string }>(rows: readonly T[], ids: readonly string[]): T[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const found = [...new Set(ids)].flatMap((id) => byId.get(id) ?? []);
  if (found.length !== rows.length || found.length !== ids.length) throw new AppError('stale_edit');
  return found;
}

interface Place { id: string; wecomId: string; order: number; isFixed: boolean }

/** Larger comes first in WeCom. From the last one upwards each gets more than the one below; what has enough keeps its own. */
export function newOrders(wanted: readonly Place[]): { id: string; wecomId: string; order: number }[] {
  const changes: { id: string; wecomId: string; order: number }[] = [];
  let below = -1;
  for (const [index, place] of [...wanted].reverse().entries()) {
    const nextFixed = wanted.slice(0, wanted.length - 1 - index).reverse().find((one) => one.isFixed)?.order ?? Infinity;
    const keeps = place.order > below && (place.isFixed || place.order < nextFixed);
    const order = keeps ? place.order : below + 1;
    if (!keeps && (place.isFixed || order >= nextFixed)) throw new AppError('tag_order_fixed');
    if (!keeps) changes.push({ id: place.id, wecomId: place.wecomId, order });
    below = order;
  }
  return changes;
}

/** Whom a group is for: these departments (WeCom's ids) and those below them, or everybody. */
export async function scopeGroup({ db }: TagContext, groupId: string, departmentIds: number[] | null): Promise<void> {
  await livingGroup(db, groupId);
  await checkDepartments(db, departmentIds ?? []);
  await write(db, (tx) => tx.update(TagGroup, { id: groupId }, { departmentIds: departmentIds as never }));
}

/** The tags that automation stands on. */
const systemTags: { group: string; tags: { name: string; lockedFor: LockReason }[] }[] = [
  { group: '互动（系统）', tags: [{ name: '关注微信', lockedFor: 'interaction' }, { name: '点击菜单', lockedFor: 'interaction' }] },
  { group: '客户状态（系统）', tags: [{ name: '已流失', lockedFor: 'lost' }] },
];

export async function addSystemTags(context: TagContext & { tagLimit: number }): Promise<void> {
  for (const { group, tags } of systemTags) {
    const row = (await context.db.find(TagGroup, { deletedAt: IsNull(), name: group }))[0];
    const known = row ? (await context.db.find(Tag, { groupId: row.id, deletedAt: IsNull() })).map((tag) => tag.name) : [];
    const missing = tags.filter(({ name }) => !known.includes(name));
    if (missing.length > 0) await createTags(context, group, missing.map(({ name }) => name), { group: missing[0]!.lockedFor, tag: missing[0]!.lockedFor });
  }
}

/** Says in our words what WeCom has against a change of tags. */
async function nameable<T>(name: string | string[], change: Promise<T>, taken: 'tag_name_taken' | 'tag_group_name_taken' = 'tag_name_taken'): Promise<T> {
  try {
    return await change;
  } catch (error) {
    if (error instanceof WeComError && error.errcode === 40071) throw new AppError(taken, { name }, { cause: error });
    if (error instanceof WeComError && error.errcode === 60011) throw new AppError('tag_not_ours', {}, { cause: error });
    throw error;
  }
}
