import type { AudienceFilter } from '@scrm/shared/audience';
import type { Database } from '../../core/db/database';
import type { ReadDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { Log } from '../../core/log';
import type { Metrics } from '../../core/metrics';
import type { Secrets } from '../../core/secrets';
import { beforeChange, keptFor, listen, readChanges, timeOf, type Change } from '../customer-change';
import { copyAddedAt } from '../tag';
import { evaluate } from './conditions';
import { prepare, type Asked, type Asker } from './filter';
import { Keeper } from './keeper';
import { countBits, type Bits } from './memory/bits';
import type { CorpIndex } from './memory/corp-index';
import type { Place } from './memory/order';
import { countBySql, pageBySql } from './sql';

const pollMs = 250;
/** How far each look goes back for transactions that committed late, and how far the rarer, thorough look. */
const overlapMs = 2000;
const thoroughMs = 120_000;
const thoroughEveryMs = 10_000;
const idsAtOnce = 1000;
/** Customers; fewer are read from their rows within a second. */
const worthCopying = 20_000;

export interface Page {
  ids: string[];
  nextCursor: string | null;
  previousCursor: string | null;
}

/** Whoever a filter meets, within a reach. */
export interface Audience {
  count: number;
  /** Newest first. `cursor`: what another page gave as next or previous. */
  page(cursor: string | undefined, limit: number): Promise<Page>;
  /** All of them, newest first, some at a time. */
  ids(): AsyncIterable<string[]>;
}

export interface AudienceParts {
  database: Database;
  secrets: Secrets;
  log: Log;
  metrics: Metrics;
  corpIds(): Promise<string[]>;
  copiedFrom?: number;
}

/** The indexes of this process: one for each corp, from its first use or the start on. */
export class Audiences {
  private readonly keepers = new Map<string, Keeper>();
  private readonly seen = new Map<string, number>();
  private timer: NodeJS.Timeout | null = null;
  private polling: Promise<void> | null = null;
  private polledAt = Date.now();
  private thoroughAt = 0;
  /** When the oldest change was made that is not in the index yet. */
  private waitingSince = Infinity;
  private readonly unlisten: () => void;

  constructor(private readonly parts: AudienceParts) {
    beforeChange(parts.database, copyAddedAt);
    this.unlisten = listen(parts.database, (corpId, id, change) => this.hear(corpId, id, change));
  }

  /** Follows what other processes write, and builds the index of every corp, one after the other. */
  start(): void {
    this.timer = setInterval(() => void this.follow(), pollMs);
    void this.buildAll().catch(this.warn);
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    this.unlisten();
    await this.polling;
    await Promise.all([...this.keepers.values()].map((keeper) => keeper.stop()));
  }

  /** Whose `reach` it is sees who meets the filter. From the index, or from the rows while that is built. */
  async find({ db, ...asker }: { db: ReadDb } & Asker, filter: AudienceFilter): Promise<Audience> {
    const asked = await prepare(db, filter, asker, this.parts.secrets);
    const index = await this.keeper(db.corpId).current();
    return index ? inIndex(index, asked) : inRows(db, asked);
  }

  /** Waits until the corp's index is built; for benchmarks and tests. */
  async ready(corpId: string): Promise<CorpIndex> {
    const keeper = this.keeper(corpId);
    for (;;) {
      const index = await keeper.current();
      if (index) return index;
      await keeper.build();
    }
  }

  /** Looks once at what others wrote. */
  follow(): Promise<void> {
    this.polling ??= this.look().catch(this.warn).finally(() => { this.polling = null; });
    return this.polling;
  }

  private keeper(corpId: string): Keeper {
    let keeper = this.keepers.get(corpId);
    if (!keeper) {
      const { database, copiedFrom = worthCopying } = this.parts;
      this.keepers.set(corpId, (keeper = new Keeper({ database, copiedFrom, toldUntil: () => this.polledAt - thoroughMs, onError: this.warn }, corpId)));
    }
    return keeper;
  }

  private readonly warn = (error: unknown): void => this.parts.log.warn({ err: error }, 'the audience index could not follow; it tries again');

  private async buildAll(): Promise<void> {
    for (const corpId of await this.parts.corpIds()) await this.keeper(corpId).build();
  }

  private hear(corpId: string, id: string, change: Change): void {
    this.seen.set(id, Date.now());
    this.waitingSince = Math.min(this.waitingSince, timeOf(id));
    this.keepers.get(corpId)?.tell(change);
  }

  private async look(): Promise<void> {
    const now = Date.now();
    // Away for so long that the feed may have lost what we missed: the machine slept, or the database was gone.
    const wasAway = now - this.polledAt > keptFor / 2;
    const isThorough = now - this.thoroughAt > thoroughEveryMs;
    const since = Math.min(this.polledAt, now) - (isThorough ? thoroughMs : overlapMs);
    const changes = await readChanges(this.parts.database, since);
    for (const { id, corpId, change } of changes) if (!this.seen.has(id)) this.hear(corpId, id, change);
    this.polledAt = now;
    if (isThorough) this.forget(now);
    const oldest = this.waitingSince;
    this.waitingSince = Infinity;
    for (const keeper of this.keepers.values()) await (wasAway ? keeper.build() : keeper.apply());
    if (isThorough) for (const keeper of this.keepers.values()) void keeper.copy().catch(this.warn);
    this.parts.metrics.audienceLag.set(oldest === Infinity ? 0 : Math.max(0, Date.now() - oldest) / 1000);
    this.tellMetrics();
  }

  private forget(now: number): void {
    this.thoroughAt = now;
    for (const [id, at] of this.seen) if (now - at > thoroughMs * 2) this.seen.delete(id);
  }

  private tellMetrics(): void {
    const { audienceCustomers } = this.parts.metrics;
    audienceCustomers.reset();
    for (const [corpId, keeper] of this.keepers) audienceCustomers.set({ corp: corpId, ready: String(keeper.isReady) }, keeper.customers);
  }
}

function inIndex(index: CorpIndex, asked: Asked): Audience {
  const bits = evaluate(index, asked);
  const placeOf = (slot: number): Place => ({ at: index.addedAt[slot]!, id: index.ids.at(slot) });
  const read = async (place: Place | null, limit: number, backwards: boolean) => index.page(bits, place, limit, backwards).map(placeOf);
  return { count: countBits(bits), page: (cursor, limit) => pageOf(read, cursor, limit), ids: () => allIds(index, bits) };
}

async function inRows(db: ReadDb, asked: Asked): Promise<Audience> {
  const read = (place: Place | null, limit: number, backwards: boolean) => pageBySql(db, asked, { place, limit, backwards });
  return { count: await countBySql(db, asked), page: (cursor, limit) => pageOf(read, cursor, limit), ids: () => allRows(read) };
}

async function* allIds(index: CorpIndex, bits: Bits): AsyncIterable<string[]> {
  for (let place: Place | null = null; ;) {
    const slots = index.page(bits, place, idsAtOnce);
    const last = slots.at(-1);
    if (last === undefined) return;
    place = { at: index.addedAt[last]!, id: index.ids.at(last) };
    yield slots.map((slot) => index.ids.at(slot));
  }
}

type ReadPage = (place: Place | null, limit: number, backwards: boolean) => Promise<Place[]>;

async function* allRows(read: ReadPage): AsyncIterable<string[]> {
  for (let place: Place | null = null; ;) {
    const rows = await read(place, idsAtOnce, false);
    if (rows.length === 0) return;
    place = rows.at(-1)!;
    yield rows.map(({ id }) => id);
  }
}

/** One more than is shown tells whether there is more that way; where we come from there is always somebody. */
async function pageOf(read: ReadPage, cursor: string | undefined, limit: number): Promise<Page> {
  const { place, backwards } = cursor === undefined ? { place: null, backwards: false } : readCursor(cursor);
  const found = await read(place, limit + 1, backwards);
  const shown = found.slice(0, limit);
  if (backwards) shown.reverse();
  const hasMore = found.length > limit;
  const [first, last] = [shown[0], shown.at(-1)];
  return {
    ids: shown.map(({ id }) => id),
    nextCursor: last && (backwards || hasMore) ? `${last.at}.${last.id}` : null,
    previousCursor: first && (backwards ? hasMore : place !== null) ? `-${first.at}.${first.id}` : null,
  };
}

/** `<ms>.<id>`: behind it; `-<ms>.<id>`: before it. */
function readCursor(cursor: string): { place: Place; backwards: boolean } {
  const [, sign, at, id] = /^(-?)(\d{1,15})\.(\w{1,40})$/.exec(cursor) ?? [];
  if (!at || !id) throw new AppError('bad_input', { detail: 'cursor' });
  return { place: { at: Number(at), id }, backwards: sign === '-' };
}
