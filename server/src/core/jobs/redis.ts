import type { Queue, Worker as BullWorker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Clock } from '../clock';
import type { Database } from '../db/database';
import type { Log } from '../log';
import type { Lane } from './define';
import type { JobQueue } from './queue';
import { concurrency, type Worker } from './worker';

interface Parts {
  queue: JobQueue;
  worker: Worker;
  database: Database;
  clock: Clock;
  log: Log;
}

const lanes = Object.keys(concurrency) as Lane[];

/**
 * Hands committed job rows to BullMQ, so that as many machines as you like run them. The row stays the record: what
 * Redis forgets is handed over again when it is due, and what it hands over twice is claimed once.
 */
export class RedisWorker {
  private readonly queues: Record<Lane, Queue>;
  private workers: BullWorker[] = [];
  private timer: NodeJS.Timeout | null = null;

  private constructor(private readonly bull: typeof import('bullmq'), private readonly connection: Redis, private readonly parts: Parts) {
    this.connection.on('error', (error) => parts.log.warn({ err: error }, 'redis'));
    this.queues = Object.fromEntries(lanes.map((lane) => [lane, new bull.Queue(`scrm-${lane}`, { connection })])) as Record<Lane, Queue>;
  }

  /** Who has no Redis does not wait for its packages to load, either. */
  static async open(url: string, parts: Parts): Promise<RedisWorker> {
    const [bull, { Redis: Connection }] = await Promise.all([import('bullmq'), import('ioredis')]);
    return new RedisWorker(bull, new Connection(url, { maxRetriesPerRequest: null }), parts);
  }

  async start(): Promise<void> {
    const { queue, worker, log } = this.parts;
    await worker.keepLeases();
    queue.made.on('made', (lane, id, runAt) => {
      if (runAt <= this.parts.clock.now()) this.hand(lane, [id]).catch((error: unknown) => log.warn({ err: error }, 'cannot hand a job to redis; the sweep will'));
    });
    this.workers = lanes.map((lane) => {
      const bull = new this.bull.Worker<{ id: string }>(`scrm-${lane}`, (job) => worker.runOne(job.data.id, lane), { connection: this.connection, concurrency: concurrency[lane] });
      return bull.on('error', (error) => log.warn({ err: error, lane }, 'bullmq'));
    });
    this.timer = setInterval(() => void this.sweep().catch((error: unknown) => log.warn({ err: error }, 'cannot sweep for due jobs')), 1000);
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await Promise.all(this.workers.map((worker) => worker.close()));
    await Promise.all(lanes.map((lane) => this.queues[lane].close()));
    this.connection.disconnect();
  }

  /** Rows that are due and that nobody has: retries, schedules, and what got lost on the way. */
  private async sweep(): Promise<void> {
    for (const lane of lanes) {
      const due = await this.parts.database.query<{ id: string }>('SELECT id FROM job WHERE state = \'waiting\' AND lane = ? AND runAt <= ? ORDER BY runAt, id LIMIT 500', [lane, this.parts.clock.now()]);
      if (due.length > 0) await this.hand(lane, due.map((row) => row.id));
    }
  }

  private async hand(lane: Lane, ids: string[]): Promise<void> {
    await this.queues[lane].addBulk(ids.map((id) => ({ name: 'row', data: { id }, opts: { jobId: id, removeOnComplete: true, removeOnFail: true } })));
  }
}
