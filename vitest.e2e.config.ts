import { defineConfig } from 'vitest/config';

/** Walks through the running suite in a real browser, one after the other. */
export default defineConfig({
  test: { include: ['server/test/e2e/**/*.e2e.ts'], globalSetup: ['server/test/global-setup.ts'], fileParallelism: false, retry: 1, testTimeout: 240_000, hookTimeout: 240_000 },
});
