import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from './model';

/**
 * Keeps the world in one JSON file under a folder: written beside and renamed, so that a crash leaves the old or the
 * new one. Media lie in files of their own. Without a folder everything lives in memory.
 */
export class Store {
  private readonly blobs = new Map<string, Buffer>();
  private waiting: NodeJS.Timeout | null = null;
  private lastCost = 0;
  private closed = false;

  constructor(private readonly dir: string | null, private readonly snapshot: () => World) {
    if (dir) mkdirSync(join(dir, 'media'), { recursive: true });
  }

  static read(dir: string | null): World | null {
    if (!dir) return null;
    try {
      const world = JSON.parse(readFileSync(join(dir, 'sandbox.json'), 'utf8')) as World;
      return world.version === 1 ? world : null;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  /** Something changed: write soon. A large world is written less often, so that writing never eats more than 5 %. */
  touch(): void {
    if (!this.dir || this.waiting || this.closed) return;
    this.waiting = setTimeout(() => this.flush(), Math.max(300, this.lastCost * 20));
    this.waiting.unref();
  }

  flush(): void {
    if (this.waiting) clearTimeout(this.waiting);
    this.waiting = null;
    if (!this.dir) return;
    const started = performance.now();
    const file = join(this.dir, 'sandbox.json');
    writeFileSync(`${file}.new`, JSON.stringify(this.snapshot()));
    renameSync(`${file}.new`, file);
    this.lastCost = performance.now() - started;
  }

  close(): void {
    this.flush();
    this.closed = true;
  }

  putBlob(id: string, bytes: Buffer): void {
    if (this.dir) writeFileSync(join(this.dir, 'media', id), bytes);
    else this.blobs.set(id, bytes);
  }

  getBlob(id: string): Buffer | null {
    if (!this.dir) return this.blobs.get(id) ?? null;
    try {
      return readFileSync(join(this.dir, 'media', id));
    } catch {
      return null;
    }
  }
}
