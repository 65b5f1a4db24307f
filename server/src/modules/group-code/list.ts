import { In } from 'typeorm';
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
    return keyword ? query.andWhere('code.name LIKE :keyword ESCAPE \'!\'', { keyword: `%${keyword.replace(/[!%_]/g, '!$&')}%` }) : query;
  };
  const query = cursor ? all().andWhere('code.id < :cursor', { cursor }) : all();
  const found = await query.orderBy('code.id', 'DESC').take(limit + 1).getMany();
  const rows = found.slice(0, limit);
  return { rows, total: await all().getCount(), nextCursor: found.length > limit ? rows.at(-1)!.id : null };
}

/** By id; those that are there. */
export async function groupCodeNames(db: ReadDb, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = ids.length === 0 ? [] : await db.find(GroupCode, { id: In([...new Set(ids)]) });
  return new Map(rows.map(({ id, name }) => [id, name]));
}
