import { In, Raw } from 'typeorm';
import type { TagRef } from '@scrm/shared/tag';
import { newId } from '../../core/db/ids';
import type { CorpRow } from '../../core/db/columns';
import type { ReadDb, ScopedQuery, WriteDb } from '../../core/db/scope';
import type { Reach } from '../../core/http/serve';
import { noteChange } from '../customer-change';
import { FollowTag, TagMark, type TagHow } from './entity';
import { tagRefs } from './service';

/** A follow relation: this staff member has this customer. */
export interface Follow {
  id: string;
  customerId: string;
  staffId: string;
}

/** By what tags change, for the marks of first and last touch. `at` in ms. */
export interface Touch {
  at: number;
  how: TagHow;
  by: string;
}

export interface TagChange {
  added: string[];
  removed: string[];
}

/** Makes the tags of each follow exactly these (our ids). Tells what was changed, by the follow's id. */
export async function setFollowTags(tx: WriteDb, wanted: readonly { follow: Follow; tagIds: readonly string[] }[], touch: Touch): Promise<Map<string, TagChange>> {
  if (wanted.length === 0) return new Map();
  const before = await tagIdsOf(tx, wanted.map(({ follow }) => follow.id));
  const changes = new Map<string, TagChange>();
  for (const { follow, tagIds } of wanted) {
    const had = new Set(before.get(follow.id));
    const has = new Set(tagIds);
    const added = [...has].filter((id) => !had.has(id));
    const removed = [...had].filter((id) => !has.has(id));
    if (added.length + removed.length > 0) changes.set(follow.id, { added, removed });
  }
  const byId = new Map(wanted.map(({ follow }) => [follow.id, follow]));
  noteChange(tx, [...changes.keys()].map((id) => byId.get(id)!.customerId));
  const rows = [...changes].flatMap(([id, { added }]) => added.map((tagId) => rowOf(byId.get(id)!, tagId)));
  if (rows.length > 0) await tx.insertMissing(FollowTag, rows);
  await markTouch(tx, rows, touch);
  for (const [followId, { removed }] of changes) {
    if (removed.length > 0) await tx.remove(FollowTag, { followId, tagId: In(removed) });
  }
  return changes;
}

/** Adds and removes some tags (our ids) and leaves the others. */
export async function changeFollowTags(tx: WriteDb, follow: Follow, { add, remove }: { add: readonly string[]; remove: readonly string[] }, touch: Touch): Promise<void> {
  noteChange(tx, [follow.customerId]);
  if (add.length > 0) await tx.insertMissing(FollowTag, add.map((tagId) => rowOf(follow, tagId)));
  await markTouch(tx, add.map((tagId) => rowOf(follow, tagId)), touch);
  if (remove.length > 0) await tx.remove(FollowTag, { followId: follow.id, tagId: In([...remove]) });
}

/** Brings the copies of the customers' times up to date. Whoever writes a time just now is waited for. */
export async function copyAddedAt(tx: WriteDb, customerIds: readonly string[]): Promise<void> {
  const lastAdded = `(SELECT customer.lastAddedAt FROM customer WHERE customer.id = customerId${tx.database.dialect === 'mysql' ? ' LOCK IN SHARE MODE' : ''})`;
  await tx.update(FollowTag, { customerId: In([...customerIds]), addedAt: Raw((addedAt) => `${addedAt} <> ${lastAdded}`) }, { addedAt: () => lastAdded });
}

/** The tags of each follow, in WeCom's order. */
export async function followTags(db: ReadDb, followIds: readonly string[]): Promise<Map<string, TagRef[]>> {
  const ids = await tagIdsOf(db, followIds);
  const refs = await tagRefs(db, [...ids.values()].flat());
  return new Map([...ids].map(([followId, tagIds]) => {
    const own = new Set(tagIds);
    return [followId, [...refs.values()].filter((ref) => own.has(ref.id))];
  }));
}

/** Our ids of the tags of each follow. */
export async function tagIdsOf(db: ReadDb, followIds: readonly string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  if (followIds.length === 0) return found;
  for (const { followId, tagId } of await db.find(FollowTag, { followId: In([...followIds]) })) {
    found.set(followId, [...(found.get(followId) ?? []), tagId]);
  }
  return found;
}

/** How many customers have each tag, friends and lost ones; within a reach those whom the list of customers shows. */
export async function countTagged(db: ReadDb, { tagId, reach }: { tagId?: string; reach: Reach }): Promise<Map<string, number>> {
  const query = ofReach(db.query(FollowTag, 'link'), 'link', reach);
  if (tagId) query.andWhere('link.tagId = :tagId', { tagId });
  const rows = await query.select('link.tagId', 'tagId').addSelect('COUNT(DISTINCT link.customerId)', 'customers').groupBy('link.tagId').getRawMany<{ tagId: string; customers: string | number }>();
  return new Map(rows.map((row) => [row.tagId, Number(row.customers)]));
}

/** Only rows of customers whom the reach sees, looked up from their side: of a million customers nearly all are somebody else's. */
export function ofReach<T extends CorpRow>(query: ScopedQuery<T>, alias: string, { staffIds }: Reach): ScopedQuery<T> {
  if (staffIds === null) return query;
  if (staffIds.length === 0) return query.andWhere('1 = 0');
  const seen = '(SELECT DISTINCT follow.customerId AS customerId FROM follow_user follow WHERE follow.corpId = :scopeCorpId AND follow.staffId IN (:...reach) AND (follow.lostAt IS NULL OR follow.lostBy = \'customer\'))';
  query.innerJoin(seen, 'seen', `seen.customerId = ${alias}.customerId`, { reach: staffIds });
  return query;
}

function rowOf(follow: Follow, tagId: string) {
  return { id: newId('ft'), followId: follow.id, customerId: follow.customerId, staffId: follow.staffId, tagId, addedAt: 0 };
}

/** The first touch stays as it was; the last becomes this one. */
async function markTouch(tx: WriteDb, rows: readonly { customerId: string; tagId: string }[], { at, how, by }: Touch): Promise<void> {
  const name = by.slice(0, 128);
  const once = new Map(rows.map((row) => [`${row.customerId}:${row.tagId}`, row]));
  if (once.size === 0) return;
  const marks = [...once.values()].map(({ customerId, tagId }) => ({ id: newId('tgm'), customerId, tagId, firstAt: at, firstHow: how, firstBy: name, lastAt: at, lastHow: how, lastBy: name }));
  await tx.upsert(TagMark, marks, ['customerId', 'tagId'], ['lastAt', 'lastHow', 'lastBy']);
}

/** The marks of those tags that a customer has now or had once. */
export function tagMarksOf(db: ReadDb, customerId: string): Promise<TagMark[]> {
  return db.find(TagMark, { customerId });
}

/** Relations of `fromId` are `toId`'s now, with their tags: the marks go along, and stand twice where both have the tag. */
export async function takeMarks(tx: WriteDb, fromId: string, toId: string): Promise<void> {
  const tagIdsOf = async (customerId: string) => new Set((await tx.find(FollowTag, { customerId })).map((one) => one.tagId));
  const [stays, goes] = [await tagIdsOf(fromId), await tagIdsOf(toId)];
  const known = new Set((await tx.find(TagMark, { customerId: toId })).map((mark) => mark.tagId));
  for (const mark of await tx.find(TagMark, { customerId: fromId })) {
    if (!goes.has(mark.tagId) || known.has(mark.tagId)) continue;
    if (stays.has(mark.tagId)) await tx.insert(TagMark, { ...mark, id: newId('tgm'), customerId: toId });
    else await tx.update(TagMark, { id: mark.id }, { customerId: toId });
  }
}

/** The tags that a customer has by whichever colleague and had before `at` (ms): what comes with an addition does not count for it. */
export async function tagIdsOfCustomer(db: ReadDb, customerId: string, at: number): Promise<Set<string>> {
  const [links, marks] = await Promise.all([db.find(FollowTag, { customerId }), tagMarksOf(db, customerId)]);
  const late = new Set(marks.filter((mark) => mark.firstAt >= at).map((mark) => mark.tagId));
  return new Set(links.map((link) => link.tagId).filter((id) => !late.has(id)));
}
