import type { Clock } from '../clock';
import type { ReadDb, WriteDb } from '../db/scope';
import type { Log } from '../log';
import type { Services } from '../services';
import type { lanes } from '@scrm/shared/system';

export type Lane = (typeof lanes)[number];

/** What a job gets beside its data. `db` and `write` are bound to the corp of the job. */
export interface JobContext extends Services {
  corpId: string;
  db: ReadDb;
  write<T>(work: (tx: WriteDb) => Promise<T>): Promise<T>;
  clock: Clock;
  log: Log;
  /** Ends when the lease is lost or the server stops. */
  signal: AbortSignal;
  job: { id: string; name: string; attempt: number; key: string; cause: string | null; deadline: number | null; createdAt: number };
}

export type JobHandler<D> = (data: D, context: JobContext) => Promise<void>;

export interface JobOptions {
  /** `urgent`: a person waits. `bulk`: syncs, exports. They never wait for each other. */
  lane?: Lane;
  /** Tries after the first; then the job is dead and shown on the console. */
  retries?: number;
  /** After this many ms from its making it is not started any more. */
  deadlineMs?: number;
  /** A run that takes longer is given up and tried again. */
  timeoutMs?: number;
}

/** What is to be done, without who does it: enough to make a job, so that its handler's own files can order it, too. */
export interface JobOrder<D = unknown> {
  readonly name: string;
  readonly lane: Lane;
  readonly retries: number;
  readonly deadlineMs: number | null;
  readonly timeoutMs: number;
  /** Of the types alone: what the job is given. */
  readonly data?: D;
}

export interface JobDef<D = unknown> extends JobOrder<D> {
  readonly handler: JobHandler<D>;
  /** The event that makes it, when it is a subscriber. */
  readonly event?: string;
  /** The schedule that makes it, in Beijing time. */
  readonly cron?: string;
}

export interface EnqueueOptions {
  /** The same key again makes no second job, for as long as the first is remembered. Default: a fresh one. */
  key?: string;
  runAt?: number;
  /** The callback or job that made it. */
  cause?: string | null;
  deadline?: number;
}

export function order<D>(name: string, options: JobOptions = {}): JobOrder<D> {
  return { name, lane: options.lane ?? 'normal', retries: options.retries ?? 8, deadlineMs: options.deadlineMs ?? null, timeoutMs: options.timeoutMs ?? 60_000 };
}

export function job<D>(name: string, options: JobOptions, handler: JobHandler<D>): JobDef<D> {
  return { ...order<D>(name, options), handler };
}

/** The job of an order that stands in a file of its own. */
export const carryOut = <D>(ordered: JobOrder<D>, handler: JobHandler<D>): JobDef<D> => ({ ...ordered, handler });

/**
 * A schedule: every slot of `cron` (Asia/Shanghai) makes one job with the key `name:slot`, so that exactly one run
 * exists whatever the number of processes. It belongs to no corp: sweep there, and make one job an item.
 */
export function every(cron: string, name: string, handler: JobHandler<{ slot: number }>, options: JobOptions = {}): JobDef<{ slot: number }> {
  return { ...job(name, { lane: 'bulk', ...options }, handler), cron };
}

/** A job failed in a way that trying again cannot mend. */
export class GiveUp extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'GiveUp';
  }
}

/** A job cannot run now and wants to be tried at a given time; this does not count as a try. */
export class TryLater extends Error {
  constructor(readonly at: number, message: string) {
    super(message);
    this.name = 'TryLater';
  }
}
