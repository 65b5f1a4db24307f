import type { PosterLayout } from '@scrm/shared/print';
import { newId } from '../../core/db/ids';
import { write, type ReadDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { reachUnder, type FileKeeper } from '../../core/files';
import { useFiles } from '../file';
import { Poster, posterWord } from './entity';

interface Input { name: string; fileId: string; layout: PosterLayout }
const most = 200;

export async function createPoster(db: ReadDb, input: Input, self: string, now: number): Promise<Poster> {
  const id = newId('pst', now);
  if ((await db.count(Poster)) >= most) throw new AppError('print_posters', { limit: most });
  await write(db, async (tx) => {
    await tx.insert(Poster, { id, ...input, createdBy: self, createdAt: now, updatedAt: now });
    await useFiles(tx, id, [{ fileId: input.fileId, kind: 'image' }]);
  });
  return db.get(Poster, id, posterWord);
}

export async function updatePoster(db: ReadDb, { id, updatedAt, ...input }: Input & { id: string; updatedAt: number }, now: number): Promise<Poster> {
  await db.get(Poster, id, posterWord);
  await write(db, async (tx) => {
    const changed = await tx.update(Poster, { id, updatedAt }, { ...input, layout: input.layout as never, updatedAt: Math.max(now, updatedAt + 1) });
    if (changed === 0) throw new AppError('stale_edit');
    await useFiles(tx, id, [{ fileId: input.fileId, kind: 'image' }]);
  });
  return db.get(Poster, id, posterWord);
}

export async function removePoster(db: ReadDb, id: string): Promise<void> {
  await db.get(Poster, id, posterWord);
  await write(db, async (tx) => {
    await tx.remove(Poster, { id });
    await useFiles(tx, id, []);
  });
}

/** The company's, for everybody who prints codes. */
export const posterFiles: FileKeeper = {
  name: 'print',
  shows: async (context, { id }) => {
    if (!(await context.db.findOne(Poster, { fileId: id }))) return null;
    return (await reachUnder(context, 'liveCode.read')) !== null;
  },
};
