import { defineConfig } from 'vitest/config';
import { memoryFlags } from './server/bin/bundle.mjs';

/** Walks through the running suite in a real browser, two at a time, each with a suite of its own. */
export default defineConfig({
  test: {
    include: ['server/test/e2e/**/*.e2e.ts'], globalSetup: ['server/test/global-setup.ts'], pool: 'forks', isolate: false, maxWorkers: 2, retry: 1, testTimeout: 240_000, hookTimeout: 240_000,
    execArgv: memoryFlags,
  },
});
