import { channelLevels, channelLimit, pathMark, type channels } from '@scrm/shared/channel';
import type { ParsedInputOf } from '@scrm/shared/contract';
import { newId } from '../../core/db/ids';
import { write, type ReadDb, type WriteDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { Reach } from '../../core/http/serve';
import { getStaff } from '../org';
import { tagRefs } from '../tag';
import { Channel, ChannelPath, channelWord } from './entity';
import { makeTag } from './own-tag';
import { namesIn, readTree, type ChannelTree } from './tree';

/** Who changes channels, and whose they may change. */
export interface Keeper extends Reach {
  /** The staff member or account. */
  self: string;
  name: string;
  now: number;
}

type CreateInput = ParsedInputOf<(typeof channels)['create']>;
type UpdateInput = ParsedInputOf<(typeof channels)['update']>;
type UpdateFacts = Omit<UpdateInput, 'id' | 'updatedAt'>;

export async function createChannel(db: ReadDb, { parentId, ...input }: CreateInput, keeper: Keeper): Promise<string> {
  await checkFacts(db, input, keeper, null);
  return write(db, async (tx) => {
    const tree = await readTree(tx);
    checkPlace(tree, { name: input.name, parentId: parentId ?? '', id: null });
    return insertChannel(tx, tree, { parentId: parentId ?? '', ...input }, keeper);
  });
}

async function insertChannel(tx: WriteDb, tree: ChannelTree, input: UpdateFacts & { parentId: string }, { self, name, now }: Keeper): Promise<string> {
  if (tree.size >= channelLimit) throw new AppError('channel_limit', { limit: channelLimit });
  const id = newId('chn', now);
  await tx.insertMissing(Channel, { id, ...input, archivedAt: null, createdBy: self, createdAt: now, updatedAt: now });
  // Somebody else made one of this name at the same moment.
  if (!(await tx.findOne(Channel, { id }))) throw new AppError('channel_name_taken', { name: input.name });
  const above = input.parentId === '' ? '' : tree.pathOf(input.parentId) + pathMark;
  await tx.insert(ChannelPath, { id: newId('chp', now), channelId: id, path: above + input.name, by: name, at: now });
  await tx.enqueue(makeTag, { channelId: id }, { key: id });
  return id;
}

export async function updateChannel(db: ReadDb, { id, updatedAt, ...input }: UpdateInput, keeper: Keeper): Promise<void> {
  const before = await changeable(db, id, keeper);
  await checkFacts(db, input, keeper, before);
  await write(db, async (tx) => {
    const tree = await readTree(tx);
    const own = tree.get(id)!;
    checkPlace(tree, { name: input.name, parentId: own.parentId, id });
    // A tag that was made for it stays its own unless another one is chosen.
    const changed = await tx.update(Channel, { id, updatedAt }, { ...input, utm: input.utm as never, tagId: input.tagId ?? own.tagId, updatedAt: Math.max(keeper.now, updatedAt + 1) });
    if (changed === 0) throw new AppError('stale_edit');
    if (own.name !== input.name) await notePaths(tx, id, keeper);
  });
}

export async function moveChannel(db: ReadDb, { id, parentId: above }: { id: string; parentId: string | null }, keeper: Keeper): Promise<void> {
  const parentId = above ?? '';
  await changeable(db, id, keeper);
  await write(db, async (tx) => {
    const tree = await readTree(tx);
    const own = tree.get(id)!;
    if (own.parentId === parentId) return;
    checkPlace(tree, { name: own.name, parentId, id });
    await tx.update(Channel, { id }, { parentId, updatedAt: Math.max(keeper.now, own.updatedAt + 1) });
    await notePaths(tx, id, keeper);
  });
}

export async function archiveChannel(db: ReadDb, { id, archived }: { id: string; archived: boolean }, keeper: Keeper): Promise<void> {
  const own = await changeable(db, id, keeper);
  if ((own.archivedAt !== null) === archived) return;
  await write(db, (tx) => tx.update(Channel, { id }, { archivedAt: archived ? keeper.now : null, updatedAt: Math.max(keeper.now, own.updatedAt + 1) }));
}

/** The channel of this path; what is missing of it is made. */
export async function ensurePath(db: ReadDb, path: string, keeper: Keeper, tries = 3): Promise<string> {
  return makePath(db, path, keeper).catch((error: unknown) => {
    // Somebody else made one of them at the same moment: then it is there now.
    if (tries > 1 && error instanceof AppError && error.code === 'channel_name_taken') return ensurePath(db, path, keeper, tries - 1);
    throw error;
  });
}

function makePath(db: ReadDb, path: string, keeper: Keeper): Promise<string> {
  return write(db, async (tx) => {
    let parentId = '';
    for (const name of namesIn(path)) {
      const tree: ChannelTree = await readTree(tx);
      const known = tree.childrenOf(parentId).find((one) => one.name === name);
      if (!known) checkPlace(tree, { name, parentId, id: null });
      parentId = known?.id ?? await insertChannel(tx, tree, {
        parentId, name, ownerId: null, costFen: 0, costPeriod: 'once', utm: { source: '', medium: '', campaign: '', term: '', content: '' }, tagId: null,
      }, keeper);
    }
    if (parentId === '') throw new AppError('not_found', { what: channelWord });
    return parentId;
  });
}

/** What is wrong with a path that somebody wrote; null: nothing. */
export function faultOfPath(path: string): AppError | null {
  const names = namesIn(path);
  if (names.length > channelLevels) return new AppError('channel_depth', { limit: channelLevels });
  const long = names.find((name) => [...name].length > 30);
  return long === undefined ? null : new AppError('import_too_long', { limit: 30 });
}

/** One's own, of those within reach, or any for who reaches everybody. */
export function mayChange({ ownerId, createdBy }: Channel, { self, staffIds }: Reach & { self: string }): boolean {
  return staffIds === null || createdBy === self || (ownerId !== null && staffIds.includes(ownerId));
}

async function changeable(db: ReadDb, id: string, keeper: Keeper): Promise<Channel> {
  const channel = await db.get(Channel, id, channelWord);
  if (!mayChange(channel, keeper)) throw new AppError('channel_reach', { name: channel.name });
  return channel;
}

/** Owner and tag must be there; an owner out of reach is nobody's to choose. */
async function checkFacts(db: ReadDb, { ownerId, tagId }: Pick<UpdateInput, 'ownerId' | 'tagId'>, { staffIds }: Keeper, before: Channel | null): Promise<void> {
  if (ownerId !== null && ownerId !== before?.ownerId) {
    const owner = await getStaff(db, ownerId);
    if (owner.state === 'left' || (staffIds !== null && !staffIds.includes(ownerId))) throw new AppError('not_found', { what: '员工' });
  }
  if (tagId !== null && tagId !== before?.tagId && !(await tagRefs(db, [tagId])).has(tagId)) throw new AppError('not_found', { what: '标签' });
}

/** Names are unique among neighbours, nothing stands under itself, and the tree has a bottom. */
function checkPlace(tree: ChannelTree, { name, parentId, id }: { name: string; parentId: string; id: string | null }): void {
  if (parentId !== '' && !tree.get(parentId)) throw new AppError('not_found', { what: channelWord });
  if (parentId !== '' && tree.isArchived(parentId) && (id === null || !tree.isArchived(id))) throw new AppError('channel_archived', { name: tree.pathOf(parentId) });
  if (id !== null && tree.lineOf(parentId).some((above) => above.id === id)) throw new AppError('channel_under_itself', { name });
  if (tree.childrenOf(parentId).some((one) => one.name === name && one.id !== id)) throw new AppError('channel_name_taken', { name });
  const level = tree.lineOf(parentId).length + (id === null ? 1 : tree.heightOf(id));
  if (level > channelLevels) throw new AppError('channel_depth', { limit: channelLevels });
}

/** Of it and of everything below it. */
async function notePaths(tx: WriteDb, id: string, { name, now }: Keeper): Promise<void> {
  const tree = await readTree(tx);
  await tx.insert(ChannelPath, tree.subtreeOf(id).map((one) => ({ id: newId('chp', now), channelId: one.id, path: tree.pathOf(one.id), by: name, at: now })));
}
