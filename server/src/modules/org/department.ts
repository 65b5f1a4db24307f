import { In } from 'typeorm';
import type { Department as DepartmentReply } from '@scrm/shared/org';
import { newId } from '../../core/db/ids';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { Department, Staff, StaffDepartment } from './entity';

export interface DepartmentFacts {
  departmentId: number;
  parentId: number;
  name: string | null;
  order: number;
}

/** `all` is everything that WeCom shows: what is not in it is gone. */
export async function saveDepartments(tx: WriteDb, all: readonly DepartmentFacts[]): Promise<void> {
  const shown = new Set(all.map((one) => one.departmentId));
  const gone = (await tx.find(Department)).filter((row) => !shown.has(row.departmentId)).map((row) => row.id);
  if (gone.length > 0) await tx.remove(Department, { id: In(gone) });
  if (all.length > 0) await tx.upsert(Department, all.map((one) => ({ id: newId('dep'), ...one })), ['departmentId'], ['parentId', 'name', 'order']);
}

/** In WeCom's order; `staffCount` counts everyone under a department once. */
export async function listDepartments(db: ReadDb): Promise<DepartmentReply[]> {
  const rows = await db.find(Department, {}, { order: { order: 'DESC', departmentId: 'ASC' } });
  const parentOf = new Map(rows.map((row) => [row.departmentId, row.parentId]));
  const staffOf = new Map(rows.map((row) => [row.departmentId, new Set<string>()]));
  for (const { staffId, departmentId } of await db.find(StaffDepartment)) {
    for (const id of upwards(parentOf, departmentId)) staffOf.get(id)?.add(staffId);
  }
  return rows.map(({ departmentId, parentId, name }) => ({ departmentId, parentId, name, staffCount: staffOf.get(departmentId)!.size }));
}

/** A department and everything under it. */
export async function subtreeOf(db: ReadDb, root: number): Promise<number[]> {
  const rows = await db.find(Department);
  const parentOf = new Map(rows.map((row) => [row.departmentId, row.parentId]));
  return [root, ...rows.map((row) => row.departmentId).filter((id) => id !== root && upwards(parentOf, id).has(root))];
}

/** Whoever stands in one of these departments or anywhere under them (our ids). */
export async function staffIdsOfDepartments(db: ReadDb, roots: readonly number[]): Promise<string[]> {
  const rows = await db.find(Department);
  const parentOf = new Map(rows.map((row) => [row.departmentId, row.parentId]));
  const wanted = rows.map((row) => row.departmentId).filter((id) => roots.some((root) => upwards(parentOf, id).has(root)));
  if (wanted.length === 0) return [];
  return [...new Set((await db.find(StaffDepartment, { departmentId: In(wanted) })).map((row) => row.staffId))];
}

/**
 * Whom a member looks after by department: everyone in the departments they lead and under them; where WeCom names no
 * leaders, of their own departments. Who left is still counted to the last department, so that their customers are not lost.
 */
export async function departmentMates(db: ReadDb, staffId: string): Promise<string[]> {
  const self = await db.findOne(Staff, { id: staffId });
  if (!self) return [staffId];
  const roots = self.ledDepartmentIds?.length ? self.ledDepartmentIds : self.departmentIds;
  const parentOf = new Map((await db.find(Department)).map((row) => [row.departmentId, row.parentId]));
  const within = (departmentId: number) => [...upwards(parentOf, departmentId)].some((id) => roots.includes(id));
  const links = (await db.find(StaffDepartment)).filter((link) => within(link.departmentId)).map((link) => link.staffId);
  const gone = (await db.find(Staff, { state: 'left' })).filter((one) => one.departmentIds.some(within)).map((one) => one.id);
  return [...new Set([staffId, ...links, ...gone])];
}

/** A department and those above it; ends also where the data turn in a circle. */
function upwards(parentOf: ReadonlyMap<number, number>, from: number): Set<number> {
  const path = new Set<number>();
  for (let id: number | undefined = from; id !== undefined && !path.has(id); id = parentOf.get(id)) path.add(id);
  return path;
}

/** The departments of a staff member and those above them; none of who left. */
export async function departmentsAbove(db: ReadDb, staffId: string): Promise<Set<number>> {
  const parentOf = new Map((await db.find(Department)).map((row) => [row.departmentId, row.parentId]));
  const own = await db.find(StaffDepartment, { staffId });
  return new Set(own.flatMap(({ departmentId }) => [...upwards(parentOf, departmentId)]));
}

/** Refuses departments that the app does not see. */
export async function checkDepartments(db: ReadDb, departmentIds: readonly number[]): Promise<void> {
  const wanted = new Set(departmentIds);
  const known = wanted.size === 0 ? [] : await db.find(Department, { departmentId: In([...wanted]) });
  if (known.length < wanted.size) throw new AppError('not_found', { what: '部门' });
}

/**
 * A staff member's departments and those above them: by how far up they stand, of two as far the main department's first,
 * then in WeCom's order. Asks one level at a time, for a company may have thousands.
 */
export async function departmentPath(db: ReadDb, { departmentIds, mainDepartment }: Pick<Staff, 'departmentIds' | 'mainDepartment'>): Promise<number[]> {
  const path: number[] = [];
  let level = [...new Set(departmentIds)];
  let main = mainDepartment;
  while (level.length > 0) {
    const rows = await db.find(Department, { departmentId: In(level) });
    rows.sort((one, other) => Number(other.departmentId === main) - Number(one.departmentId === main) || other.order - one.order || one.departmentId - other.departmentId);
    path.push(...rows.map((row) => row.departmentId));
    main = rows.find((row) => row.departmentId === main)?.parentId ?? null;
    level = [...new Set(rows.map((row) => row.parentId))].filter((id) => !path.includes(id));
  }
  return path;
}

/** By WeCom's id; those that are gone or unseen are absent. */
export async function departmentRefs(db: ReadDb, departmentIds: readonly number[]): Promise<Map<number, { departmentId: number; name: string | null }>> {
  if (departmentIds.length === 0) return new Map();
  const rows = await db.find(Department, { departmentId: In([...new Set(departmentIds)]) });
  return new Map(rows.map(({ departmentId, name }) => [departmentId, { departmentId, name }]));
}
