import type { Field as FieldReply } from '@scrm/shared/field';
import type { Field } from './entity';

export function presentField({ id, key, name, hint, kind, required, order, options, sensitive, seeRoles, editRoles, revealRoles, archivedAt, updatedAt }: Field): FieldReply {
  return { id, key, name, hint, kind, required, order, options, sensitive, seeRoles, editRoles, revealRoles, archivedAt, updatedAt };
}
