import { IsNull } from 'typeorm';
import { AppError } from '../../core/errors';
import type { ReadDb } from '../../core/db/scope';
import type { CallContext } from '../../core/http/serve';
import { Field } from './entity';

export const fieldWord = '字段';

/** Who looks at fields. `roles` (ids) null: the product itself, which sees all. */
export interface Viewer {
  roles: readonly string[] | null;
  mayReveal: boolean;
  mayDefine: boolean;
}

export async function viewerOf({ actor, access }: Pick<CallContext, 'actor' | 'access'>): Promise<Viewer> {
  const permissions = await access.permissionsOf(actor);
  return { roles: await access.rolesOf(actor), mayReveal: permissions.has('field.reveal'), mayDefine: permissions.has('field.write') };
}

/** An empty list is for everybody; the owner cannot be locked out. */
const isIn = (named: readonly string[], roles: readonly string[] | null) => roles === null || named.length === 0 || roles.some((role) => role === 'owner' || named.includes(role));

export const canSee = (field: Field, { roles }: Pick<Viewer, 'roles'>): boolean => isIn(field.seeRoles, roles);
export const canEdit = (field: Field, viewer: Viewer): boolean => canSee(field, viewer) && isIn(field.editRoles, viewer.roles);
export const canReveal = (field: Field, viewer: Viewer): boolean => canSee(field, viewer) && viewer.mayReveal && isIn(field.revealRoles, viewer.roles);

/** Those that the viewer may see, in their order; archived ones only where they are asked for. */
export async function visibleFields(db: ReadDb, viewer: Viewer, { archived = false } = {}): Promise<Field[]> {
  const rows = await db.find(Field, archived ? {} : { archivedAt: IsNull() });
  return rows.filter((field) => canSee(field, viewer)).sort(byOrder);
}

/** A field that the viewer may not see does not exist for them. */
export async function visibleField(db: ReadDb, id: string, viewer: Pick<Viewer, 'roles'>): Promise<Field> {
  const field = await db.get(Field, id, fieldWord);
  if (!canSee(field, viewer)) throw new AppError('not_found', { what: fieldWord });
  return field;
}

export const byOrder = (a: Field, b: Field): number => a.order - b.order || (a.id < b.id ? -1 : 1);
