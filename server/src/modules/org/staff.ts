import { In, LessThan, Not } from 'typeorm';
import type { StaffRef } from '@scrm/shared/org';
import { newId } from '../../core/db/ids';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import { Staff, StaffDepartment, type StaffState } from './entity';
import { subtreeOf } from './department';
import { staffLeft, staffRefused, staffReturned } from './events';

/** What WeCom says of a member. */
export interface Member {
  userId: string;
  name: string | null;
  avatarUrl: string;
  position: string;
  departmentIds: number[];
  mainDepartment: number | null;
  ledDepartmentIds: number[] | null;
  state: StaffState;
  canReceive: boolean;
}

export function getStaff(db: ReadDb, id: string): Promise<Staff> {
  return db.get(Staff, id, '员工');
}

/** By WeCom's userid; unknown ones are absent. */
export async function staffByUserIds(db: ReadDb, userIds: readonly string[]): Promise<Map<string, Staff>> {
  if (userIds.length === 0) return new Map();
  const rows = await db.find(Staff, { userId: In([...new Set(userIds)]) });
  return new Map(rows.map((row) => [row.userId, row]));
}

/** By our id, as screens show them; those who left too. */
export async function staffRefs(db: ReadDb, ids: readonly string[]): Promise<Map<string, StaffRef>> {
  if (ids.length === 0) return new Map();
  const rows = await db.find(Staff, { id: In([...new Set(ids)]) });
  return new Map(rows.map((row) => [row.id, staffRef(row)]));
}

export function staffRef({ id, userId, name, avatarUrl }: Staff): StaffRef {
  return { id, userId, name, avatarUrl };
}

/** What to call a member in a text. WeCom itself turns the userid into a name where we may not know it. */
export function staffDisplayName({ name, userId }: Pick<Staff, 'name' | 'userId'>): string {
  return name ?? userId;
}

/** The row of a member whom an event names, perhaps before any sync saw them. `now` in ms. */
export async function ensureStaff(tx: WriteDb, userId: string, now = 0): Promise<Staff> {
  const known = await tx.findOne(Staff, { userId });
  if (known) return known;
  await tx.insertMissing(Staff, {
    id: newId('stf'), userId, name: null, avatarUrl: '', position: '', departmentIds: [], mainDepartment: null, ledDepartmentIds: null,
    state: 'active', canReceive: false, refusal: null, customerCount: 0, seenAt: now, leftAt: null,
  });
  return (await tx.findOne(Staff, { userId }))!;
}

/**
 * Writes what WeCom just said of these members; `now` in ms. Some who left it shows for a while: they leave as those do whom it does not show any more.
 * Whom WeCom refused it is asked about again, unless `keepRefusals`.
 */
export async function saveMembers(tx: WriteDb, members: readonly Member[], now: number, { keepRefusals = false } = {}): Promise<void> {
  const known = await staffByUserIds(tx, members.map((member) => member.userId));
  const leaving = members.flatMap(({ userId, state }) => (state === 'left' ? known.get(userId) ?? [] : []));
  await markLeft(tx, leaving.filter(({ state }) => state !== 'left'), now);
  const shown = members.filter(({ userId, state }) => state !== 'left' || !known.has(userId));
  if (shown.length === 0) return;
  const refusalOf = (userId: string) => (keepRefusals ? known.get(userId)?.refusal ?? null : null);
  const facts = shown.map((member) => ({ ...member, canReceive: member.canReceive && refusalOf(member.userId) === null, refusal: refusalOf(member.userId), id: newId('stf'), customerCount: 0, seenAt: now, leftAt: member.state === 'left' ? now : null }));
  await tx.upsert(Staff, facts, ['userId'], ['name', 'avatarUrl', 'position', 'departmentIds', 'mainDepartment', 'ledDepartmentIds', 'state', 'canReceive', 'refusal', 'seenAt', 'leftAt']);
  const rows = await staffByUserIds(tx, shown.map((member) => member.userId));
  const ids = [...rows.values()].map((row) => row.id);
  await tx.remove(StaffDepartment, { staffId: In(ids) });
  const links = [...rows.values()].flatMap(({ id, departmentIds, state }) => (state === 'left' ? [] : [...new Set(departmentIds)].map((departmentId) => ({ id: newId('sd'), staffId: id, departmentId }))));
  if (links.length > 0) await tx.insertMissing(StaffDepartment, links);
  for (const { userId, state } of shown) {
    const before = known.get(userId);
    if (before?.state === 'left' && state !== 'left') await tx.publish(staffReturned, { staffId: before.id, leftAt: before.leftAt ?? 0 }, { key: `${before.id}:${now}` });
  }
}

/** WeCom will have none of these as receivers: everybody passes them over until they are read anew. `now` in ms. */
export async function refuseMembers(tx: WriteDb, userIds: readonly string[], errcode: number, now: number): Promise<void> {
  await tx.update(Staff, { userId: In([...userIds]) }, { canReceive: false, refusal: { errcode, at: now } });
  await tx.publish(staffRefused, { userIds: [...userIds] }, { key: `${now}:${userIds.join()}`.slice(0, 100) });
}

/** Who changed their userid stays the same person. */
export async function renameStaff(tx: WriteDb, from: string, to: string): Promise<void> {
  if (await tx.findOne(Staff, { userId: to })) return;
  await tx.update(Staff, { userId: from }, { userId: to });
}

export async function leaveStaff(tx: WriteDb, userId: string, now: number): Promise<void> {
  await markLeft(tx, await tx.find(Staff, { userId, state: Not('left') }), now);
}

/** Whom a complete reading that began at `startedAt` did not show. */
export async function leaveUnseen(tx: WriteDb, startedAt: number, now: number): Promise<void> {
  await markLeft(tx, await tx.find(Staff, { seenAt: LessThan(startedAt), state: Not('left') }), now);
}

async function markLeft(tx: WriteDb, rows: Staff[], now: number): Promise<void> {
  if (rows.length === 0) return;
  const ids = rows.map((row) => row.id);
  await tx.update(Staff, { id: In(ids) }, { state: 'left', canReceive: false, leftAt: now });
  await tx.remove(StaffDepartment, { staffId: In(ids) });
  for (const staffId of ids) await tx.publish(staffLeft, { staffId }, { key: `${staffId}:${now}` });
}

/** One more or one fewer friend. */
export async function addToCustomerCount(tx: WriteDb, staffId: string, change: number): Promise<void> {
  await tx.update(Staff, { id: staffId }, { customerCount: () => `customerCount ${change < 0 ? '-' : '+'} ${Math.abs(Math.trunc(change))}` });
}

/** How many friends each has; who is not named has none. */
export async function setCustomerCounts(tx: WriteDb, counts: ReadonlyMap<string, number>): Promise<void> {
  for (const { id, customerCount } of await tx.find(Staff)) {
    const wanted = counts.get(id) ?? 0;
    if (wanted !== customerCount) await tx.update(Staff, { id }, { customerCount: wanted });
  }
}

/** Those of a department and all under it who can be given customers, the longest here first. */
export async function usableOfDepartment(db: ReadDb, departmentId: number): Promise<Staff[]> {
  const links = await db.find(StaffDepartment, { departmentId: In(await subtreeOf(db, departmentId)) });
  if (links.length === 0) return [];
  return db.find(Staff, { id: In([...new Set(links.map((link) => link.staffId))]), state: 'active', canReceive: true }, { order: { id: 'ASC' } });
}
