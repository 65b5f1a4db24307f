import { z } from 'zod';
import { contract } from './contract';
import { StaffRef } from './org';
import { actions, permissions, type roles, scopes } from './permission';
import { Done, Empty, Id, Page, PageInput, Time } from './page';
import { RoleRef } from './session';

/** A permission with all its actions, or one of them: `tag.write`, `tag.write:delete`. */
const Grant = z.string().max(60);

export const Role = z.object({
  /** The key of a built-in role, else our id. */
  id: z.string(),
  /** Null: built in, the screens have the words. */
  name: z.string().nullable(),
  builtIn: z.boolean(),
  allow: z.array(Grant),
  /** Taken away from whoever has this role, whatever their other roles give. */
  deny: z.array(Grant),
  scope: z.enum(scopes),
  people: z.int(),
  updatedAt: Time,
});
export type Role = z.infer<typeof Role>;

const RoleInput = z.object({
  name: z.string().trim().min(1).max(30),
  allow: z.array(Grant).min(1).max(200),
  deny: z.array(Grant).max(200).default([]),
  scope: z.enum(scopes),
});

/** A staff member with what they may do. */
export const Person = z.object({
  id: Id,
  staff: StaffRef,
  position: z.string(),
  roles: z.array(RoleRef),
  /** WeCom says that they administer the app, and nobody here said otherwise. */
  fromWecom: z.boolean(),
  /** May change who may do what. */
  administers: z.boolean(),
});
export type Person = z.infer<typeof Person>;

export const Delegation = z.object({
  id: Id, from: StaffRef, to: StaffRef, createdAt: Time, until: Time, state: z.enum(['active', 'ended', 'revoked']), createdBy: z.string(),
});
export type Delegation = z.infer<typeof Delegation>;

/** One permission of a person, with the reason. */
export const EffectiveRow = z.object({
  permission: z.enum(permissions),
  action: z.enum(actions),
  allowed: z.boolean(),
  /** The widest of the roles that give it. */
  scope: z.enum(scopes).nullable(),
  by: z.array(RoleRef),
  deniedBy: z.array(RoleRef),
});
export type EffectiveRow = z.infer<typeof EffectiveRow>;

export const access = contract({
  /** Every permission with the actions that calls under it do: what a role's matrix is made of. */
  catalogue: {
    allow: 'access.read', input: Empty,
    reply: z.object({ items: z.array(z.object({ permission: z.enum(permissions), actions: z.array(z.object({ action: z.enum(actions), calls: z.array(z.string()) })) })) }),
  },
  roles: { allow: 'access.read', input: Empty, reply: z.object({ items: z.array(Role) }) },
  /** What a role is called, for whoever says which roles may see something. */
  roleNames: { allow: 'field.write', action: 'view', input: Empty, reply: z.object({ items: z.array(RoleRef) }) },
  createRole: { allow: 'access.write', action: 'create', input: RoleInput, reply: Role },
  /** `updatedAt` is what the editor loaded; another value means `stale_edit`. */
  updateRole: { allow: 'access.write', input: RoleInput.extend({ id: Id, updatedAt: Time }), reply: Role },
  removeRole: { allow: 'access.write', action: 'delete', input: z.object({ id: Id }), reply: Done },
  people: { allow: 'access.read', input: PageInput.extend({ keyword: z.string().max(64).optional(), roleId: z.string().max(40).optional() }), reply: Page(Person) },
  /** These roles and no others; none at all means a sales rep. */
  assign: { allow: 'access.write', action: 'assign', input: z.object({ staffId: Id, roleIds: z.array(z.string().max(40)).max(20) }), reply: Person },
  /** What somebody may do, by which role, with which reach, and why not. `reaches`: of how many staff the customers; null is everybody. */
  effective: {
    allow: 'access.read', input: z.object({ staffId: Id }),
    reply: z.object({ person: Person, rows: z.array(EffectiveRow), reaches: z.int().nullable(), delegations: z.array(Delegation) }),
  },
  delegations: { allow: 'access.read', input: Empty, reply: z.object({ items: z.array(Delegation) }) },
  delegate: { allow: 'access.write', action: 'assign', input: z.object({ fromStaffId: Id, toStaffId: Id, until: Time }), reply: Delegation },
  revokeDelegation: { allow: 'access.write', action: 'close', input: z.object({ id: Id }), reply: Done },
  /** Given by me and given to me. */
  myDelegations: { allow: 'signedIn', input: Empty, reply: z.object({ items: z.array(Delegation) }) },
  delegateMine: { allow: 'signedIn', action: 'assign', input: z.object({ toStaffId: Id, until: Time }), reply: Delegation },
  endMyDelegation: { allow: 'signedIn', action: 'close', input: z.object({ id: Id }), reply: Done },
});

export const accountRoles = ['owner', 'admin', 'operator', 'auditor'] as const satisfies readonly (typeof roles)[number][];

export const Account = z.object({
  id: Id, name: z.string(), role: z.enum(accountRoles), secondFactor: z.boolean(), createdAt: Time, disabledAt: Time.nullable(), lastSignInAt: Time.nullable(), current: z.boolean(),
});
export type Account = z.infer<typeof Account>;

const Password = z.string().min(10).max(200);
const Code = z.string().trim().regex(/^\d{6}$/);
/** Each opens once; they are shown this once. */
const RecoveryCodes = z.object({ codes: z.array(z.string()) });

/** Accounts of this server, which need no WeCom and may enter every company. Owners manage them. */
export const accounts = contract({
  list: { allow: 'account.write', action: 'view', input: Empty, reply: z.object({ items: z.array(Account) }) },
  create: { allow: 'account.write', action: 'create', input: z.object({ name: z.string().trim().min(1).max(64), password: Password, role: z.enum(accountRoles) }), reply: Account },
  setRole: { allow: 'account.write', action: 'assign', input: z.object({ id: Id, role: z.enum(accountRoles) }), reply: Account },
  disable: { allow: 'account.write', action: 'close', input: z.object({ id: Id }), reply: Account },
  enable: { allow: 'account.write', input: z.object({ id: Id }), reply: Account },
  setPassword: { allow: 'account.write', input: z.object({ id: Id, password: Password }), reply: Done },
  /** For a colleague who lost their phone and their recovery codes. */
  resetSecondFactor: { allow: 'account.write', input: z.object({ id: Id, reason: z.string().trim().min(1).max(100) }), reply: Account },
  changeMyPassword: { allow: 'signedIn', action: 'edit', input: z.object({ old: z.string().max(200), password: Password }), reply: Done },
  /** A fresh secret to put into an authenticator; it holds once a code proves that it is there. */
  beginSecondFactor: { allow: 'signedIn', input: Empty, reply: z.object({ secret: z.string(), qrUrl: z.string() }) },
  enableSecondFactor: { allow: 'signedIn', action: 'edit', input: z.object({ secret: z.string().max(64), code: Code }), reply: RecoveryCodes },
  /** With six digits or a recovery code. */
  disableSecondFactor: { allow: 'signedIn', action: 'edit', input: z.object({ code: z.string().trim().min(6).max(20) }), reply: Done },
  /** Ten new ones; those of before open nothing any more. */
  renewRecoveryCodes: { allow: 'signedIn', action: 'edit', input: z.object({ code: Code }), reply: RecoveryCodes },
});
