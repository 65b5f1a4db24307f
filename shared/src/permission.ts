/** Everything that can be allowed. A role is a set of these; a screen asks for the same names that the server enforces. */
export const permissions = [
  'corp.read', 'corp.write',
  'org.read', 'org.sync',
  'customer.read', 'customer.write', 'customer.sync',
  'customer.merge',
  'groupChat.read', 'groupChat.write', 'groupTag.write',
  'tag.read', 'tag.write',
  'liveCode.read', 'liveCode.write',
  'welcome.read',
  'file.write',
  'system.read', 'system.write',
] as const;

export type Permission = (typeof permissions)[number];

/** Of the people who work here. */
export const roles = ['owner', 'admin', 'operator', 'staff'] as const;
export type Role = (typeof roles)[number];
/** Of everyone who can be signed in: these people, and a customer in the mini-program. */
export type SessionRole = Role | 'visitor';

const operator: readonly Permission[] = [
  'corp.read', 'org.read', 'customer.read', 'customer.write', 'tag.read', 'tag.write',
  'liveCode.read', 'liveCode.write', 'welcome.read', 'file.write',
  'customer.merge', 'groupChat.read', 'groupChat.write', 'groupTag.write',
];

/** What each built-in role may do. A visitor sees only what calls with `allow: 'visitor'` show of themselves. */
export const rolePermissions: Record<SessionRole, readonly Permission[]> = {
  owner: permissions,
  admin: permissions,
  operator,
  staff: ['org.read', 'customer.read', 'customer.write', 'tag.read', 'welcome.read', 'groupChat.read', 'groupChat.write'],
  visitor: [],
};
