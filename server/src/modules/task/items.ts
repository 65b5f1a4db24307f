import { newId } from '../../core/db/ids';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import type { Reach } from '../../core/http/serve';
import type { TaskSource } from '../../core/tasks';
import { TaskItem } from './entity';

/** Whom of these the reach sees, with what they have become since they were written down. */
export async function livingIds(db: ReadDb, source: TaskSource, ids: readonly string[], reach: Reach): Promise<Map<string, string>> {
  const visible = await source.visible(db, ids, reach);
  const living = new Map([...visible].map((id) => [id, id]));
  for (const id of ids) {
    if (visible.has(id)) continue;
    const now = await source.livingId(db, id);
    if (now !== id && (await source.visible(db, [now], reach)).has(now)) living.set(id, now);
  }
  return living;
}

/** Those who are there already stay as they are. */
export async function addItems(tx: WriteDb, taskId: string, items: { itemId: string; seq: number; steps?: unknown[] }[]): Promise<void> {
  if (items.length > 0) await tx.insertMissing(TaskItem, items.map((item) => ({ id: newId('tki'), taskId, state: 'waiting' as const, ...item })));
}

/** A task's items in their order, in parts. */
export async function* itemsOf(db: ReadDb, taskId: string, where: { state?: TaskItem['state'] } = {}, size = 500): AsyncGenerator<TaskItem[]> {
  for (let after = -1; ;) {
    const query = db.query(TaskItem, 'item').andWhere('item.taskId = :taskId AND item.seq > :after', { taskId, after });
    if (where.state) query.andWhere('item.state = :state', where);
    const part = await query.orderBy('item.seq', 'ASC').limit(size).getMany();
    if (part.length === 0) return;
    yield part;
    after = part.at(-1)!.seq;
  }
}
