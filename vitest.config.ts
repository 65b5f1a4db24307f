import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { memoryFlags } from './server/bin/bundle.mjs';

/** Stories that kill servers are short to read and long to run: they go first, so that none is left alone at the end. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => moduleId.includes('/server/test/crash/');
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    include: ['server/**/*.test.ts', 'shared/**/*.test.ts', 'admin/**/*.test.ts', 'sidebar/**/*.test.ts', 'miniprogram/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['server/test/global-setup.ts'],
    pool: 'forks',
    isolate: false,
    maxWorkers: 2,
    sequence: { sequencer: LongFirst },
    // Patience, not proof: a machine that stands still for a minute has not found a fault.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    execArgv: memoryFlags,
  },
});
