import { In, IsNull } from 'typeorm';
import type { ReadDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { departmentsAbove } from '../org';
import { Tag, TagGroup } from './entity';

/** The groups (our ids) that a staff member may use; null where nobody is bound: an account of ours has no department. */
export async function usableGroups(db: ReadDb, staffId: string | null): Promise<ReadonlySet<string> | null> {
  if (staffId === null) return null;
  const groups = await db.find(TagGroup, { deletedAt: IsNull() });
  if (groups.every((group) => group.departmentIds === null)) return null;
  const theirs = await departmentsAbove(db, staffId);
  return new Set(groups.filter(({ departmentIds }) => departmentIds === null || departmentIds.some((id) => theirs.has(id))).map((group) => group.id));
}

/** Refuses tags of groups that are not for the department of who acts; putting on and taking off alike. */
export async function checkScope(db: ReadDb, staffId: string | null, tagIds: readonly string[]): Promise<void> {
  const foreign = await tagsOutOfScope(db, staffId, tagIds);
  if (foreign.length > 0) throw new AppError('tag_out_of_scope', { names: foreign.map((tag) => tag.name) });
}

/** Which of these tags a staff member may only read. */
export async function outOfScope(db: ReadDb, staffId: string | null, tagIds: readonly string[]): Promise<string[]> {
  return (await tagsOutOfScope(db, staffId, tagIds)).map((tag) => tag.id);
}

async function tagsOutOfScope(db: ReadDb, staffId: string | null, tagIds: readonly string[]): Promise<Tag[]> {
  const usable = tagIds.length === 0 ? null : await usableGroups(db, staffId);
  if (usable === null) return [];
  return (await db.find(Tag, { id: In([...new Set(tagIds)]) })).filter((tag) => !usable.has(tag.groupId));
}
