import { In, IsNull, MoreThan, Not } from 'typeorm';
import type { Action, Permission, Scope } from '@scrm/shared/permission';
import { permissionAction } from '@scrm/shared/permission';
import type { Clock } from '../../core/clock';
import type { Database } from '../../core/db/database';
import type { ReadDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { Access, Actor, Reach } from '../../core/http/serve';
import { departmentMates, Staff } from '../org';
import { Account, Delegation } from './entity';
import { builtInRole, decide, mainRole, permissionsOf, rolesOf, type RoleFacts } from './role';

/** What somebody is at the moment of one call. */
export interface Standing {
  held: readonly RoleFacts[];
  /** Those who let this person act within their reach. */
  lent: readonly { staffId: string; held: readonly RoleFacts[] }[];
}

export interface FullAccess extends Access {
  standingOf(actor: Actor): Promise<Standing>;
}

/** With whom somebody shares a store; the module of stores knows. */
export type StoreMates = (db: ReadDb, staffId: string) => Promise<string[]>;

/**
 * Roles, delegations and accounts are read at each call, so that what is given or taken holds at the next one, in every
 * process. Within a call they are read once: each call has an actor of its own.
 */
export function createAccess(database: Database, clock: Clock, storeMates: StoreMates): FullAccess {
  const known = new WeakMap<Actor, Promise<Standing>>();

  function standingOf(actor: Actor): Promise<Standing> {
    const before = known.get(actor);
    if (before) return before;
    const standing = actor.kind === 'visitor' ? Promise.resolve({ held: [], lent: [] }) : actor.kind === 'account' ? standingOfAccount(database, actor) : standingOfStaff(database.corp(actor.corpId ?? '-'), actor.id, clock.now());
    known.set(actor, standing);
    return standing;
  }

  return {
    standingOf,

    asNow: async (actor) => {
      if (actor.kind === 'visitor') return actor;
      const standing = standingOf(actor);
      const now = { ...actor, role: mainRole((await standing).held) };
      known.set(now, standing);
      return now;
    },

    rolesOf: async (actor) => (await standingOf(actor)).held.map(({ id }) => id),

    permissionsOf: async (actor) => permissionsOf((await standingOf(actor)).held),

    rightsOf: async (actor) => {
      const { held } = await standingOf(actor);
      return (permission, action) => decide(held, permission, action).allowed;
    },

    reachOf: async (actor, permission, action = permissionAction[permission]) => {
      const { held, lent } = await standingOf(actor);
      const { scope } = decide(held, permission, action);
      if (scope === null) return { staffIds: [] };
      if (scope === 'all') return { staffIds: null };
      if (!actor.staffId || !actor.corpId) return { staffIds: [] };
      return reachOfStaff(database.corp(actor.corpId), actor.staffId, scope, lent, permission, action, storeMates);
    },
  };
}

async function standingOfAccount(database: Database, { id, role }: Actor): Promise<Standing> {
  const account = await database.everything.findOneBy(Account, { id });
  if (account && account.disabledAt !== null) throw new AppError('not_signed_in');
  const now = account ? account.role ?? 'owner' : role;
  return { held: now === 'visitor' ? [] : [builtInRole(now)], lent: [] };
}

/** Somebody who left has no standing from that moment, whatever their sessions say. */
async function standingOfStaff(db: ReadDb, staffId: string, now: number): Promise<Standing> {
  const [staff, standing] = await Promise.all([db.findOne(Staff, { id: staffId }), rolesAndLoans(db, staffId, now)]);
  if (staff && (staff.state === 'left' || staff.state === 'disabled')) throw new AppError('not_signed_in');
  return standing;
}

/** What somebody was given, whether they may sign in or not. */
export async function rolesAndLoans(db: ReadDb, staffId: string, now: number): Promise<Standing> {
  const lenders = await db.find(Delegation, { toStaffId: staffId, until: MoreThan(now), revokedAt: IsNull() });
  // Who left or was shut out has no reach to lend.
  const from = lenders.length === 0 ? [] : (await db.find(Staff, { id: In(lenders.map(({ fromStaffId }) => fromStaffId)), state: Not(In(['left', 'disabled'])) })).map(({ id }) => id);
  const held = await rolesOf(db, [staffId, ...from]);
  return { held: held.get(staffId)!, lent: from.map((id) => ({ staffId: id, held: held.get(id)! })) };
}

/** One's own reach, and that of those who lent theirs, as far as they have the right themselves. */
export async function reachOfStaff(db: ReadDb, staffId: string, scope: Scope, lent: Standing['lent'], permission: Permission, action: Action, storeMates: StoreMates): Promise<Reach> {
  const within = (id: string, reached: Scope) => (reached === 'department' ? departmentMates(db, id) : reached === 'store' ? storeMates(db, id) : Promise.resolve([id]));
  const ids = new Set(await within(staffId, scope));
  for (const lender of lent) {
    const theirs = decide(lender.held, permission, action).scope;
    if (theirs === 'all') return { staffIds: null };
    if (theirs) for (const id of await within(lender.staffId, theirs)) ids.add(id);
  }
  return { staffIds: [...ids] };
}
