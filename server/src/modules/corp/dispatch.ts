import { hash as digest } from 'node:crypto';
import { In, type EntityManager } from 'typeorm';
import type { Clock } from '../../core/clock';
import { isDuplicate, type Database } from '../../core/db/database';
import { messageOf } from '../../core/errors';
import { InboxRow } from '../../core/inbox/entity';
import { unpackArrivals, type Inbox } from '../../core/inbox/inbox';
import type { EnqueueOptions, JobDef } from '../../core/jobs/define';
import type { JobQueue } from '../../core/jobs/queue';
import type { Log } from '../../core/log';
import { erasedReason, findTombstones } from '../../core/personal/tombstone';
import type { CallbackCrypto } from '../../wecom/crypto';
import { parseEvent, type WecomEvent } from '../../wecom/events';
import type { CorpDirectory } from './directory';
import { Corp } from './entity';
import { callback, type CallbackData } from './events';
import type { Suite } from './services';

interface Parts {
  database: Database;
  queue: JobQueue;
  corps: CorpDirectory;
  suite: Suite | null;
  clock: Clock;
  log: Log;
}

type Verdict = Pick<InboxRow, 'hash' | 'state' | 'event' | 'reason' | 'wecomCorpId' | 'corpId'> & { row: InboxRow; data?: CallbackData; jobs: readonly JobDef[]; isErased?: true };

const additions = new Set(['change_external_contact.add_external_contact', 'change_external_contact.add_half_external_contact']);

/** These belong to the suite, not to a corp that we know. */
const suiteEvents = new Set(['suite_ticket', 'create_auth', 'reset_permanent_code']);

/**
 * Turns stored callbacks into one job for every subscriber, in the order in which they came, and drops those whose text
 * came before. Many dispatchers may run: a job's key is the callback, so the second one adds nothing.
 */
export class Dispatcher {
  private running: Promise<void> | null = null;
  private again = false;
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly parts: Parts) {}

  start(inbox: Inbox): void {
    inbox.stored.on('stored', () => this.wake());
    // Rows that another process stored, or that were left by one that died.
    this.timer = setInterval(() => this.wake(), 1000);
    this.wake();
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    await this.running;
  }

  wake(): void {
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = this.drain().catch((error: unknown) => this.parts.log.error({ err: error }, 'cannot dispatch callbacks')).then(() => {
      this.running = null;
      if (this.again) {
        this.again = false;
        this.wake();
      }
    });
  }

  /** Until nothing waits that was not dispatched. */
  async drain(): Promise<void> {
    for (;;) {
      const unpacked = await this.unpack();
      const rows = await this.parts.database.everything.find(InboxRow, { where: { state: 'stored' }, order: { id: 'ASC' }, take: 200 });
      if (rows.length === 0 && unpacked === 0) return;
      if (rows.length === 0) continue;
      const verdicts = await this.forget(await Promise.all(rows.map((row) => this.judge(row))));
      try {
        await this.dispatch(verdicts);
      } catch (error) {
        // Another dispatcher was first with the same text: now it can be seen.
        if (!isDuplicate(error)) throw error;
      }
    }
  }

  private async unpack(): Promise<number> {
    try {
      return await unpackArrivals(this.parts.database);
    } catch (error) {
      // Another dispatcher was first.
      if (!isDuplicate(error)) throw error;
      return 1;
    }
  }

  /** Runs the subscribers of these callbacks once more, under fresh keys. */
  async replay(rows: InboxRow[]): Promise<number> {
    const verdicts = await this.forget(await Promise.all(rows.map((row) => this.judge(row))));
    await this.dispatch(verdicts, `:${this.parts.clock.now()}`);
    return verdicts.reduce((sum, verdict) => sum + verdict.jobs.length, 0);
  }

  /** The text of a stored callback; throws when no key that we have opens it. */
  async open(row: InboxRow): Promise<string> {
    let failure: unknown = new Error('No key opens this callback');
    for (const crypto of await this.cryptos(row)) {
      try {
        return crypto.decrypt(row.raw).message;
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  }

  private async cryptos(row: InboxRow): Promise<readonly CallbackCrypto[]> {
    if (row.endpoint === 'app') return (await this.parts.corps.app(row.ref))?.cryptos ?? [];
    return this.parts.suite ? [this.parts.suite.crypto] : [];
  }

  private async judge(row: InboxRow): Promise<Verdict> {
    let { hash } = row;
    const ignored = (event: string, reason: string, corp: Corp | null = null, wecomCorpId = ''): Verdict =>
      ({ row, hash, state: 'ignored', event, reason, wecomCorpId, corpId: corp?.id ?? row.corpId, jobs: [] });
    if (row.raw === '') return ignored(row.event, erasedReason, null, row.wecomCorpId);
    let event: WecomEvent;
    try {
      const message = await this.open(row);
      hash = `${row.ref}:${digest('sha1', message)}`;
      event = parseEvent(message);
    } catch (error) {
      return { row, hash, state: 'failed', event: '', reason: messageOf(error).slice(0, 500), wecomCorpId: '', corpId: null, jobs: [] };
    }
    const corp = await this.corpOf(row, event);
    const wecomCorpId = corp?.wecomCorpId ?? event.wecomCorpId;
    if (!event.known) return ignored(event.name, event.reason ?? 'no feature uses this event yet', corp, wecomCorpId);
    const jobs = this.parts.queue.subscribers(callback(event.name).name);
    if (jobs.length === 0) return ignored(event.name, 'no feature uses this event yet', corp, wecomCorpId);
    if (!suiteEvents.has(event.name)) {
      if (!corp) return ignored(event.name, `unknown corp ${wecomCorpId}`, null, wecomCorpId);
      if (corp.state === 'cancelled') return ignored(event.name, 'the corp has cancelled its authorisation', corp, wecomCorpId);
    }
    const data = { fields: event.fields, at: event.at, receivedAt: row.receivedAt, callbackId: row.id };
    return { row, hash, state: 'handled', event: event.name, reason: '', wecomCorpId, corpId: corp?.id ?? null, data, jobs };
  }

  /**
   * What WeCom tells of somebody who was erased is not kept and sets nothing off, until they add a staff member anew: that
   * is a new relation, which they entered into by themselves.
   */
  private async forget(verdicts: Verdict[]): Promise<Verdict[]> {
    const nameOf = ({ data }: Verdict) => (typeof data?.fields.externalUserid === 'string' ? data.fields.externalUserid : '');
    const corpIds = new Set(verdicts.flatMap((verdict) => (nameOf(verdict) ? verdict.corpId ?? [] : [])));
    const forgotten = new Set<Verdict>();
    for (const corpId of corpIds) {
      const named = verdicts.filter((verdict) => verdict.corpId === corpId && nameOf(verdict));
      const stones = await findTombstones(this.parts.database.corp(corpId), [...new Set(named.map(nameOf))]);
      for (const verdict of named) {
        const stone = stones.get(nameOf(verdict));
        if (!stone || stone.returnedAt !== null) continue;
        const { at } = verdict.data!;
        // Whether they added somebody by themselves or were handed over only WeCom knows; whoever takes the addition asks.
        if (!additions.has(verdict.event) || at <= stone.erasedAt) forgotten.add(verdict);
      }
    }
    return verdicts.map((verdict) => (forgotten.has(verdict) ? { ...verdict, state: 'ignored', reason: erasedReason, data: undefined, jobs: [], isErased: true } : verdict));
  }

  private async corpOf(row: InboxRow, event: WecomEvent): Promise<Corp | null> {
    if (row.endpoint === 'app') return (await this.parts.corps.app(row.ref))?.corp ?? null;
    const wecomCorpId = event.wecomCorpId || row.ref;
    return this.parts.suite && wecomCorpId ? this.parts.corps.bySuite(this.parts.suite.suiteId, wecomCorpId) : null;
  }

  private async dispatch(all: Verdict[], suffix = ''): Promise<void> {
    const { database, queue, clock } = this.parts;
    await database.transaction(async (manager, committed) => {
      const verdicts = await this.dropRepeats(manager, all);
      const byCorp = new Map<string | null, { def: JobDef; data: unknown; options: EnqueueOptions }[]>();
      for (const { row, corpId, jobs, data } of verdicts) {
        const list = byCorp.get(corpId) ?? [];
        byCorp.set(corpId, list);
        for (const def of jobs) list.push({ def, data, options: { key: row.id + suffix, cause: row.id } });
      }
      for (const [corpId, jobs] of byCorp) await queue.enqueue(manager, committed, corpId, jobs);
      await this.mark(manager, verdicts);
      const corpIds = [...byCorp.keys()].filter((id) => id !== null);
      if (corpIds.length > 0) await manager.createQueryBuilder().update(Corp).set({ lastCallbackAt: clock.now() }).whereInIds(corpIds).execute();
    });
  }

  /** WeCom sends the same text again when it had no answer in time; the first of them stands for all. */
  private async dropRepeats(manager: EntityManager, verdicts: Verdict[]): Promise<Verdict[]> {
    const hashes = verdicts.flatMap(({ hash }) => hash ?? []);
    const known = await manager.find(InboxRow, { select: { id: true, hash: true }, where: { hash: In(hashes) } });
    const firsts = new Map(known.map(({ hash, id }) => [hash!, id]));
    for (const { hash, row } of verdicts) if (hash && !firsts.has(hash)) firsts.set(hash, row.id);
    const isRepeat = ({ hash, row }: Verdict) => hash !== null && firsts.get(hash) !== row.id;
    const repeats = verdicts.filter(isRepeat);
    if (repeats.length > 0) await manager.delete(InboxRow, repeats.map(({ row }) => row.id));
    return verdicts.filter((verdict) => !isRepeat(verdict));
  }

  private async mark(manager: EntityManager, verdicts: Verdict[]): Promise<void> {
    for (const { row, hash, state, event, reason, wecomCorpId, corpId, isErased } of verdicts) {
      if (isErased) await manager.query('UPDATE inbox SET raw = \'\' WHERE id = ?', [row.id]);
      await manager.query('UPDATE inbox SET hash = ?, state = ?, event = ?, reason = ?, wecomCorpId = ?, corpId = ? WHERE id = ?', [hash, state, event, reason, wecomCorpId, corpId, row.id]);
    }
  }
}
