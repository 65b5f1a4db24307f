import { In, IsNull } from 'typeorm';
import type { ReadDb, ScopedQuery } from '../../core/db/scope';
import { write } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { checkChannel, readTree, type ChannelTree } from '../channel';
import { LiveCode, LiveCodeCustomer } from './entity';
import { inSight, visibleCode, type Sight } from './reach';

interface Wish {
  channelId?: string | null;
  expiresAt?: number | null;
  closedText?: string;
}

/** In which channel the code stands from now on; nothing where that was not said. */
export async function placeOf(db: ReadDb, { channelId }: Wish, before: string | null = null): Promise<Pick<LiveCode, 'channelId'> | object> {
  if (channelId === undefined) return {};
  if (channelId !== null) await checkChannel(db, channelId, before);
  return { channelId };
}

/** When it ends and what its page says then; a later end opens an ended code again. */
export function endOf({ expiresAt, closedText }: Wish, now: number, before?: LiveCode): Partial<Pick<LiveCode, 'expiresAt' | 'endedAt' | 'closedText'>> {
  if (typeof expiresAt === 'number' && expiresAt <= now && expiresAt !== before?.expiresAt) throw new AppError('live_code_end_past');
  const isChanged = expiresAt !== undefined && expiresAt !== (before?.expiresAt ?? null);
  return { ...(isChanged && { expiresAt, endedAt: null }), ...(closedText !== undefined && { closedText }) };
}

/** Those of a channel and all below it, or of none (`none`); the archived ones, or the others. */
export function inChannel(query: ScopedQuery<LiveCode>, tree: ChannelTree, { channelId, archived }: { channelId?: string; archived: boolean }): ScopedQuery<LiveCode> {
  const hidden = tree.inOrder().filter(({ id }) => tree.isArchived(id)).map(({ id }) => id);
  if (channelId === 'none') query.andWhere('code.channelId IS NULL');
  else if (channelId !== undefined) query.andWhere('code.channelId IN (:...within)', { within: ['', ...tree.subtreeOf(channelId).map(({ id }) => id)] });
  if (archived) return query.andWhere('(code.archivedAt IS NOT NULL OR code.channelId IN (:...hidden))', { hidden: ['', ...hidden] });
  return query.andWhere('code.archivedAt IS NULL AND (code.channelId IS NULL OR code.channelId NOT IN (:...hidden))', { hidden: ['', ...hidden] });
}

export async function countByChannel(db: ReadDb, sight: Sight): Promise<{ items: { channelId: string | null; count: number }[]; archived: number }> {
  const tree = await readTree(db);
  const codes = (archived: boolean) => inChannel(inSight(db.query(LiveCode, 'code').andWhere('code.deletedAt IS NULL'), sight), tree, { archived });
  const rows = await codes(false).select('code.channelId', 'channelId').addSelect('COUNT(*)', 'n').groupBy('code.channelId').getRawMany<{ channelId: string | null; n: number | string }>();
  return { items: rows.map(({ channelId, n }) => ({ channelId, count: Number(n) })), archived: await codes(true).getCount() };
}

export async function addedByChannel(db: ReadDb, channelId: string, sight: Sight): Promise<number> {
  const within = (await readTree(db)).subtreeOf(channelId).map(({ id }) => id);
  const codes = await inSight(db.query(LiveCode, 'code').andWhere('code.channelId IN (:...within)', { within: ['', ...within] }), sight).select('code.id', 'id').getRawMany<{ id: string }>();
  return codes.length === 0 ? 0 : db.count(LiveCodeCustomer, { liveCodeId: In(codes.map(({ id }) => id)) });
}

export async function placeCodes(db: ReadDb, { ids, channelId }: { ids: string[]; channelId: string | null }, sight: Sight, now: number): Promise<void> {
  await placeOf(db, { channelId });
  await change(db, ids, { channelId }, sight, now);
}

export async function archiveCodes(db: ReadDb, { ids, archived }: { ids: string[]; archived: boolean }, sight: Sight, now: number): Promise<void> {
  await change(db, ids, { archivedAt: archived ? now : null }, sight, now);
}

/** Nothing of it concerns WeCom, so no contact way is touched. */
async function change(db: ReadDb, ids: string[], patch: Partial<Pick<LiveCode, 'channelId' | 'archivedAt'>>, sight: Sight, now: number): Promise<void> {
  for (const id of ids) await visibleCode(db, id, sight);
  await write(db, async (tx) => {
    for (const { id, updatedAt } of await tx.find(LiveCode, { id: In(ids), deletedAt: IsNull() })) await tx.update(LiveCode, { id }, { ...patch, updatedAt: Math.max(now, updatedAt + 1) });
  });
}
