import { IsNull } from 'typeorm';
import { AppError } from '../../core/errors';
import { newId } from '../../core/db/ids';
import type { WriteDb } from '../../core/db/scope';
import { noteChange } from '../customer-change';
import { addToCustomerCount } from '../org';
import { recordActivity } from './activity';
import { Customer, CustomerMerge, CustomerMergeRow, FollowUser, MergeSuggestion } from './entity';
import { customerMerged } from './events';
import { collisionsOf, holdersOf, idsOf, inPieces, whereOf, among, type Holder, type Row } from './holders';
import { refreshTotals } from './rows';

export interface MergeOrder {
  survivorId: string;
  otherId: string;
  cause: CustomerMerge['cause'];
  /** '' when the rules did it. */
  byName: string;
  /** ms. */
  at: number;
}

/** Where the survivor knows nothing, what the other knows is taken over. */
const fillable = ['name', 'avatarUrl', 'gender', 'corpName', 'position', 'unionid'] as const;
const isEmpty = (value: unknown) => value === '' || value === 0 || value === null;

export function fillsOf(survivor: Customer, other: Customer): Partial<Customer> {
  return Object.fromEntries(fillable.filter((field) => isEmpty(survivor[field]) && !isEmpty(other[field])).map((field) => [field, other[field]]));
}

/**
 * `other` becomes `survivor`: every row that names them moves, what the survivor has already is laid aside, and the other's own row goes.
 * Events that name the other's external_userid find the survivor from now on, through its identities.
 */
export async function mergeCustomers(tx: WriteDb, order: MergeOrder): Promise<CustomerMerge> {
  const { survivorId, otherId, cause, byName, at } = order;
  if (survivorId === otherId) throw new AppError('merge_same_person');
  for (const id of [survivorId, otherId].sort()) await tx.update(Customer, { id }, { id });
  const survivor = await tx.get(Customer, survivorId, '客户');
  const other = await tx.get(Customer, otherId, '客户');
  const filled = fillsOf(survivor, other);
  const before = { ...Object.fromEntries(Object.keys(filled).map((field) => [field, survivor[field as keyof Customer]])), ...totalsAlone(survivor) };
  const mergeId = newId('mrg');
  await tx.insert(CustomerMerge, { id: mergeId, survivorId, otherId, cause, byName, other, before, filled, at, undoneAt: null, undoneByName: '' });
  const shared = await sharedFriends(tx, survivorId, otherId);
  await tx.update(FollowUser, { customerId: otherId, account: '' }, { account: other.externalUserid });
  for (const holder of holdersOf(tx.database)) await move(tx, mergeId, holder, survivorId, otherId);
  await tx.remove(Customer, { id: otherId });
  noteChange(tx, [survivorId, otherId]);
  await tx.update(Customer, { id: survivorId }, { ...filled, firstAddedAt: Math.min(survivor.firstAddedAt, other.firstAddedAt), lastActiveAt: Math.max(survivor.lastActiveAt, other.lastActiveAt) });
  await refreshTotals(tx, await tx.get(Customer, survivorId, '客户'));
  for (const staffId of shared) await addToCustomerCount(tx, staffId, -1);
  const [oneId, twoId] = [survivorId, otherId].sort() as [string, string];
  await tx.update(MergeSuggestion, { oneId, twoId }, { state: 'merged' });
  await recordActivity(tx, {
    customerId: survivorId, staffId: null, kind: 'customer.merged', at, naturalKey: `merged:${mergeId}`,
    data: { mergeId, otherId, otherName: other.name, otherExternalUserid: other.externalUserid, cause, ...(byName && { by: byName }) },
  });
  await tx.publish(customerMerged, { mergeId, survivorId, otherId }, { key: `merged:${mergeId}` });
  return (await tx.findOne(CustomerMerge, { id: mergeId }))!;
}

/** What only stands in the row of somebody whom no staff member has; of the others it follows from their relations. */
export function totalsAlone({ firstAddedAt, lastAddedAt, lastActiveAt, lostAt, lostBy }: Partial<Customer>): Partial<Customer> {
  return { firstAddedAt, lastAddedAt, lastActiveAt, lostAt, lostBy };
}

/** Staff who are friends with both: they had two customers and have one. */
export async function sharedFriends(tx: WriteDb, oneId: string, twoId: string): Promise<string[]> {
  const friends = async (customerId: string) => new Set((await tx.find(FollowUser, { customerId, lostAt: IsNull() })).map((follow) => follow.staffId));
  const [one, two] = [await friends(oneId), await friends(twoId)];
  return [...one].filter((staffId) => two.has(staffId));
}

async function move(tx: WriteDb, mergeId: string, holder: Holder, survivorId: string, otherId: string): Promise<void> {
  const { entity, table, column } = holder;
  const keep = (rowId: string, aside: Row | null) => ({ id: newId('mgr'), mergeId, tableName: table, columnName: column, rowId, aside });
  const asides = await laidAside(tx, mergeId, holder, { survivorId, otherId });
  if (asides.length > 0) {
    await tx.insert(CustomerMergeRow, asides.map((row) => keep(row.id, row)));
    await inPieces(asides.map((row) => row.id), (ids) => tx.remove(entity, whereOf({ id: among(ids) })));
  }
  const ids = await idsOf(tx, holder, otherId);
  if (ids.length === 0) return;
  await tx.insert(CustomerMergeRow, ids.map((id) => keep(id, null)));
  await tx.update(entity, whereOf({ [column]: otherId }), { [column]: survivorId });
}

/** What cannot be the survivor's, because they have such a row or because it is part of a row that cannot. */
async function laidAside(tx: WriteDb, mergeId: string, holder: Holder, { survivorId, otherId }: Pick<MergeOrder, 'survivorId' | 'otherId'>): Promise<Row[]> {
  const collisions = await collisionsOf(tx, holder, survivorId, otherId);
  const led = await ledBy(tx, mergeId, holder);
  if (led.size === 0) return collisions;
  return (await tx.find(holder.entity, whereOf({ [holder.column]: otherId }))).filter((row) => led.has(row[holder.goesWith!.by]) || collisions.some((one) => one.id === row.id));
}

/** Of which rows the parts stay away, by what the two have in common: those that this merge has laid aside. */
export async function ledBy(tx: WriteDb, mergeId: string, { goesWith }: Holder): Promise<Set<unknown>> {
  const rows = goesWith ? await tx.find(CustomerMergeRow, { mergeId, tableName: goesWith.table }) : [];
  return new Set(rows.flatMap(({ aside }) => (aside ? [aside[goesWith!.by]] : [])));
}

/** Merges into this customer that still stand, the oldest first. */
export function standingMerges(tx: WriteDb, survivorId: string): Promise<CustomerMerge[]> {
  return tx.find(CustomerMerge, { survivorId, undoneAt: IsNull() }, { order: { at: 'ASC', id: 'ASC' } });
}
