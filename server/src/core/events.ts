import type { JobDef, JobHandler, JobOptions } from './jobs/define';

/** Something that happened. Publishing it makes one job for every subscriber, in the publisher's transaction. */
export interface EventDef<D = unknown> {
  readonly name: string;
  /** Never set; it carries the type of the data. */
  readonly data?: D;
}

export function event<D>(name: string): EventDef<D> {
  return { name };
}

/** Subscribes: `name` is the job's own name, `<domain>.<verb>`. */
export function on<D>(what: EventDef<D>, name: string, handler: JobHandler<D>, options: JobOptions = {}): JobDef<D> {
  return { name, lane: options.lane ?? 'normal', retries: options.retries ?? 8, deadlineMs: options.deadlineMs ?? null, timeoutMs: options.timeoutMs ?? 60_000, handler, event: what.name };
}
