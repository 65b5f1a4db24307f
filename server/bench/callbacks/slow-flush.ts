import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Compiles what makes each flush 1 ms slower; null when this machine has no C compiler. */
export function compileSlowFlush(folder: string): string | null {
  const library = join(folder, 'slow-flush.so');
  try {
    execFileSync('cc', ['-O2', '-shared', '-fPIC', '-o', library, fileURLToPath(new URL('./slow-flush.c', import.meta.url)), '-ldl'], { stdio: 'ignore' });
    return library;
  } catch {
    return null;
  }
}
