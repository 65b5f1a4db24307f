import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Keeps the bytes of files; the rows are in the database. */
export interface FileStore {
  /** Resolves once the bytes are durable. */
  put(corpId: string, id: string, bytes: Buffer): Promise<void>;
  get(corpId: string, id: string): Promise<Buffer>;
  /** For what is too large for memory. Resolves once it is durable; until then, and after a failure, nothing may point to it. */
  write(corpId: string, id: string, source: Readable): Promise<void>;
  read(corpId: string, id: string): Readable;
  remove(corpId: string, id: string): Promise<void>;
  /** Takes away what a crash left half written before this time (wall clock, ms). */
  removeDrafts(before: number): Promise<void>;
}

declare module '../../core/services' {
  interface Services {
    files: FileStore;
  }
}

/** A folder on this machine, such as `DATA_DIR/files`. */
export function createFileStore(root: string): FileStore {
  return new LocalFiles(root);
}

/** What `put` writes first: an id has no dot. */
const draftName = /\.[0-9a-f]{8}$/;

/** `<root>/<corp>/<file>` */
class LocalFiles implements FileStore {
  constructor(private readonly root: string) {}

  async put(corpId: string, id: string, bytes: Buffer): Promise<void> {
    const path = this.path(corpId, id);
    await mkdir(join(path, '..'), { recursive: true });
    const draft = `${path}.${randomBytes(4).toString('hex')}`;
    // A crash in the middle leaves a draft, never half a file.
    const file = await open(draft, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  }

  get(corpId: string, id: string): Promise<Buffer> {
    return readFile(this.path(corpId, id));
  }

  async write(corpId: string, id: string, source: Readable): Promise<void> {
    const path = this.path(corpId, id);
    await mkdir(join(path, '..'), { recursive: true });
    await pipeline(source, createWriteStream(path, { flags: 'wx', flush: true }));
  }

  read(corpId: string, id: string): Readable {
    return createReadStream(this.path(corpId, id));
  }

  async remove(corpId: string, id: string): Promise<void> {
    await rm(this.path(corpId, id), { force: true });
  }

  async removeDrafts(before: number): Promise<void> {
    for (const corpId of await readdir(this.root).catch(() => [])) {
      for (const name of await readdir(join(this.root, corpId)).catch(() => [])) {
        if (!draftName.test(name)) continue;
        const path = join(this.root, corpId, name);
        const found = await stat(path).catch(() => null);
        if (found && found.mtimeMs < before) await rm(path, { force: true });
      }
    }
  }

  private path(corpId: string, id: string): string {
    for (const part of [corpId, id]) if (!/^[\w-]{1,40}$/.test(part)) throw new Error(`Not an id: ${part}`);
    return join(this.root, corpId, id);
  }
}
