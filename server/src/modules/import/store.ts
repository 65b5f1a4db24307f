import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileBytes, type Bytes } from '../../core/bytes';
import { AppError, messageOf } from '../../core/errors';
import { Seal, sealedBytes } from '../../core/sealed-file';

/** `<folder>/<corp>/<import>` */
export function pathOf(folder: string, corpId: string, id: string): string {
  for (const part of [corpId, id]) if (!/^[\w-]{1,40}$/.test(part)) throw new Error(`Not an id: ${part}`);
  return join(folder, corpId, id);
}

/** Writes the request's bytes to disk as they come, sealed; `opener` opens them. Too many are refused at the first one too many, and nothing is left behind. */
export async function receive(request: IncomingMessage, path: string, limit: number): Promise<{ size: number; sha256: string; opener: string }> {
  const tooLarge = () => new AppError('body_too_large', { limit: `${Math.round(limit / 1_000_000)} MB` });
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge();
  await mkdir(join(path, '..'), { recursive: true });
  const draft = `${path}.part`;
  const hash = createHash('sha256');
  const seal = new Seal();
  let size = 0;
  const count = new Transform({
    transform(chunk: Buffer, _, done) {
      size += chunk.length;
      if (size > limit) return done(tooLarge());
      hash.update(chunk);
      done(null, chunk);
    },
  });
  try {
    // Given as an iterable, the request outlives a refusal, so that the answer can still be sent.
    await pipeline(request.iterator({ destroyOnReturn: false }), count, seal.cipher, createWriteStream(draft, { flags: 'wx', flush: true }));
    if (size === 0) throw new AppError('sheet_empty');
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    if (error instanceof AppError || !request.destroyed) throw error;
    throw new AppError('sheet_broken', { detail: 'the upload was cut off' }, { cause: error });
  }
  return { size, sha256: hash.digest('hex'), opener: seal.opener() };
}

/** The plain bytes. Files of before they were sealed have no opener. Throws `sheet_broken` for one that is gone or was changed. */
export async function bytesAt(path: string, opener: string | null): Promise<Bytes> {
  try {
    return await (opener === null ? fileBytes(path) : sealedBytes(path, opener));
  } catch (error) {
    throw new AppError('sheet_broken', { detail: messageOf(error).slice(0, 200) }, { cause: error });
  }
}

export const removeFile = (folder: string, corpId: string, id: string): Promise<void> => rm(pathOf(folder, corpId, id), { force: true });

/** What a crash left: halves of files, and files of which no row knows (any more). `before` in ms. */
export async function removeStrays(folder: string, corpId: string, before: number, isKept: (id: string) => Promise<boolean>): Promise<void> {
  const home = join(folder, corpId);
  for (const name of await readdir(home).catch(() => [])) {
    if (await isKept(name)) continue;
    const found = await stat(join(home, name)).catch(() => null);
    if (found && found.mtimeMs < before) await rm(join(home, name), { force: true });
  }
}
