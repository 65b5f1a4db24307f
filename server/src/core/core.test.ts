import 'reflect-metadata';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Entity, In, Index, Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { CorpRow, Int, Text, table } from './db/columns';
import { Database } from './db/database';
import { GroupCommit } from './db/group-commit';
import { newId } from './db/ids';
import { event, on } from './events';
import { every, GiveUp, job, TryLater, type JobDef } from './jobs/define';
import { JobRow } from './jobs/entity';
import { newOwner } from './jobs/owner';
import { JobQueue } from './jobs/queue';
import { Worker } from './jobs/worker';
import { createLog } from './log';
import { createMetrics } from './metrics';
import { checkModules } from './module';
import { Secrets } from './secrets';
import type { Services } from './services';
import { Spine1763700001000 } from '../migrations/0001-spine';

@Entity('thing')
@Index('uq_thing', ['corpId', 'name'], { unique: true })
class Thing extends CorpRow {
  @Text(64) name: string;
  @Int() count: number;
}

class Things1763700009000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table({ name: 'thing', columns: [table.id(), table.corpId(), table.text('name', 64), table.int('count')], indices: [new TableIndex({ name: 'uq_thing', columnNames: ['corpId', 'name'], isUnique: true })] }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('thing');
  }
}

const secrets = new Secrets(['a-key-of-at-least-thirty-two-letters']);

async function open(jobs: JobDef[] = []) {
  const folder = mkdtempSync(join(tmpdir(), 'scrm-core-'));
  const database = await Database.open({ url: `sqlite:${join(folder, 'core.db')}`, entities: [Thing, JobRow], migrations: [Spine1763700001000, Things1763700009000], findsNesting: true });
  await database.migrate();
  const clock = { at: 1_700_000_000_000, now: () => clock.at };
  const queue = new JobQueue(database, clock, secrets, jobs);
  const worker = new Worker({ database, queue, clock, log: createLog({ level: 'silent' }), metrics: createMetrics(), services: {} as Services });
  onTestFinished(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { database, clock, queue, worker };
}

const thing = (name: string, count = 0) => ({ id: newId('thg'), name, count });

test('transactions that overlap do not mix: one rolls back, the others stay', async () => {
  const { database } = await open();
  const gate = deferred();
  const failing = database.write('co_a', async (tx) => {
    await tx.insert(Thing, thing('lost'));
    await gate.promise;
    throw new Error('no');
  });
  const others = [1, 2, 3].map((n) => database.write('co_a', (tx) => tx.insert(Thing, thing(`kept ${n}`))));
  gate.resolve();
  await expect(failing).rejects.toThrow('no');
  await Promise.all(others);
  expect((await database.corp('co_a').find(Thing)).map(({ name }) => name).sort()).toEqual(['kept 1', 'kept 2', 'kept 3']);
});

test('a reader does not see what is not committed', async () => {
  const { database } = await open();
  await database.write('co_a', async (tx) => {
    await tx.insert(Thing, thing('new'));
    expect(await tx.count(Thing)).toBe(1);
    expect(await database.corp('co_a').count(Thing)).toBe(0);
  });
  expect(await database.corp('co_a').count(Thing)).toBe(1);
});

test('a write inside a write is refused instead of waiting for itself', async () => {
  const { database } = await open();
  await expect(database.write('co_a', () => database.write('co_a', async () => undefined))).rejects.toThrow(/inside write/);
});

test('a handle reads, changes and removes rows of its own corp only', async () => {
  const { database } = await open();
  const mine = thing('same name');
  await database.write('co_a', (tx) => tx.insert(Thing, mine));
  await database.write('co_b', (tx) => tx.insert(Thing, thing('same name')));
  await database.write('co_b', async (tx) => {
    expect(await tx.findOne(Thing, { id: mine.id })).toBeNull();
    expect(await tx.update(Thing, { id: mine.id }, { count: 9 })).toBe(0);
    expect(await tx.remove(Thing, { id: mine.id })).toBe(0);
    expect(await tx.query(Thing, 't').andWhere('(t.id = :id OR 1 = 1)', { id: mine.id }).getCount()).toBe(1);
    expect(() => tx.find(Thing, { corpId: 'co_a' })).toThrow(/Another corp/);
    await expect(tx.update(Thing, {}, { corpId: 'co_a' })).rejects.toThrow(/another corp/);
    await tx.insert(Thing, { ...thing('sneaked'), ...({ corpId: 'co_a' } as object) });
  });
  expect((await database.corp('co_a').find(Thing)).map(({ name, count }) => [name, count])).toEqual([['same name', 0]]);
  expect(await database.corp('co_b').count(Thing)).toBe(2);
});

test('a list in a query may be of any length', async () => {
  const { database } = await open();
  await database.write('co_a', (tx) => tx.insert(Thing, [thing('it\'s a ?', 1), thing('b', 2), thing('c', 3)]));
  const many = [...Array.from({ length: 70_000 }, (_, n) => `no ${n}`), 'it\'s a ?', 'c'];
  await database.write('co_a', async (tx) => {
    expect((await tx.find(Thing, { name: In(many), count: In([1, 2]) })).map(({ count }) => count)).toEqual([1]);
    const query = tx.query(Thing, 't').andWhere('t.name <> \'?\' AND t.count IN (:...counts) AND t.name NOT IN (:...many) AND t.count < :below', { counts: [2, 3], many, below: 9 });
    expect((await query.getMany()).map(({ name }) => name)).toEqual(['b']);
    expect(await tx.update(Thing, { name: In(many) }, { count: 7 })).toBe(2);
    expect(await tx.remove(Thing, { name: In(many), count: 7 })).toBe(2);
  });
  expect((await database.corp('co_a').find(Thing)).map(({ name }) => name)).toEqual(['b']);
});

test('upsert overwrites the named columns of the row with the same natural key', async () => {
  const { database } = await open();
  await database.write('co_a', (tx) => tx.upsert(Thing, thing('x', 1), ['name'], ['count']));
  await database.write('co_a', (tx) => tx.upsert(Thing, thing('x', 2), ['name'], ['count']));
  await database.write('co_b', (tx) => tx.upsert(Thing, thing('x', 7), ['name'], ['count']));
  expect((await database.corp('co_a').find(Thing)).map(({ count }) => count)).toEqual([2]);
});

test('an event makes one job a subscriber in the transaction of its publisher, and the same event twice makes them once', async () => {
  const happened = event<{ n: number }>('thing.happened');
  const seen: string[] = [];
  const first = on(happened, 'a.first', async ({ n }) => { seen.push(`first ${n}`); });
  const second = on(happened, 'b.second', async ({ n }, { corpId }) => { seen.push(`second ${n} ${corpId}`); });
  const { database, worker } = await open([first as JobDef, second as JobDef]);
  await database.write('co_a', (tx) => tx.publish(happened, { n: 1 }, { key: 'one' }));
  await database.write('co_a', (tx) => tx.publish(happened, { n: 1 }, { key: 'one' }));
  await database.write('co_a', async (tx) => {
    await tx.publish(happened, { n: 2 }, { key: 'two' });
    throw new Error('rolled back');
  }).catch(() => undefined);
  await worker.drain();
  expect(seen.sort()).toEqual(['first 1', 'second 1 co_a']);
});

test('the same key in two corps is two jobs', async () => {
  const seen: string[] = [];
  const count = job<object>('a.count', {}, async (_, { corpId }) => { seen.push(corpId); });
  const { database, worker } = await open([count as JobDef]);
  for (const corpId of ['co_a', 'co_b', 'co_a']) await database.write(corpId, (tx) => tx.enqueue(count, {}, { key: 'k' }));
  await worker.drain();
  expect(seen.sort()).toEqual(['co_a', 'co_b']);
});

test('a job that fails is tried again later, then dead with its error; one that gives up is dead at once', async () => {
  let runs = 0;
  const failing = job<object>('a.fails', { retries: 2 }, async () => { runs++; throw new Error('still no'); });
  const hopeless = job<object>('a.hopeless', { retries: 5 }, async () => { throw new GiveUp('never'); });
  const { database, worker, clock } = await open([failing as JobDef, hopeless as JobDef]);
  await database.write('co_a', async (tx) => {
    await tx.enqueue(failing, {});
    await tx.enqueue(hopeless, {});
  });
  for (let round = 0; round < 5; round++) {
    await worker.drain();
    clock.at += 3_600_000;
  }
  expect(runs).toBe(3);
  const rows = await database.everything.find(JobRow, { order: { name: 'ASC' } });
  expect(rows.map(({ name, state, attempts, error }) => [name, state, attempts, error])).toEqual([['a.fails', 'dead', 3, 'still no'], ['a.hopeless', 'dead', 1, 'never']]);
});

test('a job that asks for later waits without using up a try', async () => {
  let runs = 0;
  const patient = job<object>('a.patient', { retries: 0 }, async (_, { clock }) => {
    if (++runs < 3) throw new TryLater(clock.now() + 60_000, 'quota');
  });
  const { database, worker, clock } = await open([patient as JobDef]);
  await database.write('co_a', (tx) => tx.enqueue(patient, {}));
  await worker.drain();
  await worker.drain();
  expect(runs).toBe(1);
  clock.at += 61_000;
  await worker.drain();
  clock.at += 61_000;
  await worker.drain();
  expect(await database.everything.countBy(JobRow, { state: 'done' })).toBe(1);
});

test('a job past its deadline is not started', async () => {
  let ran = false;
  const urgent = job<object>('a.urgent', { deadlineMs: 20_000 }, async () => { ran = true; });
  const { database, worker, clock } = await open([urgent as JobDef]);
  await database.write('co_a', (tx) => tx.enqueue(urgent, {}));
  clock.at += 20_001;
  await worker.drain();
  expect(ran).toBe(false);
  expect((await database.everything.find(JobRow))[0]?.state).toBe('expired');
});

test('the rows of a worker that died wait again after their lease, and its late ending changes nothing', async () => {
  const blocked = deferred();
  let runs = 0;
  const slow = job<object>('a.slow', { lane: 'urgent' }, async () => {
    if (++runs === 1) await blocked.promise;
  });
  const { database, worker, clock, queue } = await open([slow as JobDef]);
  await database.write('co_a', (tx) => tx.enqueue(slow, {}));
  const hanging = worker.drain();
  while (runs === 0) await new Promise((resolve) => setImmediate(resolve));
  const other = new Worker({ database, queue, clock, log: createLog({ level: 'silent' }), metrics: createMetrics(), services: {} as Services });
  await other.freeDeadLeases();
  await other.drain();
  expect(runs).toBe(1);
  clock.at += 7_000;
  await other.freeDeadLeases();
  await other.drain();
  expect(runs).toBe(2);
  const [before] = await database.everything.find(JobRow);
  blocked.resolve();
  await hanging;
  expect((await database.everything.find(JobRow))[0]).toEqual(before);
});

test('what ran in a process of this machine that is no more waits for nothing, what runs in another goes on', async () => {
  let runs = 0;
  const count = job<object>('a.count', { lane: 'bulk' }, async () => { runs++; });
  const { database, worker, clock } = await open([count as JobDef]);
  await database.write('co_a', async (tx) => {
    for (let n = 0; n < 3; n++) await tx.enqueue(count, {});
  });
  const [gone, alive, elsewhere] = await database.everything.find(JobRow);
  const [place, , life] = newOwner().split('.');
  const owners = [[gone!.id, `${place}.${await pidOfTheDead()}.${life}x.1`], [alive!.id, `${place}.${process.ppid}.${life}x.1`], [elsewhere!.id, `0000000000.1.${life}x.1`]];
  for (const [id, owner] of owners) await database.everything.update(JobRow, { id }, { state: 'running', owner, leaseUntil: clock.at + 30_000 });
  await worker.keepLeases();
  await worker.drain();
  await worker.stop();
  expect(runs).toBe(1);
  expect((await database.everything.findBy(JobRow, { state: 'running' })).map(({ id }) => id).sort()).toEqual([alive!.id, elsewhere!.id].sort());
});

async function pidOfTheDead(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await new Promise((gone) => child.once('exit', gone));
  return child.pid!;
}

test('many workers run each job once', async () => {
  const seen = new Map<number, number>();
  const count = job<{ n: number }>('a.count', {}, async ({ n }) => { seen.set(n, (seen.get(n) ?? 0) + 1); });
  const { database, worker, queue, clock } = await open([count as JobDef]);
  await database.write('co_a', async (tx) => {
    for (let n = 0; n < 300; n++) await tx.enqueue(count, { n });
  });
  const others = [1, 2, 3].map(() => new Worker({ database, queue, clock, log: createLog({ level: 'silent' }), metrics: createMetrics(), services: {} as Services }));
  await Promise.all([worker, ...others].map((one) => one.drain()));
  expect(seen.size).toBe(300);
  expect([...seen.values()].every((runs) => runs === 1)).toBe(true);
});

test('a slot of a schedule is one job, whatever the number of processes', async () => {
  const sweep = every('* * * * *', 'a.sweep', async () => undefined);
  const { database, clock, queue } = await open([sweep as JobDef]);
  const other = new JobQueue(database, clock, secrets, [sweep as JobDef]);
  const slot = 1_700_000_040_000;
  await Promise.all([queue, other, queue].map((one) => one.enqueueAlone(sweep, { slot }, { key: `a.sweep:${slot}` })));
  await other.enqueueAlone(sweep, { slot: slot + 60_000 }, { key: `a.sweep:${slot + 60_000}` });
  expect(await database.everything.countBy(JobRow, { name: 'a.sweep' })).toBe(2);
});

test('what a job was given is not readable in its row', async () => {
  const secretive = job<{ code: string }>('a.secret', {}, async () => undefined);
  const { database } = await open([secretive as JobDef]);
  await database.write('co_a', (tx) => tx.enqueue(secretive, { code: 'WELCOME-CODE-1' }));
  const [row] = await database.everything.find(JobRow);
  expect(row!.data).not.toContain('WELCOME-CODE-1');
});

test('group commit: what arrives together is flushed together, and a failed flush fails its own items only', async () => {
  const groups: number[][] = [];
  const commit = new GroupCommit<number>(async (items) => {
    groups.push(items);
    if (items.includes(13)) throw new Error('unlucky');
  }, { most: 10 });
  const results = await Promise.allSettled(Array.from({ length: 25 }, (_, n) => commit.add(n)));
  expect(groups.map((group) => group.length)).toEqual([10, 10, 5]);
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(10);
  await commit.add(99);
  expect(groups.at(-1)).toEqual([99]);
});

test('secrets: what is sealed opens with the same context and any kept key, and with nothing else', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
    const sealed = secrets.seal(text, 'a');
    expect(secrets.open(sealed, 'a')).toBe(text);
    expect(() => secrets.open(sealed, 'b')).toThrow();
    const rotated = new Secrets(['another-key-of-at-least-32-letters!!', 'a-key-of-at-least-thirty-two-letters']);
    expect(rotated.open(sealed, 'a')).toBe(text);
    expect(() => new Secrets(['another-key-of-at-least-32-letters!!']).open(sealed, 'a')).toThrow();
  }));
});

test('the boot check names two jobs of one name', () => {
  const twice = job<object>('a.same', {}, async () => undefined) as JobDef;
  expect(() => checkModules([{ name: 'a', jobs: [twice] }, { name: 'b', jobs: [twice] }])).toThrow('Two jobs are named a.same');
});

test('a migration goes back as well as forward', async () => {
  const { database } = await open();
  await database.revertLastMigration();
  await expect(database.query('SELECT 1 FROM thing')).rejects.toThrow();
  await database.migrate();
  expect(await database.query('SELECT 1 FROM thing')).toEqual([]);
});

function deferred() {
  let resolve!: () => void;
  const promise = new Promise<void>((done) => { resolve = done; });
  return { promise, resolve };
}
