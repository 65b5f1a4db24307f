import type { Clock } from '../clock';
import type { Database } from '../db/database';
import { GroupCommit } from '../db/group-commit';
import { messageOf } from '../errors';
import type { Log } from '../log';
import type { Metrics } from '../metrics';
import type { Services } from '../services';
import { GiveUp, TryLater, type JobContext, type Lane } from './define';
import type { JobRow, JobState } from './entity';
import { isGone, newOwner } from './owner';
import type { JobQueue } from './queue';

/** How many jobs of a lane one process runs at a time. */
export const concurrency: Record<Lane, number> = { urgent: 32, normal: 12, bulk: 3 };
const lanes = Object.keys(concurrency) as Lane[];
/** How long a dead worker keeps a row. Short where a person waits; renewed every 2 s while the job runs. */
const leaseMs: Record<Lane, number> = { urgent: 6_000, normal: 30_000, bulk: 30_000 };

interface Ending {
  row: JobRow;
  state: JobState;
  error: string;
  runAt: number;
  attempts: number;
  ms: number;
}

/**
 * Runs the job rows of this database. A row is claimed by a conditional update, so any number of workers can run; a
 * worker that dies keeps its rows until the next start on its machine, or until their leases end. Endings are committed in groups.
 */
export class Worker {
  private readonly running = new Map<string, { lane: Lane; abort: AbortController; ended: Promise<void> }>();
  private readonly endings: GroupCommit<Ending>;
  private readonly pumping = new Map<Lane, Promise<void>>();
  private readonly again = new Set<Lane>();
  private timers: NodeJS.Timeout[] = [];
  private stopped = true;

  constructor(private readonly parts: { database: Database; queue: JobQueue; clock: Clock; log: Log; metrics: Metrics; services: Services }) {
    this.endings = new GroupCommit((group) => this.commit(group), { most: 200 });
    parts.queue.made.on('made', (lane, _id, runAt) => {
      if (!this.stopped && runAt <= parts.clock.now()) this.pump(lane);
    });
  }

  /** Looks for work at once, on every new job, and once a second. */
  start(): void {
    this.stopped = false;
    const freed = this.keepLeases();
    this.timers.push(setInterval(() => lanes.forEach((lane) => this.pump(lane)), 1000));
    void freed.then(() => lanes.forEach((lane) => this.pump(lane)));
  }

  /** Renews what runs here and frees what died; all there is to do where another queue hands the rows over. */
  async keepLeases(): Promise<void> {
    this.timers = [
      setInterval(() => void this.renewLeases(), 2_000),
      setInterval(() => void this.freeDeadLeases(), 2_000),
    ];
    await this.freeGone();
    await this.freeDeadLeases();
  }

  /** Takes no new work, waits for what runs, then gives back what did not end in time. */
  async stop(graceMs = 10_000): Promise<void> {
    this.stopped = true;
    this.timers.forEach(clearInterval);
    await Promise.all(this.pumping.values());
    const ended = Promise.all([...this.running.values()].map((one) => one.ended));
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([ended, new Promise((resolve) => { timer = setTimeout(resolve, graceMs); })]);
    clearTimeout(timer);
    for (const one of this.running.values()) one.abort.abort();
    const left = [...this.running.keys()];
    for (const id of left) {
      await this.parts.database.execute('UPDATE job SET state = \'waiting\', owner = NULL, leaseUntil = NULL WHERE id = ? AND state = \'running\'', [id]);
    }
  }

  /** Runs everything that is due, and what that makes, until nothing is due. For tests and for scripts. */
  async drain(): Promise<void> {
    for (;;) {
      const rows = (await Promise.all(lanes.map((lane) => this.claim(lane, concurrency[lane])))).flat();
      if (rows.length === 0) return;
      await Promise.all(rows.map((row) => this.run(row)));
    }
  }

  /** Runs this row if it is still waiting; how a queue outside of the database hands one over. */
  async runOne(id: string, lane: Lane): Promise<void> {
    const [row] = await this.claimIds([id], lane);
    if (row) await this.run(row);
  }

  /** One pump a lane at a time; a call meanwhile makes it look once more. */
  private pump(lane: Lane): void {
    if (this.pumping.has(lane)) {
      this.again.add(lane);
      return;
    }
    const pumping = this.fill(lane).catch((error: unknown) => this.parts.log.error({ err: error, lane }, 'cannot claim jobs')).finally(() => {
      this.pumping.delete(lane);
      if (this.again.delete(lane) && !this.stopped) this.pump(lane);
    });
    this.pumping.set(lane, pumping);
  }

  /** Claims a handful at a time, not one after each ending: a claim is a commit. */
  private async fill(lane: Lane): Promise<void> {
    while (!this.stopped) {
      const free = this.mostOf(lane) - this.runningIn(lane);
      if (free < Math.min(8, Math.ceil(this.mostOf(lane) / 3))) return;
      const rows = await this.claim(lane, free);
      for (const row of rows) void this.run(row).then(() => { if (!this.stopped) this.pump(lane); });
      if (rows.length < free) return;
    }
  }

  /** While people wait for a full urgent lane the others take little, but they never stand still. */
  private mostOf(lane: Lane): number {
    return lane !== 'urgent' && this.runningIn('urgent') >= concurrency.urgent - 8 ? 1 : concurrency[lane];
  }

  private runningIn(lane: Lane): number {
    let count = 0;
    for (const one of this.running.values()) if (one.lane === lane) count++;
    return count;
  }

  private async claim(lane: Lane, most: number): Promise<JobRow[]> {
    const { database, clock } = this.parts;
    const due = await database.query<{ id: string }>('SELECT id FROM job WHERE state = \'waiting\' AND lane = ? AND runAt <= ? ORDER BY runAt, id LIMIT ?', [lane, clock.now(), most]);
    return this.claimIds(due.map((one) => one.id), lane);
  }

  private async claimIds(ids: string[], lane: Lane): Promise<JobRow[]> {
    if (ids.length === 0) return [];
    const { database, clock } = this.parts;
    const owner = newOwner();
    const marks = ids.map(() => '?').join(',');
    const now = clock.now();
    const { affected } = await database.execute(
      `UPDATE job SET state = 'running', owner = ?, leaseUntil = ?, startedAt = ?, attempts = attempts + 1 WHERE id IN (${marks}) AND state = 'waiting'`,
      [owner, now + leaseMs[lane], now, ...ids],
    );
    if (affected === 0) return [];
    const rows = await database.query<JobRow>(`SELECT * FROM job WHERE id IN (${marks}) AND owner = ?`, [...ids, owner]);
    return rows.map((row) => ({ ...row, runAt: Number(row.runAt), createdAt: Number(row.createdAt), deadline: row.deadline === null ? null : Number(row.deadline) }));
  }

  private run(row: JobRow): Promise<void> {
    const abort = new AbortController();
    const ended = this.runClaimed(row, abort).finally(() => this.running.delete(row.id));
    this.running.set(row.id, { lane: row.lane, abort, ended });
    return ended;
  }

  private async runClaimed(row: JobRow, abort: AbortController): Promise<void> {
    const { clock, metrics, log } = this.parts;
    const startedAt = performance.now();
    const end = (state: JobState, error: string, runAt = row.runAt, attempts = row.attempts) => {
      const ms = Math.round(performance.now() - startedAt);
      metrics.jobs.inc({ name: row.name, outcome: state });
      metrics.jobSeconds.observe({ lane: row.lane }, ms / 1000);
      return this.endings.add({ row, state, error, runAt, attempts, ms });
    };
    const def = this.parts.queue.get(row.name);
    if (!def) return end('dead', `No job is named ${row.name} in this version`);
    if (row.deadline !== null && clock.now() > row.deadline) return end('expired', 'The deadline had passed before it could start');
    try {
      await withTimeout(def.handler(this.parts.queue.dataOf(row), this.context(row, abort)), def.timeoutMs, abort);
      return await end('done', '');
    } catch (error) {
      const later = putOff(error, clock.now());
      if (later !== null) return end('waiting', messageOf(error), later, row.attempts - 1);
      const dead = error instanceof GiveUp || row.attempts > def.retries;
      log[dead ? 'error' : 'warn']({ err: error, job: row.id, name: row.name, corpId: row.corpId, attempt: row.attempts, cause: row.cause }, dead ? 'job is dead' : 'job failed, will be tried again');
      return end(dead ? 'dead' : 'waiting', messageOf(error), clock.now() + backOff(row.attempts, row.lane));
    }
  }

  private context(row: JobRow, abort: AbortController): JobContext {
    const { database, clock, log, services } = this.parts;
    const corpId = row.corpId ?? '';
    return {
      ...services,
      corpId,
      db: database.corp(corpId),
      write: (work) => database.write(corpId, work),
      clock,
      log: log.child({ job: row.id, name: row.name, corpId: row.corpId }),
      signal: abort.signal,
      job: { id: row.id, name: row.name, attempt: row.attempts, key: row.jobKey, cause: row.cause, deadline: row.deadline, createdAt: row.createdAt },
    };
  }

  private async commit(group: Ending[]): Promise<void> {
    const now = this.parts.clock.now();
    await this.parts.database.transaction(async (manager) => {
      for (const { row, state, error, runAt, attempts, ms } of group) {
        // `owner` guards: a row whose lease was lost meanwhile belongs to someone else.
        await manager.query(
          'UPDATE job SET state = ?, error = ?, runAt = ?, attempts = ?, ms = ?, finishedAt = ?, owner = NULL, leaseUntil = NULL WHERE id = ? AND owner = ?',
          [state, error.slice(0, 4000), runAt, attempts, ms, state === 'waiting' ? null : now, row.id, row.owner],
        );
      }
    });
  }

  private async renewLeases(): Promise<void> {
    for (const lane of lanes) {
      const ids = [...this.running].filter(([, one]) => one.lane === lane).map(([id]) => id);
      if (ids.length === 0) continue;
      await this.parts.database.execute(`UPDATE job SET leaseUntil = ? WHERE state = 'running' AND id IN (${ids.map(() => '?').join(',')})`, [this.parts.clock.now() + leaseMs[lane], ...ids])
        .catch((error: unknown) => this.parts.log.error({ err: error }, 'cannot renew leases'));
    }
  }

  /** What ran here before a crash waits again at once. */
  private async freeGone(): Promise<void> {
    try {
      const owners = await this.parts.database.query<{ owner: string | null }>('SELECT DISTINCT owner FROM job WHERE state = \'running\'');
      for (const { owner } of owners) {
        if (owner !== null && isGone(owner)) await this.parts.database.execute('UPDATE job SET state = \'waiting\', owner = NULL, leaseUntil = NULL WHERE owner = ? AND state = \'running\'', [owner]);
      }
    } catch (error) {
      this.parts.log.error({ err: error }, 'cannot free the jobs of the last start');
    }
  }

  /** Rows whose worker died are waiting again. */
  async freeDeadLeases(): Promise<void> {
    await this.parts.database.execute('UPDATE job SET state = \'waiting\', owner = NULL, leaseUntil = NULL WHERE state = \'running\' AND leaseUntil < ?', [this.parts.clock.now()])
      .catch((error: unknown) => this.parts.log.error({ err: error }, 'cannot free leases'));
  }
}

/** When a job wants to wait: it says so itself, or a quota does (`retryAfterMs`). */
function putOff(error: unknown, now: number): number | null {
  if (error instanceof TryLater) return error.at;
  const wait = (error as { retryAfterMs?: unknown } | null)?.retryAfterMs;
  return typeof wait === 'number' ? now + Math.max(wait, 100) : null;
}

/** 1 s, 2 s, 4 s … at most 10 min, ±25 %; a person waits for urgent ones, so a tenth of that. */
function backOff(attempt: number, lane: Lane): number {
  const base = Math.min(1000 * 2 ** (attempt - 1), 600_000) * (lane === 'urgent' ? 0.1 : 1);
  return Math.round(base * (0.75 + Math.random() / 2));
}

async function withTimeout(work: Promise<void>, ms: number, abort: AbortController): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      abort.abort();
      reject(new Error(`Took longer than ${ms} ms`));
    }, ms);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
