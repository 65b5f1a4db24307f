import { In } from 'typeorm';
import type { Person, Role as RoleReply } from '@scrm/shared/access';
import { actions, grantable, roles, scopes, type Action, type Permission, type Scope } from '@scrm/shared/permission';
import { isDuplicate } from '../../core/db/database';
import { newId } from '../../core/db/ids';
import { write, type ReadDb, type ScopedQuery, type WriteDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { Reach } from '../../core/http/serve';
import { getStaff, Staff, staffRef } from '../org';
import { administers, keepAdministered } from './administer';
import { AccessRole, RoleMember } from './entity';
import { builtInRole, decide, isBuiltIn, roleRef, rolesOf, scopeOfAll, type RoleFacts } from './role';

export const roleWord = '角色';

/** Who gives a role: what they may do themselves, and to whose people. */
export interface Giver {
  held: readonly RoleFacts[];
  reach: Reach;
}

export type RoleInput = Pick<AccessRole, 'name' | 'allow' | 'deny' | 'scope'>;

/** The built-in ones first, then those of the company by name. */
export async function listRoles(db: ReadDb): Promise<RoleReply[]> {
  const people = new Map<string, number>();
  for (const { roleId } of await db.find(RoleMember)) people.set(roleId, (people.get(roleId) ?? 0) + 1);
  const builtIn = roles.filter((role) => role !== 'owner').map((role) => {
    const { id, allow, scope } = builtInRole(role);
    return { id, name: null, builtIn: true, allow: [...allow], deny: [], scope, people: people.get(id) ?? 0, updatedAt: 0 };
  });
  const own = (await db.find(AccessRole, {}, { order: { name: 'ASC' } })).map((role) => presentRole(role, people.get(role.id) ?? 0));
  return [...builtIn, ...own];
}

export const presentRole = ({ id, name, allow, deny, scope, updatedAt }: AccessRole, people: number): RoleReply => ({ id, name, builtIn: false, allow, deny, scope, people, updatedAt });

export async function createRole(db: ReadDb, input: RoleInput, giver: Giver, now: number): Promise<AccessRole> {
  checkWithin(input, giver);
  const id = newId('rol', now);
  await orTaken(input.name, () => write(db, (tx) => tx.insert(AccessRole, { id, ...input, updatedAt: now })));
  return db.get(AccessRole, id, roleWord);
}

export async function updateRole(db: ReadDb, { id, updatedAt, ...input }: RoleInput & { id: string; updatedAt: number }, giver: Giver, now: number): Promise<AccessRole> {
  const before = await db.get(AccessRole, id, roleWord);
  checkWithin(before, giver);
  checkWithin(input, giver);
  checkReleased(before.deny.filter((grant) => !input.deny.includes(grant)), giver);
  await orTaken(input.name, () => write(db, (tx) => keepAdministered(tx, async () => {
    if (await tx.update(AccessRole, { id, updatedAt }, { ...input, updatedAt: Math.max(now, updatedAt + 1) }) === 0) throw new AppError('stale_edit');
  })));
  return db.get(AccessRole, id, roleWord);
}

export async function removeRole(db: ReadDb, id: string, giver: Giver): Promise<void> {
  checkWithin(await db.get(AccessRole, id, roleWord), giver);
  await write(db, async (tx) => {
    const count = await tx.count(RoleMember, { roleId: id });
    if (count > 0) throw new AppError('role_in_use', { count });
    await tx.remove(AccessRole, { id });
  });
}

/** These roles and no others. */
export async function assignRoles(db: ReadDb, staffId: string, roleIds: readonly string[], giver: Giver, now: number): Promise<void> {
  if (giver.reach.staffIds !== null && !giver.reach.staffIds.includes(staffId)) throw new AppError('not_found', { what: '员工' });
  await getStaff(db, staffId);
  const wanted = [...new Set(roleIds)];
  await write(db, async (tx) => {
    const before = await tx.find(RoleMember, { staffId });
    // Also what is taken away: who may less must not disarm who may more.
    for (const id of new Set([...wanted, ...before.map(({ roleId }) => roleId)])) {
      const changes = wanted.includes(id) !== before.some(({ roleId }) => roleId === id);
      const facts = await findRole(tx, id);
      if (!facts && wanted.includes(id)) throw new AppError('not_found', { what: roleWord });
      if (!facts || !changes) continue;
      checkWithin(facts, giver);
      if (!wanted.includes(id)) checkReleased(facts.deny, giver);
    }
    await keepAdministered(tx, () => replaceRoles(tx, staffId, wanted, now));
  });
}

export async function replaceRoles(tx: WriteDb, staffId: string, roleIds: readonly string[], now: number): Promise<void> {
  await tx.remove(RoleMember, { staffId });
  if (roleIds.length > 0) await tx.insert(RoleMember, roleIds.map((roleId) => ({ id: newId('rm', now), staffId, roleId, givenBy: 'hand' as const, createdAt: now })));
}

async function findRole(db: ReadDb, id: string): Promise<RoleFacts | null> {
  if (id === 'owner') return null;
  return isBuiltIn(id) ? builtInRole(id) : db.findOne(AccessRole, { id });
}

/** Nobody can give, change or take what goes beyond their own: neither more rights, nor the same to more people's customers. */
function checkWithin({ allow, scope }: Pick<RoleFacts, 'allow' | 'scope'>, { held, reach }: Giver): void {
  for (const grant of allow) {
    const [permission, action] = grant.split(':') as [Permission, Action | undefined];
    if (!grantable.includes(permission) || (action !== undefined && !actions.includes(action))) throw new AppError('bad_input', { detail: `allow: ${grant}` });
    const own = ownScope(held, grant);
    if (own === null || scopes.indexOf(own) < scopes.indexOf(scope)) throw new AppError('role_beyond_own');
  }
  if (reach.staffIds !== null && scope === 'all') throw new AppError('role_beyond_own');
}

/** What was denied is set free only by who may do it, or a role that denies would hold nobody who gives roles. */
function checkReleased(denied: readonly string[], { held }: Giver): void {
  const isBeyond = (grant: string) => grantable.some((permission) => permission === grant.split(':')[0]) && ownScope(held, grant) === null;
  if (denied.some(isBeyond)) throw new AppError('role_beyond_own');
}

function ownScope(held: readonly RoleFacts[], grant: string): Scope | null {
  const [permission, action] = grant.split(':') as [Permission, Action | undefined];
  return action ? decide(held, permission, action).scope : scopeOfAll(held, permission);
}

async function orTaken<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isDuplicate(error)) throw new AppError('role_name_taken', { name });
    throw error;
  }
}

interface PeopleFilter { keyword?: string; roleId?: string; cursor?: string; limit: number; reach: Reach }

/** Who works here, as far as the caller's reach goes. `staff` as a role: who has no other. */
export async function listPeople(db: ReadDb, { keyword, roleId, cursor, limit, reach }: PeopleFilter): Promise<{ items: Person[]; total: number; nextCursor: string | null }> {
  const word = keyword?.trim().toLowerCase();
  const narrow = (): ScopedQuery<Staff> => {
    const query = db.query(Staff, 'staff').andWhere('staff.state <> :left', { left: 'left' });
    if (word) query.andWhere('(LOWER(staff.name) LIKE :like ESCAPE \'!\' OR LOWER(staff.userId) = :word)', { like: `%${word.replace(/[!%_]/g, '!$&')}%`, word });
    if (reach.staffIds) query.andWhere(reach.staffIds.length > 0 ? 'staff.id IN (:...reached)' : '1 = 0', { reached: reach.staffIds });
    const has = 'EXISTS (SELECT 1 FROM role_member held WHERE held.corpId = staff.corpId AND held.staffId = staff.id';
    if (roleId === 'staff') query.andWhere(`(NOT ${has}) OR ${has} AND held.roleId = :roleId))`, { roleId });
    else if (roleId) query.andWhere(`${has} AND held.roleId = :roleId)`, { roleId });
    return query;
  };
  const page = narrow().orderBy('staff.id', 'ASC').limit(limit + 1);
  if (cursor) page.andWhere('staff.id > :cursor', { cursor });
  const [total, rows] = [await narrow().getCount(), await page.getMany()];
  const shown = rows.slice(0, limit);
  return { items: await presentPeople(db, shown), total, nextCursor: rows.length > limit ? shown.at(-1)!.id : null };
}

export async function presentPeople(db: ReadDb, staff: readonly Staff[]): Promise<Person[]> {
  const ids = staff.map(({ id }) => id);
  const held = await rolesOf(db, ids);
  const fromWecom = new Set((ids.length === 0 ? [] : await db.find(RoleMember, { staffId: In(ids), givenBy: 'wecom' })).map(({ staffId }) => staffId));
  return staff.map((one) => ({
    id: one.id, staff: staffRef(one), position: one.position, roles: held.get(one.id)!.map(roleRef), fromWecom: fromWecom.has(one.id), administers: administers(held.get(one.id)!),
  }));
}
