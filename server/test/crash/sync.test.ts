import { expect, test } from 'vitest';
import { fullSync } from './full-sync';

test('CU-01 killed twice in the middle of its first reading, a company of 3,000 customers is read to the end from there, nobody twice', { timeout: 300_000 }, async () => {
  const found = await fullSync(3000, [0.2, 0.7]);
  expect(found).toMatchObject({ kills: 2, customers: 3000, theirs: 3000, duplicates: 0, refused: 0, deadJobs: 0 });
  // A page that was read but not kept when the kill came is read again, never more than that.
  expect(found.calls).toBeGreaterThanOrEqual(found.leastCalls);
  expect(found.calls).toBeLessThanOrEqual(found.leastCalls + 1 + found.kills);
});
