/** Everything that can be allowed. A role is a set of these; a screen asks for the same names that the server enforces. */
export const permissions = [
  'corp.read', 'corp.write',
  'org.read', 'org.sync',
  'customer.read', 'customer.write', 'customer.sync',
  'customer.merge', 'field.write', 'field.reveal',
  'groupChat.read', 'groupChat.write', 'groupTag.write',
  'tag.read', 'tag.write',
  'stage.write',
  'liveCode.read', 'liveCode.write',
  'welcome.read',
  'file.write',
  'system.read', 'system.write',
  'access.read', 'access.write', 'account.write', 'audit.read', 'audit.export', 'licence.read',
  'transfer.read', 'transfer.write',
  'privacy.read', 'privacy.write', 'consent.read', 'consent.write',
  'customer.export', 'export.manage',
  'customer.import',
  'welcome.write',
  'store.read', 'store.write', 'store.export',
  'redPacket.read', 'redPacket.write', 'redPacket.account', 'redPacket.export',
] as const;

export type Permission = (typeof permissions)[number];

/** Of the people who work here. */
export const roles = ['owner', 'admin', 'operator', 'staff', 'manager', 'storeOwner', 'auditor'] as const;
export type Role = (typeof roles)[number];
/** Of everyone who can be signed in: these people, and a customer in the mini-program. */
export type SessionRole = Role | 'visitor';

/** What a call does. A role can refuse one of them under a permission that it grants; what is no `view` is kept in the audit log. */
export const actions = ['view', 'create', 'edit', 'delete', 'close', 'assign', 'transfer', 'approve', 'run', 'export', 'import'] as const;
export type Action = (typeof actions)[number];
/** `tag.write:delete`: one kind of action under a permission. */
export type Right = `${Permission}:${Action}`;

/** What the calls under a permission do, unless a verb says otherwise. */
export const permissionAction: Record<Permission, Action> = {
  'corp.read': 'view', 'corp.write': 'edit',
  'org.read': 'view', 'org.sync': 'run',
  'customer.read': 'view', 'customer.write': 'edit', 'customer.sync': 'run', 'customer.merge': 'edit',
  'groupChat.read': 'view', 'groupChat.write': 'edit', 'groupTag.write': 'edit',
  'tag.read': 'view', 'tag.write': 'edit',
  'field.write': 'edit', 'field.reveal': 'export', 'stage.write': 'edit', 'transfer.read': 'view', 'transfer.write': 'transfer',
  'liveCode.read': 'view', 'liveCode.write': 'edit',
  'welcome.read': 'view',
  'file.write': 'create',
  'system.read': 'view', 'system.write': 'run',
  'access.read': 'view', 'access.write': 'edit', 'account.write': 'edit', 'audit.read': 'view', 'audit.export': 'export', 'licence.read': 'view',
  'privacy.read': 'view', 'privacy.write': 'edit', 'consent.read': 'view', 'consent.write': 'edit',
  'customer.export': 'export', 'export.manage': 'delete',
  'customer.import': 'import',
  'welcome.write': 'edit',
  'store.read': 'view', 'store.write': 'edit', 'store.export': 'export',
  'redPacket.read': 'view', 'redPacket.write': 'edit', 'redPacket.account': 'edit', 'redPacket.export': 'export',
};

const operator: readonly Permission[] = [
  'corp.read', 'org.read', 'customer.read', 'customer.write', 'field.reveal', 'tag.read', 'tag.write',
  'liveCode.read', 'liveCode.write', 'welcome.read', 'file.write',
  'customer.merge', 'groupChat.read', 'groupChat.write', 'groupTag.write',
  'transfer.read', 'transfer.write',
  'consent.read', 'consent.write',
  'customer.export',
  'customer.import',
  'welcome.write',
  'store.read', 'store.write', 'store.export',
  'redPacket.read',
];

/** What each built-in role may do. A visitor sees only what calls with `allow: 'visitor'` show of themselves. */
export const rolePermissions: Record<SessionRole, readonly Permission[]> = {
  owner: permissions,
  admin: permissions.filter((permission) => permission !== 'account.write'),
  operator,
  staff: ['org.read', 'customer.read', 'customer.write', 'field.reveal', 'tag.read', 'groupChat.read', 'groupChat.write', 'welcome.read', 'file.write', 'consent.read', 'consent.write'],
  manager: ['corp.read', 'org.read', 'customer.read', 'customer.write', 'customer.merge', 'field.reveal', 'transfer.read', 'transfer.write', 'tag.read', 'tag.write', 'groupChat.read', 'groupChat.write', 'groupTag.write', 'welcome.read', 'file.write', 'consent.read', 'consent.write', 'customer.export', 'store.read', 'store.write', 'store.export'],
  storeOwner: ['org.read', 'customer.read', 'customer.write', 'field.reveal', 'tag.read', 'groupChat.read', 'groupChat.write', 'welcome.read', 'file.write', 'consent.read', 'consent.write', 'store.read'],
  auditor: permissions.filter((permission) => permissionAction[permission] === 'view' || permission === 'audit.export'),
  visitor: [],
};

/** Whose customers: one's own, those of one's departments and everything under them, of one's store, or everybody's. Later is wider. */
export const scopes = ['own', 'store', 'department', 'all'] as const;
export type Scope = (typeof scopes)[number];

export const roleScope: Record<Role, Scope> = { owner: 'all', admin: 'all', operator: 'all', staff: 'own', manager: 'department', storeOwner: 'store', auditor: 'all' };

/** Local accounts belong to the server and may manage each other; no role of a company can give that. */
export const grantable: readonly Permission[] = permissions.filter((permission) => permission !== 'account.write');
