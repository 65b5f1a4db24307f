import type { Progress } from '@scrm/shared/corp';
import { newId } from '../../core/db/ids';
import type { WriteDb } from '../../core/db/scope';
import { messageOf } from '../../core/errors';
import { on } from '../../core/events';
import { every, job } from '../../core/jobs/define';
import { readCursor, readProgress, saveProgress } from '../corp';
import { corpInstalled } from '../corp/events';
import { Customer, livingId } from '../customer';
import { customerAdded, customersSynced } from '../customer/events';
import { orgSynced } from '../org/events';
import { CustomerStage } from './entity';
import { placeCustomer, placeMany, readScopes } from './place';
import { ensureTemplate, readPlan } from './template';

const chunk = 200;
const longestMs = 12 * 3_600_000;

/** A newcomer finds a funnel that works. */
export const prepare = on(corpInstalled, 'stage.prepare', async (_, { write, clock }) => {
  await write((tx) => ensureTemplate(tx, clock.now()));
});

export const place = on(customerAdded, 'stage.place', async ({ customerId, addedAt }, { write, clock }) => {
  await write(async (tx) => {
    await ensureTemplate(tx, clock.now());
    await placeCustomer(tx, (await readPlan(tx))!, await livingId(tx, customerId), Math.min(addedAt, clock.now()));
  });
});

/** Goes through all customers and puts right whoever stands wrong: the template, a flow or its range has changed, or they were here before. */
export async function requestMigration(tx: WriteDb, now: number): Promise<void> {
  const run = newId('mig', now);
  const progress: Progress = { state: 'running', done: 0, total: await tx.count(Customer), startedAt: now, finishedAt: null, error: '' };
  await saveProgress(tx, 'stageMigration', progress, JSON.stringify({ run, after: '' }));
  await tx.enqueue(migrate, { run }, { key: run });
}

/** One chunk is one transaction with the place in it, so it goes on there after a crash. A newer run takes over. */
export const migrate = job<{ run: string }>('stage.migrate', { lane: 'bulk', timeoutMs: longestMs }, async ({ run }, { db, write, clock, signal }) => {
  try {
    for (let more = true; more;) {
      signal.throwIfAborted();
      more = await write(async (tx) => {
        const place = JSON.parse((await readCursor(tx, 'stageMigration')) || '{}') as { run?: string; after?: string };
        if (place.run !== run) return false;
        const plan = (await readPlan(tx))!;
        const rows = await tx.query(Customer, 'customer').andWhere('customer.id > :after', { after: place.after }).orderBy('customer.id', 'ASC').limit(chunk).getMany();
        await placeMany(tx, plan, rows.map((row) => row.id), await readScopes(tx, plan), clock.now());
        const progress = await readProgress(tx, 'stageMigration');
        const done = progress.done + rows.length;
        const isOver = rows.length < chunk;
        await saveProgress(tx, 'stageMigration', {
          ...progress, done, total: isOver ? done : Math.max(progress.total, done), state: isOver ? 'done' : 'running', finishedAt: isOver ? clock.now() : null, error: '',
        }, isOver ? '' : JSON.stringify({ run, after: rows.at(-1)!.id }));
        return !isOver;
      });
    }
  } catch (error) {
    const cursor = await readCursor(db, 'stageMigration');
    const progress = await readProgress(db, 'stageMigration');
    if (!signal.aborted && cursor.includes(run)) await write((tx) => saveProgress(tx, 'stageMigration', { ...progress, state: 'failed', error: messageOf(error).slice(0, 500) }, cursor));
    throw error;
  }
});

/** Customers of whom no event told, and whoever changed the department. */
async function lookThrough(write: (work: (tx: WriteDb) => Promise<void>) => Promise<void>, now: number): Promise<void> {
  await write(async (tx) => {
    await ensureTemplate(tx, now);
    await requestMigration(tx, now);
  });
}
export const placeSynced = on(customersSynced, 'stage.placeSynced', (_, { write, clock }) => lookThrough(write, clock.now()));
export const placeMoved = on(orgSynced, 'stage.placeMoved', (_, { write, clock }) => lookThrough(write, clock.now()));

/** For corps that were connected before there were stages. */
export const placeMissing = every('25 * * * *', 'stage.placeMissing', async (_, { db: { database }, corps, clock }) => {
  for (const corp of await corps.active()) {
    const missing = await database.corp(corp.id).query(Customer, 'customer')
      .leftJoin(CustomerStage, 'standing', 'standing.corpId = customer.corpId AND standing.customerId = customer.id').andWhere('standing.id IS NULL').limit(1).getMany();
    const { state } = await readProgress(database.corp(corp.id), 'stageMigration');
    if (missing.length > 0 && state !== 'running') await lookThrough((work) => database.write(corp.id, work), clock.now());
  }
});

export const stageJobs = [prepare, place, migrate, placeSynced, placeMoved, placeMissing];
