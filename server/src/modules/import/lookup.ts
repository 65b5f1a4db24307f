import { Not } from 'typeorm';
import type { ReadDb } from '../../core/db/scope';
import { Staff } from '../org';
import { tagLibrary } from '../tag';

export type LibraryTag = Awaited<ReturnType<typeof tagLibrary>>[number];

const plain = (text: string) => text.normalize('NFKC').trim().toLowerCase();

/** Whom a cell of a sheet means. A user id names one; only where there is none does a name count. */
export async function staffFinder(db: ReadDb): Promise<(text: string) => Staff[]> {
  const staff = await db.find(Staff, { state: Not('left') });
  const byUserId = new Map(staff.map((one) => [one.userId, one]));
  const byName = grouped(staff.flatMap((one) => (one.name ? [[plain(one.name), one] as const] : [])));
  return (text) => (byUserId.has(text.trim()) ? [byUserId.get(text.trim())!] : byName.get(plain(text)) ?? []);
}

/** Which tags a cell means: by name, or as `group/name`. */
export async function tagFinder(db: ReadDb): Promise<{ all: string[]; find(text: string): LibraryTag[] }> {
  const tags = await tagLibrary(db);
  const byName = grouped(tags.flatMap((tag) => [[plain(tag.name), tag], [plain(`${tag.groupName}/${tag.name}`), tag]] as const));
  return { all: tags.map(({ id }) => id), find: (text) => byName.get(plain(text)) ?? [] };
}

function grouped<T>(pairs: readonly (readonly [string, T])[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const [name, one] of pairs) {
    const group = groups.get(name) ?? [];
    if (!group.includes(one)) groups.set(name, [...group, one]);
  }
  return groups;
}
