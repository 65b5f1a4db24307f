import { access as contract } from '@scrm/shared/access';
import { permissionAction, type Action, type Permission } from '@scrm/shared/permission';
import { AppError } from '../../core/errors';
import { done, serve, type CallContext, type Reach } from '../../core/http/serve';
import { getStaff, type Staff } from '../org';
import { reachOfStaff, rolesAndLoans, type Standing } from './access';
import { delegate, delegationWord, endDelegation, presentDelegations } from './delegate';
import { Delegation, RoleMember } from './entity';
import { assignRoles, createRole, listPeople, listRoles, presentPeople, presentRole, removeRole, updateRole, type Giver } from './people';
import { builtInRole, decide, roleRef } from './role';

const recent = { order: { id: 'DESC' as const }, take: 200 };

export const accessRoutes = serve('access', contract, {
  catalogue: async (_, { rights }) => {
    const found = new Map<Permission, Map<Action, string[]>>();
    for (const { permission, action, call } of rights()) {
      const byAction = found.get(permission) ?? found.set(permission, new Map()).get(permission)!;
      byAction.set(action, [...(byAction.get(action) ?? []), call]);
    }
    return { items: [...found].map(([permission, byAction]) => ({ permission, actions: [...byAction].map(([action, calls]) => ({ action, calls })) })) };
  },

  roles: async (_, { db }) => ({ items: await listRoles(db) }),

  roleNames: async (_, { db }) => ({ items: [roleRef(builtInRole('owner')), ...(await listRoles(db)).map(({ id, name }) => ({ id, name }))] }),

  createRole: async (input, context) => presentRole(await createRole(context.db, input, await giverOf(context), context.clock.now()), 0),

  updateRole: async (input, context) => {
    const role = await updateRole(context.db, input, await giverOf(context), context.clock.now());
    return presentRole(role, await context.db.count(RoleMember, { roleId: role.id }));
  },

  removeRole: async ({ id }, context) => {
    await removeRole(context.db, id, await giverOf(context));
    return done;
  },

  people: async (input, { db, reach }) => listPeople(db, { ...input, reach: await reach() }),

  assign: async ({ staffId, roleIds }, context) => {
    await assignRoles(context.db, staffId, roleIds, await giverOf(context), context.clock.now());
    return (await presentPeople(context.db, [await getStaff(context.db, staffId)]))[0]!;
  },

  effective: async ({ staffId }, context) => {
    const { db, clock, rights } = context;
    const staff = await reachedStaff(staffId, context);
    const { held, lent } = await rolesAndLoans(db, staffId, clock.now());
    const pairs = new Map(rights().map(({ permission, action }) => [`${permission}:${action}`, { permission, action }]));
    const rows = [...pairs.values()].filter(({ permission }) => permission !== 'account.write').map(({ permission, action }) => {
      const { allowed, scope, by, deniedBy } = decide(held, permission, action);
      return { permission, action, allowed, scope, by: by.map(roleRef), deniedBy: deniedBy.map(roleRef) };
    });
    const reach = (await customersOf(staffId, { held, lent }, context)).staffIds;
    const delegations = await db.find(Delegation, [{ fromStaffId: staffId }, { toStaffId: staffId }], recent);
    const [person] = await presentPeople(db, [staff]);
    const shown = (await presentDelegations(db, delegations, clock.now())).filter(({ state }) => state === 'active');
    return { person: person!, rows, reaches: reach && reach.length, delegations: shown };
  },

  delegations: async (_, { db, clock, reach }) => {
    const { staffIds } = await reach();
    const rows = await db.find(Delegation, {}, recent);
    return { items: await presentDelegations(db, rows.filter((row) => staffIds === null || staffIds.includes(row.fromStaffId)), clock.now()) };
  },

  delegate: async (input, context) => {
    await reachedStaff(input.fromStaffId, context);
    await checkLendable(input.fromStaffId, context);
    return made(await delegate(context.db, { ...input, createdBy: context.actor.name }, context.clock.now()), context);
  },

  revokeDelegation: async ({ id }, context) => {
    const row = await context.db.get(Delegation, id, delegationWord);
    await reachedStaff(row.fromStaffId, context);
    await endDelegation(context.db, id, context.clock.now());
    return done;
  },

  myDelegations: async (_, { db, actor, clock }) => {
    const mine = actor.staffId ? await db.find(Delegation, [{ fromStaffId: actor.staffId }, { toStaffId: actor.staffId }], recent) : [];
    return { items: await presentDelegations(db, mine, clock.now()) };
  },

  delegateMine: async (input, context) => {
    const { actor } = context;
    if (!actor.staffId) throw new AppError('delegation_wrong');
    return made(await delegate(context.db, { ...input, fromStaffId: actor.staffId, createdBy: actor.name }, context.clock.now()), context);
  },

  endMyDelegation: async ({ id }, { db, actor, clock }) => {
    const row = await db.get(Delegation, id, delegationWord);
    if (row.fromStaffId !== actor.staffId && row.toStaffId !== actor.staffId) throw new AppError('not_found', { what: delegationWord });
    await endDelegation(db, id, clock.now());
    return done;
  },
});

async function giverOf(context: CallContext): Promise<Giver> {
  return { held: (await context.standingOf(context.actor)).held, reach: await context.reach() };
}

/** Whose customers somebody sees. */
async function customersOf(staffId: string, { held, lent }: Standing, { db, storeMates }: CallContext): Promise<Reach> {
  const { scope } = decide(held, 'customer.read', permissionAction['customer.read']);
  if (scope === null) return { staffIds: [] };
  return scope === 'all' ? { staffIds: null } : reachOfStaff(db, staffId, scope, lent, 'customer.read', 'view', storeMates);
}

/** Nobody lends, to themselves or to a friend, sight of customers whom they do not see. */
async function checkLendable(staffId: string, context: CallContext): Promise<void> {
  const mine = (await context.access.reachOf(context.actor, 'customer.read')).staffIds;
  if (mine === null) return;
  const { held } = await rolesAndLoans(context.db, staffId, context.clock.now());
  const theirs = (await customersOf(staffId, { held, lent: [] }, context)).staffIds;
  if (theirs === null || theirs.some((id) => !mine.includes(id))) throw new AppError('role_beyond_own');
}

async function reachedStaff(staffId: string, { db, reach }: CallContext): Promise<Staff> {
  const { staffIds } = await reach();
  if (staffIds !== null && !staffIds.includes(staffId)) throw new AppError('not_found', { what: '员工' });
  return getStaff(db, staffId);
}

async function made(row: Delegation, { db, clock }: CallContext) {
  return (await presentDelegations(db, [row], clock.now()))[0]!;
}
