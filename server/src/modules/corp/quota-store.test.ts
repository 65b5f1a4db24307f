import { expect, test } from 'vitest';
import { testApp } from '../../../test/app';
import { QuotaBudget } from '../../wecom/quota';
import { DatabaseQuotaStore } from './quota-store';

const api = '/cgi-bin/externalcontact/mark_tag';
const second = 1000;

test('several processes share one budget through the database, and what a dead one had set aside is free again', async () => {
  const t = await testApp();
  let now = t.clock.now();
  const clock = { now: () => now };
  const begin = () => new QuotaBudget({ clock, store: new DatabaseQuotaStore(t.app.database, clock), limits: { default: { minute: 120, hour: 10_000 } }, patienceMs: 0 });
  const processes = [begin(), begin(), begin()];
  const takeAll = async (budget: QuotaBudget) => {
    let taken = 0;
    while (await budget.take('wwshared', api).then(() => true, () => false)) taken++;
    return taken;
  };
  const round = async (alive: QuotaBudget[]) => {
    await Promise.all(alive.map((budget) => budget.exchange()));
    return (await Promise.all(alive.map(takeAll))).reduce((sum, taken) => sum + taken, 0);
  };

  await Promise.all(processes.map((budget) => budget.exchange()));
  let taken = 0;
  for (let at = 0; at < 55; at += 5) {
    taken += await round(processes);
    now += 5 * second;
  }
  expect(taken).toBeLessThanOrEqual(120);
  expect(taken).toBeGreaterThan(100);

  // Two are killed: nobody hears of them again.
  const [survivor] = processes;
  now += 60 * second;
  let alone = 0;
  for (let at = 0; at < 55; at += 5) {
    alone += await round([survivor!]);
    now += 5 * second;
  }
  expect(alone).toBe(120);
});
