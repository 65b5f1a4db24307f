import type { PickTarget, Owner } from '@scrm/shared/live-code-rule';
import type { Clock } from '../../../core/clock';
import type { Database } from '../../../core/db/database';
import type { Durable } from '../../../core/db/durable';
import { GroupCommit } from '../../../core/db/group-commit';
import { newId } from '../../../core/db/ids';
import { messageOf } from '../../../core/errors';
import type { Log } from '../../../core/log';
import { before, pick, take, takeBack, type Before, type Pick, type Taken } from '../rule';
import { Batches, keptFor, type Batch, type KeptReason, type KeptScan } from './batch';
import { Book, type Face } from './book';
import { readCounters, readShown } from './counters';
import { pageCodeIds, readFacts } from './facts';
import { listen, readNews, type News } from './news';
import { Unpacker } from './unpack';
import { Visitors, type Shown } from './visitors';

/** ms of the real time. */
const pollMs = 250;
/** How far each look goes back for news of transactions that committed late. */
const overlapMs = 10_000;
const corpsEveryMs = 5_000;
const loadAtOnce = 200;
/** Each of the scans is some hundred bytes: together they fit MySQL's `max_allowed_packet`. */
const mostTogether = 500;
/** Who wrote while others wrote too lets them go first for so long, so that nobody is always the one who is late. */
const courtesyMs = 2;

/** A scan on its way: who is shown is known once it is durable. */
export interface PageScan {
  book: Book;
  visitor: string;
  /** Nobody was here with this browser before. */
  isFresh: boolean;
  customerId: string | null;
  owners: Owner[] | undefined;
  /** Null: the code is closed. */
  pick: Pick | null;
  /** Of whom was chosen; undefined: nobody, or they cannot be shown. */
  face: Face | undefined;
  at: number;
  was: Before | null;
  /** Whom this browser was shown lately. */
  shownBefore: Shown | undefined;
}

export interface PageCodesParts {
  database: Database;
  durable: Durable;
  clock: Clock;
  log: Log;
}

/**
 * The codes whose page chooses, in this process: rules and counters in memory, each choice in a numbered batch that all
 * processes share. Chosen is when a batch is written; when another process took its number, the choices are taken back,
 * the other's are counted, and these are made again. So caps, turns and weights hold whatever the number of processes.
 */
export class PageCodes {
  readonly batches: Batches;
  readonly unpacker: Unpacker;
  /** Null: no code whose page chooses. */
  private readonly books = new Map<string, Book | null>();
  private readonly visitors = new Visitors();
  private readonly group: GroupCommit<PageScan>;
  /** Of the last batch that is counted here; -1 nothing was read yet. */
  private number = -1;
  private syncedAt = 0;
  private othersAt = 0;
  private readonly seen = new Map<string, number>();
  private polledAt = Date.now();
  private corpsAt = 0;
  private readonly corps = new Map<string, string>();
  private turn: Promise<unknown> = Promise.resolve();
  private timer: NodeJS.Timeout | null = null;
  private polling: Promise<void> | null = null;
  private unpacking: Promise<void> | null = null;
  private readonly unlisten: () => void;

  constructor(private readonly parts: PageCodesParts) {
    this.batches = new Batches(parts.database, parts.durable);
    this.unpacker = new Unpacker(parts.database);
    this.group = new GroupCommit((scans) => this.alone(() => this.keep(scans)), { most: mostTogether });
    this.unlisten = listen(parts.database, (news) => this.hear(news));
  }

  /** `unpacks`: makes rows of what was scanned, too. */
  start({ unpacks }: { unpacks: boolean }): void {
    void this.loadAll().catch(this.warn);
    this.timer = setInterval(() => {
      void this.follow();
      if (unpacks) this.unpacking ??= this.unpacker.drain().catch(this.warn).finally(() => { this.unpacking = null; });
    }, pollMs);
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.unlisten();
    await this.polling;
    await this.unpacking;
    await this.turn;
  }

  /** As it is in memory; undefined: not read yet. */
  book(id: string): Book | null | undefined {
    return this.books.get(id);
  }

  async read(id: string): Promise<Book | null> {
    await this.alone(() => this.load([id]));
    return this.books.get(id) ?? null;
  }

  /** Resolves once the choice is durable. */
  scan(book: Book, visitor: string, { isFresh = false, customerId = null, owners }: { isFresh?: boolean; customerId?: string | null; owners?: Owner[] } = {}): Promise<PageScan> {
    const scan: PageScan = { book, visitor, isFresh, customerId, owners, pick: null, face: undefined, at: 0, was: null, shownBefore: undefined };
    return this.group.add(scan).then(() => scan);
  }

  /** Resolves when what was noted of this code is in memory. */
  renewed(id: string): Promise<void> {
    return this.alone(() => this.renew([id]));
  }

  /** Looks once at what others wrote. */
  follow(): Promise<void> {
    this.polling ??= this.look().catch(this.warn).finally(() => { this.polling = null; });
    return this.polling;
  }

  /** One after the other: what changes books, and what is being committed. */
  private alone<T>(work: () => Promise<T>): Promise<T> {
    const run = this.turn.then(work);
    this.turn = run.catch(() => undefined);
    return run;
  }

  private readonly warn = (error: unknown): void => this.parts.log.warn({ err: error }, `codes in memory stay as they were for now: ${messageOf(error)}`);

  private async keep(scans: PageScan[]): Promise<void> {
    await this.sync();
    const isShared = Date.now() - this.othersAt < 1000;
    for (;;) {
      const at = this.parts.clock.now();
      const kept = scans.map((scan) => choose(scan, at));
      let isDone = false;
      try {
        isDone = await this.batches.append(this.number + 1, kept);
      } finally {
        if (!isDone) for (let i = scans.length - 1; i >= 0; i--) undo(scans[i]!);
      }
      if (isDone) break;
      this.othersAt = Date.now();
      await this.catchUp();
    }
    this.number++;
    for (const { book, pick: picked, at } of scans) if (picked?.taken) book.noteOpen(personOf(book, picked.taken), at);
    if (isShared) await new Promise((resolve) => setTimeout(resolve, courtesyMs));
  }

  /** Counts what other processes wrote. */
  private async catchUp(): Promise<void> {
    for (;;) {
      const batches = await this.batches.after(this.number);
      this.syncedAt = Date.now();
      if (batches.length === 0) return;
      if (batches[0]!.number !== this.number + 1) return this.begin();
      for (const batch of batches) this.count(batch);
    }
  }

  private count({ number, scans }: Batch): void {
    for (const [, , , codeId, visitor, , outcome, target, , reason] of scans) if (reason) this.books.get(codeId)?.replay(reason, target, outcome, visitor);
    this.number = number;
  }

  /** Before the first batch, and after a sleep so long that others' batches may be gone: from the rows. */
  private async sync(): Promise<void> {
    if (this.number < 0 || Date.now() - this.syncedAt > keptFor / 2) await this.begin();
  }

  private async begin(): Promise<void> {
    this.number = await this.batches.last();
    this.syncedAt = Date.now();
    const ids = [...this.books.keys()];
    for (let start = 0; start < ids.length; start += loadAtOnce) {
      const some = ids.slice(start, start + loadAtOnce);
      const made = await this.make(some);
      for (const id of some) {
        const [book, fresh] = [this.books.get(id), made.get(id) ?? null];
        // Scans on their way hold the book.
        if (book && fresh) Object.assign(book, fresh);
        else this.books.set(id, fresh);
      }
    }
  }

  /** Reads all codes ahead of their scans, in parts, so that scans come in between. */
  async loadAll(): Promise<void> {
    const ids = await pageCodeIds(this.parts.database);
    for (let start = 0; start < ids.length; start += loadAtOnce) await this.alone(() => this.load(ids.slice(start, start + loadAtOnce)));
  }

  private async load(ids: string[]): Promise<void> {
    const missing = ids.filter((id) => this.books.get(id) === undefined);
    if (missing.length === 0) return;
    await this.sync();
    const made = await this.make(missing);
    // What does not exist may be asked for without end.
    for (const id of missing) if (made.has(id) || (await this.exists(id))) this.books.set(id, made.get(id) ?? null);
  }

  private async exists(id: string): Promise<boolean> {
    return (await this.parts.database.query('SELECT id FROM live_code WHERE id = ?', [id])).length > 0;
  }

  /** From the counters and the batches that they do not hold, up to the number at which this process stands. */
  private async make(ids: string[]): Promise<Map<string, Book>> {
    const { database, clock } = this.parts;
    const facts = await readFacts(database, ids);
    // First the batches: one that is unpacked meanwhile is in the counter, which says so.
    const waiting = await this.batches.waiting(this.number, new Set(facts.keys()));
    const counters = await readCounters(database, [...facts.keys()]);
    const books = new Map([...facts].map(([id, own]) => [id, new Book(own, counters.get(id)?.state ?? null, this.visitors)]));
    const now = clock.now();
    const recalling = [...books.values()].filter((book) => book.recallsMs > 0);
    const shown = await readShown(database, recalling.map((book) => book.facts), now - Math.max(0, ...recalling.map((book) => book.recallsMs)));
    for (const [id, scans] of shown) books.get(id)!.recall(scans, now);
    for (const { number, scans } of waiting) {
      for (const [, , , codeId, visitor, , outcome, target, , reason] of scans) if (reason && number > (counters.get(codeId)?.number ?? 0)) books.get(codeId)?.replay(reason, target, outcome, visitor);
    }
    return books;
  }

  private hear({ corpId, liveCodeId }: News): void {
    const ids = liveCodeId === '' ? [...this.books].filter(([, book]) => book?.facts.corpId === corpId).map(([id]) => id) : this.books.has(liveCodeId) ? [liveCodeId] : [];
    for (let start = 0; start < ids.length; start += loadAtOnce) void this.alone(() => this.renew(ids.slice(start, start + loadAtOnce))).catch(this.warn);
  }

  private async renew(ids: string[]): Promise<void> {
    const known = ids.filter((id) => this.books.has(id));
    if (known.length === 0) return;
    const facts = await readFacts(this.parts.database, known, (id) => this.books.get(id)?.facts);
    for (const id of known) {
      const [book, own] = [this.books.get(id), facts.get(id)];
      if (book && own) book.renew(own);
      else this.books.delete(id);
    }
  }

  /** Name, logo and whether they are still with us stand on every page of theirs. */
  private async lookAtCorps(): Promise<void> {
    if (this.books.size === 0 || Date.now() - this.corpsAt < corpsEveryMs) return;
    this.corpsAt = Date.now();
    for (const corp of await this.parts.database.query<{ id: string }>('SELECT id, name, logoUrl, state FROM corp')) {
      const now = JSON.stringify(corp);
      const then = this.corps.get(corp.id);
      this.corps.set(corp.id, now);
      if (then !== undefined && then !== now) this.hear({ corpId: corp.id, liveCodeId: '' });
    }
  }

  private async look(): Promise<void> {
    const now = Date.now();
    const isAway = now - this.polledAt > keptFor / 2;
    for (const { id, ...news } of await readNews(this.parts.database, Math.min(this.polledAt, now) - overlapMs)) {
      if (this.seen.has(id)) continue;
      this.seen.set(id, now);
      this.hear(news);
    }
    this.polledAt = now;
    for (const [id, at] of this.seen) if (now - at > overlapMs * 3) this.seen.delete(id);
    if (isAway) this.books.clear();
    await this.lookAtCorps();
    if (this.number >= 0) await this.alone(() => this.catchUp());
  }
}

function choose(scan: PageScan, at: number): KeptScan {
  const { book, visitor, customerId, owners } = scan;
  const { facts, state } = book;
  const id = newId('scn', at);
  scan.at = at;
  if (!facts.isOpen) return [id, facts.corpId, 'channel', facts.id, visitor, at, 'ended', '', '', null, customerId];
  book.expire(at);
  scan.shownBefore = scan.isFresh ? undefined : book.shownTo(visitor);
  const picked = pick(facts.compiled, state, { at, draw: Math.random(), ...(owners && { owners }), ...(scan.shownBefore && { again: scan.shownBefore }) });
  scan.pick = picked;
  if (picked.taken) {
    if (picked.target.kind === 'staff') book.noteShown(visitor, picked.target.staffId, at);
    scan.was = before(facts.compiled, state, picked.taken);
    take(facts.compiled, state, picked);
  }
  const target = targetOf(picked.target);
  // In place: a copy of it would cost as much as the choice.
  const reason = picked.reason as KeptReason;
  reason.ruleNo = facts.ruleNo;
  scan.face = picked.taken ? book.faceAt(personOf(book, picked.taken)) : book.face(target);
  return [id, facts.corpId, 'channel', facts.id, visitor, at, outcomes[picked.target.kind], target, scan.face?.wayId ?? '', reason, customerId];
}

const personOf = ({ facts: { compiled } }: Book, { bench, seat }: Taken): number => compiled.benches[bench]!.seats[seat]!.person;

const outcomes = { staff: 'shown', known: 'known', group: 'group', form: 'form', closed: 'closed' } as const;

function targetOf(target: PickTarget): string {
  if ('staffId' in target) return target.staffId;
  return target.kind === 'group' ? target.groupCodeId : '';
}

function undo(scan: PageScan): void {
  if (scan.pick?.taken && scan.was) {
    takeBack(scan.book.facts.compiled, scan.book.state, scan.pick.taken, scan.was);
    scan.book.restoreShown(scan.visitor, scan.shownBefore);
  }
  scan.pick = null;
  scan.face = undefined;
  scan.was = null;
}
