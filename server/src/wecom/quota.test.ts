import fc from 'fast-check';
import { expect, test } from 'vitest';
import { QuotaBudget, QuotaExceeded } from './quota';
import type { QuotaParts } from './quota';
import { handClock, memoryQuotas } from './test-platform';

const api = '/cgi-bin/user/get';
const minute = 60_000;

function budgetOf({ limits = { minute: 5, hour: 20 }, ...parts }: Partial<Omit<QuotaParts, 'limits'>> & { limits?: { minute: number; hour: number; day?: number } } = {}) {
  const clock = handClock();
  const store = memoryQuotas();
  const all: QuotaParts = { clock, store, sleep: clock.sleep, limits: { default: limits }, ...parts };
  return { clock, store, parts: all, budget: new QuotaBudget(all) };
}

/** Most calls in any window of this length. */
function mostWithin(times: number[], ms: number): number {
  return Math.max(0, ...times.map((start) => times.filter((time) => time >= start && time < start + ms).length));
}

test('quota budget: whatever the pattern of calls and restarts, no window ever holds more than its limit', async () => {
  const pattern = fc.array(fc.record({ gap: fc.oneof(fc.nat({ max: 900 }), fc.nat({ max: 20_000 }), fc.nat({ max: 900_000 })), restart: fc.boolean() }), { minLength: 30, maxLength: 120 });
  const limits = fc.record({ minute: fc.integer({ min: 1, max: 8 }), hour: fc.integer({ min: 1, max: 25 }), day: fc.integer({ min: 1, max: 60 }) });
  await fc.assert(fc.asyncProperty(pattern, limits, fc.nat({ max: 4_000_000 }), async (steps, limit, offset) => {
    const { clock, parts } = budgetOf({ limits: limit });
    clock.at += offset;
    let { budget } = budgetOf({ ...parts, limits: limit });
    const made: number[] = [];
    for (const { gap, restart } of steps) {
      clock.at += gap;
      if (restart) {
        await budget.leave();
        budget = new QuotaBudget(parts);
      }
      try {
        await budget.take('wwcorp', api);
        made.push(clock.now());
      } catch (error) {
        expect(error).toBeInstanceOf(QuotaExceeded);
      }
    }
    expect(mostWithin(made, minute)).toBeLessThanOrEqual(limit.minute);
    expect(mostWithin(made, 60 * minute)).toBeLessThanOrEqual(limit.hour);
    expect(mostWithin(made, 24 * 60 * minute)).toBeLessThanOrEqual(limit.day);
  }), { numRuns: 60 });
});

test('quota budget: several processes together stay within the limits, whenever each of them begins, calls, tells the others and ends', async () => {
  const step = fc.record({ gap: fc.oneof(fc.nat({ max: 300 }), fc.nat({ max: 9000 }), fc.nat({ max: 300_000 })), who: fc.nat({ max: 3 }), does: fc.constantFrom('take', 'take', 'take', 'exchange', 'leave') });
  const limits = fc.record({ minute: fc.integer({ min: 4, max: 40 }), hour: fc.integer({ min: 20, max: 90 }), day: fc.integer({ min: 30, max: 200 }) });
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 60, maxLength: 200 }), limits, async (steps, limit) => {
    const { clock, parts } = budgetOf({ limits: limit });
    const budgets = Array.from({ length: 4 }, () => new QuotaBudget(parts));
    await Promise.all(budgets.map((budget) => budget.exchange()));
    await Promise.all(budgets.map((budget) => budget.exchange()));
    const made: number[] = [];
    for (const { gap, who, does } of steps) {
      clock.at += gap;
      if (does === 'exchange') await budgets[who]!.exchange();
      if (does === 'leave') {
        await budgets[who]!.leave();
        budgets[who] = new QuotaBudget(parts);
        await budgets[who]!.exchange();
      }
      if (does === 'take') await budgets[who]!.take('wwcorp', api).then(() => made.push(clock.now()), (error: unknown) => expect(error).toBeInstanceOf(QuotaExceeded));
    }
    expect(mostWithin(made, minute)).toBeLessThanOrEqual(limit.minute);
    expect(mostWithin(made, 60 * minute)).toBeLessThanOrEqual(limit.hour);
    expect(mostWithin(made, 24 * 60 * minute)).toBeLessThanOrEqual(limit.day);
  }), { numRuns: 100 });
});

test('quota budget: two processes with much to do use nearly all of the limit between them', async () => {
  const { clock, parts } = budgetOf({ limits: { minute: 600, hour: 100_000 } });
  const budgets = [new QuotaBudget(parts), new QuotaBudget(parts)];
  const start = clock.now();
  let made = 0;
  for (let second = 0; second < 600; second++) {
    clock.at = start + second * 1000;
    for (const budget of budgets) {
      if (second % 5 === 0) await budget.exchange();
      for (let open = true; open;) open = await budget.take('wwcorp', api).then(() => ++made > 0, () => false);
    }
  }
  expect(made).toBeGreaterThan(0.85 * 600 * 10);
  expect(made).toBeLessThanOrEqual(600 * 11);
});

test('quota budget: with a backlog nearly all of it is used, and retryAfter is when the next call goes through', async () => {
  const { clock, budget } = budgetOf({ limits: { minute: 600, hour: 100_000 } });
  const start = clock.now();
  let made = 0;
  while (clock.now() < start + 10 * minute) {
    try {
      await budget.take('wwcorp', api);
      made++;
    } catch (error) {
      clock.at += (error as QuotaExceeded).retryAfterMs;
      await budget.take('wwcorp', api);
      made++;
    }
  }
  expect(made).toBeGreaterThan(0.95 * 600 * 10);
});

test('quota budget: a short wait is waited, a long one is refused with its length', async () => {
  const { clock, budget } = budgetOf({ limits: { minute: 1, hour: 100 } });
  await budget.take('wwcorp', api);
  await expect(budget.take('wwcorp', api)).rejects.toMatchObject({ api, retryAfterMs: expect.any(Number) as number });
  expect(clock.slept).toEqual([]);
  clock.at += minute - 500;
  await budget.take('wwcorp', api);
  expect(clock.slept).toHaveLength(1);
  expect(clock.slept[0]).toBeLessThanOrEqual(2000);
});

test('quota budget: corps and APIs have budgets of their own, and some APIs documented ones', async () => {
  const { budget } = budgetOf({ limits: { minute: 1, hour: 10 } });
  await budget.take('wwcorp', api);
  await budget.take('wwother', api);
  await budget.take('wwcorp', '/cgi-bin/department/list');
  await expect(budget.take('wwcorp', api)).rejects.toBeInstanceOf(QuotaExceeded);
  await budget.take('wwcorp', '/cgi-bin/ticket/get');
  expect(budget.snapshot().find((use) => use.api === '/cgi-bin/ticket/get')).toMatchObject({ limitHour: 100, usedHour: 1 });
});

test('quota budget: after 45009 nothing goes out for a minute, and for longer each time it comes back', async () => {
  const { clock, budget } = budgetOf({ limits: { minute: 1000, hour: 10_000 } });
  await budget.take('wwcorp', api);
  expect(budget.block('wwcorp', api)).toBe(minute);
  clock.at += 1000;
  expect(budget.block('wwcorp', api)).toBe(minute - 1000);
  await expect(budget.take('wwcorp', api)).rejects.toMatchObject({ retryAfterMs: minute - 1000 });
  expect(budget.snapshot()[0]).toMatchObject({ blockedUntil: clock.now() + minute - 1000 });
  clock.at += minute;
  await budget.take('wwcorp', api);
  expect(budget.block('wwcorp', api)).toBe(2 * minute);
  clock.at += 30 * minute;
  await budget.take('wwcorp', api);
  expect(budget.snapshot()[0]!.blockedUntil).toBeNull();
  expect(budget.block('wwcorp', api)).toBe(minute);
});

test('quota budget: a restart keeps what was used and what is blocked', async () => {
  const { parts, budget, store } = budgetOf();
  for (let call = 0; call < 5; call++) await budget.take('wwcorp', api);
  await budget.take('wwcorp', '/cgi-bin/message/send');
  budget.block('wwcorp', '/cgi-bin/message/send');
  await budget.leave();
  expect([...store.rows.values()].flatMap(({ states }) => states)).toHaveLength(2);
  const next = new QuotaBudget(parts);
  await expect(next.take('wwcorp', api)).rejects.toBeInstanceOf(QuotaExceeded);
  await expect(next.take('wwcorp', '/cgi-bin/message/send')).rejects.toMatchObject({ retryAfterMs: minute });
  expect(next.snapshot()).toEqual(budget.snapshot());
});

test('quota budget: what has long been idle is not kept', async () => {
  const { clock, budget, store } = budgetOf();
  await budget.take('wwcorp', api);
  clock.at += 2 * 60 * minute;
  await budget.take('wwcorp', '/cgi-bin/message/send');
  await budget.exchange();
  expect([...store.rows.values()].flatMap(({ states }) => states).map((state) => state.api)).toEqual(['/cgi-bin/message/send']);
});

test('quota budget: only a few calls run at once, fewer after 45033, and more again when all goes well', async () => {
  const { budget } = budgetOf({ limits: { minute: 10_000, hour: 150_000 }, concurrency: { start: 4, max: 6 } });
  let running = 0;
  let most = 0;
  const call = async () => {
    most = Math.max(most, ++running);
    await new Promise(setImmediate);
    running--;
  };
  const burst = async (calls: number) => {
    most = 0;
    await Promise.all(Array.from({ length: calls }, () => budget.run('wwcorp', api, call)));
    return most;
  };
  expect(await burst(15)).toBe(4);
  budget.narrow('wwcorp', api);
  expect(await burst(15)).toBe(2);
  await burst(200);
  expect(await burst(15)).toBe(6);
});

test('quota budget: a call whose caller gave up while it queued leaves the queue', async () => {
  const { budget } = budgetOf({ concurrency: { start: 1, max: 1 } });
  let finish = () => {};
  const first = budget.run('wwcorp', api, () => new Promise<void>((resolve) => { finish = resolve; }));
  const controller = new AbortController();
  const second = budget.run('wwcorp', api, () => Promise.resolve('never'), controller.signal);
  const third = budget.run('wwcorp', api, () => Promise.resolve('third'));
  await new Promise(setImmediate);
  controller.abort();
  await expect(second).rejects.toThrow('abort');
  finish();
  await first;
  expect(await third).toBe('third');
});
