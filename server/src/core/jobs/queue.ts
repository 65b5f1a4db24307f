import { EventEmitter } from 'node:events';
import type { EntityManager } from 'typeorm';
import type { Clock } from '../clock';
import type { Database } from '../db/database';
import { newId } from '../db/ids';
import type { Publisher } from '../db/scope';
import type { Secrets } from '../secrets';
import type { EnqueueOptions, JobDef, JobOrder, Lane } from './define';
import { JobRow } from './entity';

/** Makes job rows, and knows every job that there is. */
export class JobQueue implements Publisher {
  private readonly byName = new Map<string, JobDef>();
  private readonly byEvent = new Map<string, JobDef[]>();
  /** `made` with the row's lane and id, after the commit that made it. */
  readonly made = new EventEmitter<{ made: [lane: Lane, id: string, runAt: number] }>();

  constructor(private readonly database: Database, private readonly clock: Clock, private readonly secrets: Secrets, jobs: readonly JobDef[]) {
    for (const def of jobs) {
      if (this.byName.has(def.name)) throw new Error(`Two jobs are named ${def.name}`);
      this.byName.set(def.name, def);
      if (def.event) this.byEvent.set(def.event, [...(this.byEvent.get(def.event) ?? []), def]);
    }
    database.publisher = this;
  }

  get(name: string): JobDef | undefined {
    return this.byName.get(name);
  }

  get schedules(): JobDef[] {
    return [...this.byName.values()].filter((def) => def.cron);
  }

  subscribers(eventName: string): readonly JobDef[] {
    return this.byEvent.get(eventName) ?? [];
  }

  async enqueue(manager: EntityManager, committed: (() => void)[], corpId: string | null, jobs: { def: JobOrder; data: unknown; options: EnqueueOptions }[]): Promise<void> {
    if (jobs.length === 0) return;
    const now = this.clock.now();
    const rows = jobs.map(({ def, data, options }) => this.row(def, data, options, corpId, now));
    await manager.createQueryBuilder().insert().into(JobRow).values(rows).orIgnore().updateEntity(false).execute();
    committed.push(() => {
      for (const row of rows) this.made.emit('made', row.lane, row.id, row.runAt);
    });
  }

  /** A job outside of any transaction and corp, such as a schedule's slot. */
  enqueueAlone<D>(def: JobDef<D>, data: D, options: EnqueueOptions = {}, corpId: string | null = null): Promise<void> {
    return this.database.transaction((manager, committed) => this.enqueue(manager, committed, corpId, [{ def: def as JobDef, data, options }]));
  }

  /** What the job was given. It is sealed in the row: tickets, codes and phone numbers travel in it. */
  dataOf(row: JobRow): unknown {
    return JSON.parse(this.secrets.open(row.data, 'job.data'));
  }

  private row(def: JobOrder, data: unknown, options: EnqueueOptions, corpId: string | null, now: number): JobRow {
    if (!this.byName.has(def.name)) throw new Error(`No module lists the job ${def.name}`);
    const id = newId('job', now);
    const scope = corpId ? `${corpId}:` : '';
    return {
      id, corpId, name: def.name, lane: def.lane, jobKey: options.key ? `${scope}${options.key}`.slice(0, 190) : id,
      state: 'waiting', data: this.secrets.seal(JSON.stringify(data ?? {}), 'job.data'), runAt: options.runAt ?? now,
      deadline: options.deadline ?? (def.deadlineMs === null ? null : now + def.deadlineMs),
      attempts: 0, owner: null, leaseUntil: null, error: '', cause: options.cause ?? null,
      createdAt: now, startedAt: null, finishedAt: null, ms: null,
    };
  }
}
