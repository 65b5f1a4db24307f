import { In, IsNull } from 'typeorm';
import type { ReadDb } from '../../core/db/scope';
import { GroupCode } from './entity';
import { codesInSight, type Sight } from './reach';

interface ListInput {
  keyword?: string | undefined;
  archived: boolean;
  cursor?: string | undefined;
  limit: number;
}

/** The newest first. */
export async function listCodes(db: ReadDb, { keyword, archived, cursor, limit }: ListInput, sight: Sight): Promise<{ rows: GroupCode[]; total: number; nextCursor: string | null }> {
  const seen = await codesInSight(db, sight);
  const all = () => {
    const query = db.query(GroupCode, 'code').andWhere(archived ? 'code.archivedAt IS NOT NULL' : 'code.archivedAt IS NULL');
    if (seen) query.andWhere(seen.size > 0 ? 'code.id IN (:...seen)' : '1 = 0', { seen: [...seen] });
    return keyword ? query.andWhere('LOWER(code.name) LIKE :keyword ESCAPE \'!\'', { keyword: `%${keyword.toLowerCase().replace(/[!%_]/g, '!$&')}%` }) : query;
  };
  const query = cursor ? all().andWhere('code.id < :cursor', { cursor }) : all();
  const found = await query.orderBy('code.id', 'DESC').take(limit + 1).getMany();
  const rows = found.slice(0, limit);
  return { rows, total: await all().getCount(), nextCursor: found.length > limit ? rows.at(-1)!.id : null };
}

/** The ids of those in use, by their name; several of one name: null. */
export async function groupCodesByName(db: ReadDb): Promise<Map<string, string | null>> {
  const ids = new Map<string, string | null>();
  for (const { id, name } of await db.find(GroupCode, { archivedAt: IsNull() })) ids.set(name, ids.has(name) ? null : id);
  return ids;
}

/** By id; those that are there. */
export async function groupCodeNames(db: ReadDb, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = ids.length === 0 ? [] : await db.find(GroupCode, { id: In([...new Set(ids)]) });
  return new Map(rows.map(({ id, name }) => [id, name]));
}
