import { In } from 'typeorm';
import { permissions, rolePermissions, roleScope, roles, scopes, type Action, type Permission, type Role, type Scope } from '@scrm/shared/permission';
import type { RoleRef } from '@scrm/shared/session';
import type { ReadDb } from '../../core/db/scope';
import { AccessRole, RoleMember } from './entity';

/** A role as decisions see it, built in or made by the company. */
export interface RoleFacts {
  id: string;
  /** Null: built in. */
  name: string | null;
  allow: readonly string[];
  deny: readonly string[];
  scope: Scope;
}

export interface Decision {
  allowed: boolean;
  scope: Scope | null;
  by: RoleFacts[];
  deniedBy: RoleFacts[];
}

export const isBuiltIn = (id: string): id is Role => (roles as readonly string[]).includes(id);

export function builtInRole(role: Role): RoleFacts {
  return { id: role, name: null, allow: rolePermissions[role], deny: [], scope: roleScope[role] };
}

const factsOf = ({ id, name, allow, deny, scope }: AccessRole): RoleFacts => ({ id, name, allow, deny, scope });
export const roleRef = ({ id, name }: RoleFacts): RoleRef => ({ id, name });

const names = (list: readonly string[], permission: Permission, action: Action) => list.includes(permission) || list.includes(`${permission}:${action}`);

/** What one role denies, no other role gives back; among those that give it the widest reach holds. */
export function decide(held: readonly RoleFacts[], permission: Permission, action: Action): Decision {
  const by = held.filter((role) => names(role.allow, permission, action));
  const deniedBy = held.filter((role) => names(role.deny, permission, action));
  const allowed = by.length > 0 && deniedBy.length === 0;
  const scope = allowed ? widest(by) : null;
  return { allowed, scope, by, deniedBy };
}

/** The widest reach of those roles that give all actions under a permission; null where there is none, or any action is denied. */
export function scopeOfAll(held: readonly RoleFacts[], permission: Permission): Scope | null {
  const by = held.filter((role) => role.allow.includes(permission));
  if (by.length === 0 || held.some((role) => role.deny.some((one) => one.split(':')[0] === permission))) return null;
  return widest(by);
}

const widest = (by: readonly RoleFacts[]): Scope => scopes[Math.max(...by.map((role) => scopes.indexOf(role.scope)))]!;

/** Of which a role gives something that none denies. */
export function permissionsOf(held: readonly RoleFacts[]): Set<Permission> {
  return new Set(permissions.filter((permission) => {
    const given = held.some((role) => role.allow.some((grant) => grant.split(':')[0] === permission));
    return given && !held.some((role) => role.deny.includes(permission));
  }));
}

/** Those of the ids that are no role of this company, built in or its own. */
export async function unknownRoles(db: ReadDb, ids: readonly string[]): Promise<string[]> {
  const custom = ids.filter((id) => !isBuiltIn(id));
  const known = custom.length === 0 ? [] : (await db.find(AccessRole, { id: In(custom) })).map(({ id }) => id);
  return custom.filter((id) => !known.includes(id));
}

/** The roles of these staff; who has none is a sales rep. */
export async function rolesOf(db: ReadDb, staffIds: readonly string[]): Promise<Map<string, RoleFacts[]>> {
  const held = new Map(staffIds.map((id) => [id, [] as RoleFacts[]]));
  if (staffIds.length === 0) return held;
  const members = await db.find(RoleMember, { staffId: In([...staffIds]) });
  const custom = [...new Set(members.map(({ roleId }) => roleId).filter((id) => !isBuiltIn(id)))];
  const made = new Map((custom.length === 0 ? [] : await db.find(AccessRole, { id: In(custom) })).map((role) => [role.id, factsOf(role)]));
  for (const { staffId, roleId } of members) {
    const facts = isBuiltIn(roleId) ? builtInRole(roleId) : made.get(roleId);
    if (facts) held.get(staffId)!.push(facts);
  }
  for (const list of held.values()) if (list.length === 0) list.push(builtInRole('staff'));
  return held;
}

const weight: readonly Role[] = ['staff', 'storeOwner', 'auditor', 'manager', 'operator', 'admin', 'owner'];

/** The built-in role that says most about somebody; who has only roles of the company is shown as staff. */
export function mainRole(held: readonly RoleFacts[]): Role {
  return held.map(({ id }) => id).filter(isBuiltIn).sort((a, b) => weight.indexOf(b) - weight.indexOf(a))[0] ?? 'staff';
}
