import { In, IsNull, MoreThan, Not } from 'typeorm';
import { messageOf } from '../../../core/errors';
import { on } from '../../../core/events';
import { carryOut, every, TryLater, type JobContext } from '../../../core/jobs/define';
import { listContactWays } from '../../../wecom/api/contact-way';
import type { WecomApp } from '../../../wecom/client';
import { QuotaExceeded } from '../../../wecom/quota';
import { readWay, removeWay } from '../../../wecom/own-way';
import { reconciliationRun } from '../../customer/events';
import { orgSynced, staffLeft } from '../../org/events';
import { LiveCode } from '../entity';
import { firstListed } from '../reconcile';
import { nextChangeAt, skipsVerify } from '../rule';
import { daysOf, namedIn } from '../rule-of';
import { usableStaff } from '../staff';
import { LiveCodeWay } from './entity';
import { compiledOf } from './facts';
import { joinScan } from './join';
import { noteCode, pruneNews } from './news';
import { pruneBatches } from './unpack';
import { bringWaysOrder, tellPage } from './tell';
import { bringWay, holdWay } from './ways';

const busyMs = 10_000;

export const bringWays = carryOut(bringWaysOrder, async ({ id }, context) => {
  const { db, clock, signal, log } = context;
  const code = await db.findOne(LiveCode, { id });
  if (!code || code.serve !== 'page' || code.deletedAt !== null) return;
  const compiled = compiledOf(code, await daysOf(db));
  const skipVerify = skipsVerify(compiled, clock.now());
  let isWhole = true;
  for (const { id: staffId } of await usableStaff(db, namedIn(compiled.rule))) {
    signal.throwIfAborted();
    try {
      isWhole = (await bringWay(context, await holdWay(db, id, staffId, clock.now()), skipVerify)) && isWhole;
    } catch (error) {
      if (error instanceof QuotaExceeded) throw new TryLater(clock.now() + error.retryAfterMs, 'WeCom takes no more for now');
      // The others of the code go on; this one drops out until it works.
      log.warn({ err: error, liveCode: id, staffId }, `no contact way for one of the staff of a code: ${messageOf(error)}`);
      isWhole = false;
    }
  }
  if (!isWhole) throw new TryLater(await restedAt(db, id, clock.now()), 'Some are being made, or failed a moment ago');
  if (compiled.rule.skipVerify.mode !== 'windows') return;
  const runAt = nextChangeAt(compiled, clock.now());
  await context.write((tx) => tx.enqueue(bringWaysOrder, { id }, { runAt, key: `liveCode.bringWays:${id}:${runAt}` }));
});

/** When the first of those that rest after a failure, or are being made, can be tried again. */
async function restedAt(db: JobContext['db'], liveCodeId: string, now: number): Promise<number> {
  const resting = await db.find(LiveCodeWay, { liveCodeId, busyUntil: MoreThan(now) });
  return Math.max(now + busyMs, resting.length === 0 ? 0 : Math.min(...resting.map(({ busyUntil }) => busyUntil)));
}

/** Somebody may receive again, or may not any more: the ways follow, and who is shown. */
export const followOrgPages = on(orgSynced, 'liveCode.followOrgPages', async (_, { db, write }) => {
  const codes = await db.find(LiveCode, { serve: 'page', deletedAt: IsNull() });
  if (codes.length > 0) await write(async (tx) => {
    for (const code of codes) await tellPage(tx, code);
  });
}, { lane: 'bulk' });

export const passOverLeaver = on(staffLeft, 'liveCode.passOverLeaver', (_, { write }) => write(async (tx) => noteCode(tx)), { lane: 'urgent' });

/** A way that was deleted at WeCom is made again; one that nobody needs any more is deleted there. */
export const reconcileWays = on(reconciliationRun, 'liveCode.reconcileWays', async (_, context) => {
  const { db, corpId, wecom, write, signal } = context;
  const ways = await db.find(LiveCodeWay, { configId: Not('') });
  if (ways.length === 0) return;
  const app = await wecom(corpId);
  const listed = await listWays(app);
  const codes = new Map((await db.find(LiveCode, { id: In([...new Set(ways.map(({ liveCodeId }) => liveCodeId))]) })).map((code) => [code.id, code]));
  for (const { id, liveCodeId, staffId, configId } of ways) {
    signal.throwIfAborted();
    const isNeeded = await needs(context, codes.get(liveCodeId), staffId);
    if (isNeeded && (listed.has(configId) || (await readWay(app, configId)))) continue;
    if (!isNeeded) await removeWay(app, configId);
    await write(async (tx) => {
      await tx.update(LiveCodeWay, { id, configId }, { configId: '', qrUrl: '' });
      noteCode(tx, liveCodeId);
      if (isNeeded) await tx.enqueue(bringWaysOrder, { id: liveCodeId });
    });
  }
}, { lane: 'bulk', timeoutMs: 900_000 });

async function listWays(app: WecomApp): Promise<Set<string>> {
  const ids = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await listContactWays(app, { startTime: firstListed, cursor });
    for (const way of page.contact_way) ids.add(way.config_id);
    cursor = page.next_cursor || undefined;
  } while (cursor);
  return ids;
}

async function needs({ db }: JobContext, code: LiveCode | undefined, staffId: string): Promise<boolean> {
  if (!code || code.serve !== 'page' || code.deletedAt !== null) return false;
  const { rule } = compiledOf(code, await daysOf(db));
  return rule.ownerFirst.scope !== 'off' || namedIn(rule).includes(staffId);
}

export const prunePages = every('*/10 * * * *', 'liveCode.prunePages', async (_, { db: { database } }) => {
  await pruneNews(database, Date.now());
  await pruneBatches(database, Date.now());
});

export const pageJobs = [bringWays, followOrgPages, passOverLeaver, joinScan, reconcileWays, prunePages];
