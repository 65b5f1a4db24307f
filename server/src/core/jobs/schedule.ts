import { createTask, type ScheduledTask } from 'node-cron';
import type { Log } from '../log';
import type { JobQueue } from './queue';

/** Puts a job into its lane at every slot of every schedule. The slot is the key, so many processes make it once. */
export class Scheduler {
  private tasks: ScheduledTask[] = [];

  constructor(private readonly queue: JobQueue, private readonly log: Log) {}

  async start(): Promise<void> {
    this.tasks = this.queue.schedules.map((def) => createTask(def.cron!, async (context) => {
      const slot = Math.floor(context.date.getTime() / 1000) * 1000;
      await this.queue.enqueueAlone(def, { slot }, { key: `${def.name}:${slot}` })
        .catch((error: unknown) => this.log.error({ err: error, schedule: def.name }, 'cannot enqueue a schedule'));
    }, { timezone: 'Asia/Shanghai' }));
    for (const task of this.tasks) await task.start();
  }

  async stop(): Promise<void> {
    for (const task of this.tasks) await task.destroy();
    this.tasks = [];
  }
}
