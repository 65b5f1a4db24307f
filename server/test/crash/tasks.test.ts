import Sqlite from 'better-sqlite3';
import fc from 'fast-check';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Api } from '@scrm/shared/api';
import type { Client } from '@scrm/shared/client';
import type { Contact } from '../../sandbox/control';
import { startSuite, type Suite } from '../process';
import { ownerOf, until } from './owner';

const corpKey = 'selfBuilt';
const markTag = '/cgi-bin/externalcontact/mark_tag';

/** What somebody or something does while tasks are under way. */
type Deed =
  | { do: 'tag' | 'untag'; tag: number; part: number }
  | { do: 'undo' | 'cancel' | 'pause' | 'resume' | 'retry'; nth: number }
  | { do: 'refuse'; errcode: 45033 | 84061 | 701008 }
  | { do: 'kill' };

const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('tag' as const, 'untag' as const), tag: fc.nat(2), part: fc.nat(3) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('undo' as const, 'cancel' as const, 'pause' as const, 'resume' as const, 'retry' as const), nth: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('refuse' as const), errcode: fc.constantFrom(45033 as const, 84061 as const, 701008 as const) }) },
  { weight: 2, arbitrary: fc.constant({ do: 'kill' as const }) },
);

test('CU-10 whatever is started, stopped, undone, refused or killed in whatever order: in the end our rows say what WeCom says, and no item counts twice', { timeout: 600_000 }, async () => {
  const suite = await startSuite();
  try {
    const { api, corpId } = await ownerOf(suite);
    const group = await api.tags.create({ groupName: '批量', names: ['甲', '乙', '丙'] });
    const tags = group.tags.map((tag) => tag.id);
    const customers = await everyone(api);
    expect(customers.length).toBeGreaterThan(40);
    const started: string[] = [];
    let keys = 0;
    const perform = async (one: Deed) => {
      switch (one.do) {
        case 'tag': case 'untag': {
          const ids = customers.filter((_, n) => one.part === 0 || n % 4 === one.part);
          const task = await api.tasks.start({ kind: 'customer.tag', key: `crash-key-${++keys}`, input: one.do === 'tag' ? { add: [tags[one.tag]!] } : { remove: [tags[one.tag]!] }, ids });
          started.push(task.id);
          return;
        }
        case 'refuse': return void await suite.control('POST', '/sandbox/faults', { target: markTag, effect: 'errcode', value: one.errcode, times: 2 });
        case 'kill':
          await suite.kill();
          await suite.start();
          return;
        default: {
          const id = started[one.nth % Math.max(1, started.length)];
          // Whether it is possible depends on how far the task is.
          const made = id ? await api.tasks[one.do]({ id }).catch((error: { code: string }) => (error.code === 'task_state' ? null : Promise.reject(error as unknown as Error))) : null;
          if (one.do === 'undo' && made && !started.includes(made.id)) started.push(made.id);
        }
      }
    };
    await fc.assert(fc.asyncProperty(fc.array(deed, { minLength: 6, maxLength: 10 }), fc.array(fc.nat(250), { minLength: 10, maxLength: 10 }), async (deeds, pauses) => {
      for (const [n, one] of deeds.entries()) {
        await perform(one);
        await sleep(pauses[n]);
      }
      // At least one kill falls into a task that is under way.
      await perform({ do: 'tag', tag: 0, part: 0 });
      await sleep(60);
      await perform({ do: 'kill' });
      for (const id of started) await api.tasks.resume({ id }).catch(() => undefined);
      await until(async () => (await api.tasks.list({ open: true })).total, (total) => total === 0);
      await expectSame(suite, api, corpId);
    }), { numRuns: 2, seed: 20, endOnFailure: true });
  } finally {
    await suite.end();
  }
});

async function expectSame(suite: Suite, api: Client<Api>, corpId: string): Promise<void> {
  const db = new Sqlite(suite.databasePath, { readonly: true, timeout: 10_000 });
  const rows = <T>(sql: string, ...values: unknown[]) => db.prepare(sql).all(...values) as T[];
  const ours = rows<{ pair: string }>(`SELECT c.externalUserid || ' ' || s.userId || ' ' || t.wecomTagId AS pair FROM follow_tag f JOIN customer c ON c.id = f.customerId
    JOIN staff s ON s.id = f.staffId JOIN tag t ON t.id = f.tagId WHERE f.corpId = ?`, corpId).map(({ pair }) => pair).sort();
  const wrong = rows(`SELECT t.id, t.state, t.total, t.done, t.failed FROM task t WHERE t.done <> (SELECT COUNT(*) FROM task_item i WHERE i.taskId = t.id AND i.state = 'done')
    OR t.failed <> (SELECT COUNT(*) FROM task_item i WHERE i.taskId = t.id AND i.state = 'failed') OR t.total <> (SELECT COUNT(*) FROM task_item i WHERE i.taskId = t.id)`);
  const dead = rows('SELECT name, error FROM job WHERE state = \'dead\'');
  db.close();
  const theirs: string[] = [];
  for (const { userId } of (await api.org.staff({ limit: 200 })).items) {
    const contacts = await suite.control<Contact[]>('GET', `/sandbox/contacts?corp=${corpKey}&userid=${userId}`);
    theirs.push(...contacts.flatMap((one) => one.tags.map((tag) => `${one.externalUserid} ${userId} ${tag.id}`)));
  }
  expect(ours).toEqual(theirs.sort());
  expect(wrong).toEqual([]);
  expect(dead).toEqual([]);
}

async function everyone(api: Client<Api>): Promise<string[]> {
  await until(async () => (await api.customers.progress()).state, (state) => state === 'done');
  return (await api.customers.list({ state: 'friend', limit: 200 })).items.map((row) => row.id);
}
