import { newId } from '../../core/db/ids';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import { GroupCodeEvent } from './entity';
import { tellStaff } from './orders';

/** Those that somebody has to do something about. */
const telling = new Set<GroupCodeEvent['kind']>(['allFull', 'ends2', 'ends1', 'ended', 'dismissed', 'ownerLeft', 'failed']);

export type NewEvent = Pick<GroupCodeEvent, 'codeId' | 'entryId' | 'groupId' | 'kind' | 'at'> & {
  /** What makes it the same event; the time unless something else is given. */
  once?: string;
};

/** Written once, and told once where it calls for somebody. False: it is known already. */
export async function noteEvent(tx: WriteDb, { once, ...event }: NewEvent): Promise<boolean> {
  const naturalKey = [event.codeId, event.entryId, event.groupId, event.kind, once ?? event.at].join(':').slice(0, 190);
  if (await tx.findOne(GroupCodeEvent, { naturalKey })) return false;
  const id = newId('gcx', event.at);
  await tx.insertMissing(GroupCodeEvent, { id, ...event, naturalKey, toldAt: null, told: [] });
  const row = (await tx.findOne(GroupCodeEvent, { naturalKey }))!;
  if (telling.has(event.kind)) await tx.enqueue(tellStaff, { id: row.id }, { key: `groupCode.tell:${row.id}` });
  return true;
}

/** The newest first. */
export async function listEvents(db: ReadDb, codeId: string, { cursor, limit }: { cursor?: string; limit: number }): Promise<{ rows: GroupCodeEvent[]; total: number; nextCursor: string | null }> {
  const query = () => db.query(GroupCodeEvent, 'event').andWhere('event.codeId = :codeId', { codeId });
  const page = query().orderBy('event.id', 'DESC').take(limit + 1);
  if (cursor) page.andWhere('event.id < :cursor', { cursor });
  const found = await page.getMany();
  const rows = found.slice(0, limit);
  return { rows, total: await query().getCount(), nextCursor: found.length > limit ? rows.at(-1)!.id : null };
}
