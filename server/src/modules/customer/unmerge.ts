import { IsNull, MoreThan } from 'typeorm';
import { AppError } from '../../core/errors';
import { newId } from '../../core/db/ids';
import type { WriteDb } from '../../core/db/scope';
import { noteChange } from '../customer-change';
import { addToCustomerCount } from '../org';
import { FollowTag, takeMarks } from '../tag';
import { recordActivity } from './activity';
import { Activity, Customer, CustomerIdentity, CustomerMerge, CustomerMergeRow, FollowUser, MergeSuggestion } from './entity';
import { customerUnmerged } from './events';
import { livingId } from './find';
import { among, collisionsOf, holdersOf, idsOf, inPieces, whereOf, type Holder } from './holders';
import { fillsOf, ledBy, sharedFriends, standingMerges, totalsAlone } from './merge';
import { refreshTotals } from './rows';

/** The two are two again: every row goes back to where it was, and what came since goes to whose account it came by. Gives who holds the survivor now. */
export async function undoMerge(tx: WriteDb, mergeId: string, { byName, at }: { byName: string; at: number }): Promise<{ survivorId: string; otherId: string }> {
  const merge = await tx.get(CustomerMerge, mergeId, '合并记录');
  const { otherId } = merge;
  const holderId = await livingId(tx, merge.survivorId);
  await tx.update(Customer, { id: holderId }, { id: holderId });
  // Of two who undo at once, the second finds it done.
  if ((await tx.update(CustomerMerge, { id: mergeId, undoneAt: IsNull() }, { undoneAt: at, undoneByName: byName })) === 0) throw new AppError('merge_undone');
  await tx.insert(Customer, merge.other);
  noteChange(tx, [holderId, otherId]);
  const holders = holdersOf(tx.database);
  for (const holder of holders) await moveBack(tx, merge, holder, holderId);
  const accounts = await accountsOf(tx, merge.other);
  for (const holder of holders) await moveNews(tx, holder, { holderId, otherId, accounts });
  await settleFollows(tx, merge, holderId);
  for (const holder of holders) await forgetLater(tx, merge, holder);
  await takeBackFilled(tx, merge, holderId);
  for (const holder of holders) await bringBack(tx, holder, holderId);
  for (const id of [holderId, otherId]) await refreshTotals(tx, await tx.get(Customer, id, '客户'));
  for (const staffId of await sharedFriends(tx, holderId, otherId)) await addToCustomerCount(tx, staffId, 1);
  await tell(tx, merge, holderId, { byName, at });
  await tx.publish(customerUnmerged, { mergeId, survivorId: holderId, otherId, accounts }, { key: `unmerged:${mergeId}` });
  return { survivorId: holderId, otherId };
}

/** What this merge moved or laid aside. A row that an earlier merge brought and that went home since is left there. */
async function moveBack(tx: WriteDb, merge: CustomerMerge, { entity, table, column }: Holder, holderId: string): Promise<void> {
  const own = await tx.find(CustomerMergeRow, { mergeId: merge.id, tableName: table, columnName: column });
  if (own.length === 0) return;
  const moved = own.filter((row) => row.aside === null).map((row) => row.rowId);
  await inPieces(moved, (ids) => tx.update(entity, whereOf({ id: among(ids), [column]: holderId }), { [column]: merge.otherId }));
  // A later merge of the survivor may have laid them aside.
  const asides = own.filter((row) => row.aside !== null);
  await inPieces(moved, async (ids) => {
    const later = await tx.find(CustomerMergeRow, { rowId: among(ids), tableName: table, columnName: column });
    const standing = new Set(later.length === 0 ? [] : (await tx.find(CustomerMerge, { id: among([...new Set(later.map((row) => row.mergeId))]), undoneAt: IsNull() })).map((one) => one.id));
    asides.push(...later.filter((row) => row.aside !== null && standing.has(row.mergeId)));
  });
  for (const row of asides) await tx.insert(entity, { ...row.aside!, [column]: merge.otherId });
  await inPieces(asides.map((row) => row.id), (ids) => tx.remove(CustomerMergeRow, { id: among(ids) }));
}

/** The external_userids of the one who goes, and of those who were merged into them before. */
async function accountsOf(tx: WriteDb, { id, externalUserid }: Customer): Promise<string[]> {
  const names = await tx.find(CustomerIdentity, { customerId: id, kind: 'externalUserid' });
  return [...new Set([externalUserid, ...names.map((one) => one.value)])];
}

/** Rows that came while they were one, by an account of the one who goes. */
async function moveNews(tx: WriteDb, { entity, column, accountColumn }: Holder, { holderId, otherId, accounts }: { holderId: string; otherId: string; accounts: string[] }): Promise<void> {
  if (accountColumn) await tx.update(entity, whereOf({ [column]: holderId, [accountColumn]: among(accounts) }), { [column]: otherId });
}

/** Relations are their owner's by the account; tags and the log of those relations follow. */
async function settleFollows(tx: WriteDb, { other, otherId, at }: CustomerMerge, holderId: string): Promise<void> {
  await tx.update(FollowUser, { customerId: otherId, account: other.externalUserid }, { account: '' });
  const follows = await tx.find(FollowUser, { customerId: otherId });
  if (follows.length === 0) return;
  await tx.update(FollowTag, { followId: among(follows.map((one) => one.id)) }, { customerId: otherId });
  await takeMarks(tx, holderId, otherId);
  const staying = new Set((await tx.find(FollowUser, { customerId: holderId })).map((one) => one.staffId));
  const ids = follows.map((one) => one.id);
  const since = (await tx.find(Activity, { customerId: holderId, staffId: among(follows.map((one) => one.staffId)) }))
    .filter((row) => ids.some((id) => row.naturalKey.includes(id)) || (row.at >= at && !staying.has(row.staffId!)));
  await inPieces(since.map((row) => row.id), (some) => tx.update(Activity, { id: among(some) }, { customerId: otherId }));
}

/** Merges that came after this one carried these rows along with the survivor; from now on they are none of theirs. */
async function forgetLater(tx: WriteDb, { id, otherId }: CustomerMerge, holder: Holder): Promise<void> {
  const { table: tableName, column: columnName } = holder;
  await inPieces(await idsOf(tx, holder, otherId), (ids) => tx.remove(CustomerMergeRow, { rowId: among(ids), tableName, columnName, mergeId: MoreThan(id), aside: IsNull() }));
}

/** What the survivor had taken over goes, unless it was changed since; another who is still merged into them may fill the gap. */
async function takeBackFilled(tx: WriteDb, merge: CustomerMerge, holderId: string): Promise<void> {
  const { survivorId, filled, before, at } = merge;
  const standing = await standingMerges(tx, survivorId);
  const container = survivorId === holderId ? null : await tx.findOne(CustomerMerge, { otherId: survivorId, undoneAt: IsNull() });
  const row = container ? container.other : await tx.get(Customer, survivorId, '客户');
  const own = Object.fromEntries(Object.keys(filled).filter((field) => row[field as keyof Customer] === filled[field as keyof Customer]).map((field) => [field, before[field as keyof Customer]]));
  const next: Customer = { ...row, ...own };
  for (const one of standing) {
    const more = fillsOf(next, one.other);
    if (Object.keys(more).length === 0) continue;
    const had = Object.fromEntries(Object.keys(more).map((field) => [field, next[field as keyof Customer]]));
    Object.assign(next, more);
    await tx.update(CustomerMerge, { id: one.id }, { filled: { ...one.filled, ...more }, before: { ...one.before, ...had } });
  }
  // Only the oldest of the merges knows when the survivor alone was first met.
  const oldest = standing[0];
  const isOldest = !oldest || at < oldest.at || (at === oldest.at && merge.id < oldest.id);
  if (oldest && isOldest) {
    const { before: kept } = await tx.get(CustomerMerge, oldest.id, '合并记录');
    await tx.update(CustomerMerge, { id: oldest.id }, { before: { ...kept, ...totalsAlone(before) } });
  }
  const alone = totalsAlone(isOldest ? before : oldest!.before);
  Object.assign(next, alone);
  next.firstAddedAt = Math.min(alone.firstAddedAt!, ...standing.map((one) => one.other.firstAddedAt));
  const known = Math.max(alone.lastActiveAt!, ...standing.map((one) => one.other.lastActiveAt));
  next.lastActiveAt = (await isOwnAct(tx, row.lastActiveAt, { merge, holderId, known })) ? row.lastActiveAt : known;
  if (!container) {
    const { id, corpId: _, ...columns } = next;
    noteChange(tx, [id]);
    await tx.update(Customer, { id }, columns);
    return;
  }
  await tx.update(CustomerMerge, { id: container.id }, { other: next });
  await settleFirst(tx, container);
}

/** Visits since the merge count for the one who keeps the page; what follows from a relation goes with the relation. */
async function isOwnAct(tx: WriteDb, at: number, { merge, holderId, known }: { merge: CustomerMerge; holderId: string; known: number }): Promise<boolean> {
  if (at <= Math.max(known, merge.other.lastActiveAt)) return false;
  const follows = await tx.find(FollowUser, { customerId: among([holderId, merge.otherId]) });
  return !follows.some((follow) => follow.addedAt === at || follow.lostAt === at);
}

/** The one in whom the survivor lives on was first met when the earliest of all of them was. */
async function settleFirst(tx: WriteDb, { survivorId }: CustomerMerge): Promise<void> {
  const standing = await standingMerges(tx, survivorId);
  const first = Math.min(standing[0]!.before.firstAddedAt!, ...standing.map((one) => one.other.firstAddedAt));
  const container = await tx.findOne(CustomerMerge, { otherId: survivorId, undoneAt: IsNull() });
  if (!container) {
    noteChange(tx, [survivorId]);
    await tx.update(Customer, { id: survivorId }, { firstAddedAt: first });
    return;
  }
  await tx.update(CustomerMerge, { id: container.id }, { other: { ...container.other, firstAddedAt: first } });
  await settleFirst(tx, container);
}

/** Rows of others who are still merged here, laid aside because of a row that is gone now. */
async function bringBack(tx: WriteDb, holder: Holder, holderId: string): Promise<void> {
  const { entity, table, column, keys } = holder;
  if (keys.length === 0) return;
  for (const merge of await standingMerges(tx, holderId)) {
    const led = await ledBy(tx, merge.id, holder);
    for (const row of await tx.find(CustomerMergeRow, { mergeId: merge.id, tableName: table, columnName: column })) {
      if (row.aside === null || (holder.goesWith && led.has(row.aside[holder.goesWith.by]))) continue;
      await tx.insert(entity, { ...row.aside, [column]: merge.otherId });
      if ((await collisionsOf(tx, holder, holderId, merge.otherId)).length > 0) {
        await tx.remove(entity, whereOf({ id: row.rowId }));
        continue;
      }
      await tx.update(entity, whereOf({ id: row.rowId }), { [column]: holderId });
      await tx.update(CustomerMergeRow, { id: row.id }, { aside: null });
    }
  }
}

async function tell(tx: WriteDb, merge: CustomerMerge, holderId: string, { byName, at }: { byName: string; at: number }): Promise<void> {
  const { id: mergeId, otherId, other, survivorId, cause } = merge;
  const holder = await tx.get(Customer, holderId, '客户');
  const told = await tx.findOne(Activity, { naturalKey: `merged:${mergeId}` });
  if (told) await tx.update(Activity, { id: told.id }, { data: { ...told.data, undoneAt: at } });
  const data = { mergeId, cause, ...(byName && { by: byName }) };
  await recordActivity(tx, { customerId: holderId, staffId: null, kind: 'customer.unmerged', at, data: { ...data, otherId, otherName: other.name }, naturalKey: `unmerged:${mergeId}:1` });
  await recordActivity(tx, { customerId: otherId, staffId: null, kind: 'customer.unmerged', at, data: { ...data, otherId: holderId, otherName: holder.name }, naturalKey: `unmerged:${mergeId}:2` });
  // Somebody said that they are two: the rules do not try again.
  const [oneId, twoId] = [survivorId, otherId].sort() as [string, string];
  await tx.insertMissing(MergeSuggestion, { id: newId('sug'), oneId, twoId, state: 'dismissed', evidence: [], conflicts: [], at });
  await tx.update(MergeSuggestion, { oneId, twoId }, { state: 'dismissed' });
}
