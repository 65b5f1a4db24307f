import { In, IsNull, LessThanOrEqual } from 'typeorm';
import { write, type ReadDb, type WriteDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { every, job } from '../../core/jobs/define';
import { LiveCode } from './entity';
import { keepAligned } from './keep';
import { tellPage } from './page/tell';
import { visibleCode, type Sight } from './reach';

/** Ends what is due: WeCom forgets the contact way, and the code's page says so. */
export const endExpired = job<object>('liveCode.endExpired', {}, async (_, { db, write, clock }) => {
  const now = clock.now();
  const due = await db.find(LiveCode, { expiresAt: LessThanOrEqual(now), endedAt: IsNull(), deletedAt: IsNull() }, { take: 500 });
  for (const code of due) await write((tx) => end(tx, code, now));
});

export const endDue = every('* * * * *', 'liveCode.endDue', async ({ slot }, { db: { database }, corps, clock }) => {
  for (const { id } of await corps.active()) {
    const isDue = await database.corp(id).findOne(LiveCode, { expiresAt: LessThanOrEqual(clock.now()), endedAt: IsNull(), deletedAt: IsNull() });
    if (isDue) await database.write(id, (tx) => tx.enqueue(endExpired, {}, { key: `end:${slot}` }));
  }
});

export async function endNow(db: ReadDb, id: string, sight: Sight, now: number): Promise<void> {
  const code = await living(db, id, sight);
  if (code.endedAt === null) await write(db, (tx) => end(tx, code, now));
}

export async function reopenCode(db: ReadDb, id: string, sight: Sight, now: number): Promise<void> {
  const code = await living(db, id, sight);
  if (code.endedAt === null) return;
  await write(db, async (tx) => {
    const expiresAt = code.expiresAt !== null && code.expiresAt > now ? code.expiresAt : null;
    await tx.update(LiveCode, { id, state: In(['ended', 'failed', 'preparing']) }, { state: 'preparing', problem: null, endedAt: null, expiresAt, updatedAt: Math.max(now, code.updatedAt + 1) });
    await tx.enqueue(keepAligned, { id });
    await tellPage(tx, code);
  });
}

async function living(db: ReadDb, id: string, sight: Sight): Promise<LiveCode> {
  const code = await visibleCode(db, id, sight);
  if (code.state === 'deleted') throw new AppError('live_code_deleted');
  return code;
}

async function end(tx: WriteDb, code: LiveCode, now: number): Promise<void> {
  const { id, updatedAt } = code;
  const changed = await tx.update(LiveCode, { id, endedAt: IsNull(), deletedAt: IsNull() }, { state: 'preparing', problem: null, endedAt: now, updatedAt: Math.max(now, updatedAt + 1) });
  if (changed === 0) return;
  await tx.enqueue(keepAligned, { id });
  await tellPage(tx, code);
}
