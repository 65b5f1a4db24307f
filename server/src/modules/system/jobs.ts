import { jobs as contract, lanes, type Job } from '@scrm/shared/system';
import type { SelectQueryBuilder } from 'typeorm';
import { serve, type CallContext } from '../../core/http/serve';
import { JobRow } from '../../core/jobs/entity';

export const jobRoutes = serve('jobs', contract, {
  list: async ({ cursor, limit, state, lane, name }, context) => {
    const query = own(context);
    if (state) query.andWhere('job.state = :state', { state });
    if (lane) query.andWhere('job.lane = :lane', { lane });
    if (name) query.andWhere('job.name = :name', { name });
    const total = await query.getCount();
    if (cursor) query.andWhere('job.id < :cursor', { cursor });
    const rows = await query.orderBy('job.id', 'DESC').take(limit + 1).getMany();
    const page = rows.slice(0, limit);
    return { items: page.map(presentJob), total, nextCursor: rows.length > limit ? page.at(-1)!.id : null };
  },

  summary: async (_, context) => {
    const rows = await own(context).select('job.lane', 'lane').addSelect('job.state', 'state').addSelect('COUNT(*)', 'n').addSelect('MIN(job.createdAt)', 'oldest')
      .groupBy('job.lane').addGroupBy('job.state').getRawMany<{ lane: string; state: string; n: string | number; oldest: string | number }>();
    return {
      lanes: lanes.map((lane) => {
        const count = (state: string) => Number(rows.find((row) => row.lane === lane && row.state === state)?.n ?? 0);
        const oldest = rows.find((row) => row.lane === lane && row.state === 'waiting')?.oldest;
        return { lane, waiting: count('waiting'), running: count('running'), dead: count('dead'), oldestWaitingAt: oldest === undefined ? null : Number(oldest) };
      }),
    };
  },

  runAgain: async ({ ids }, context) => {
    const rows = await own(context).andWhere('job.id IN (:...ids)', { ids }).andWhere('job.state IN (:...ended)', { ended: ['dead', 'done', 'expired'] }).getMany();
    const now = context.clock.now();
    await context.database.transaction(async (manager, committed) => {
      for (const row of rows) {
        await manager.update(JobRow, { id: row.id }, { state: 'waiting', runAt: now, attempts: 0, error: '', deadline: null, finishedAt: null });
        committed.push(() => context.queue.made.emit('made', row.lane, row.id, now));
      }
    });
    return { jobs: rows.length };
  },
});

function own({ database, corpId, actor }: CallContext): SelectQueryBuilder<JobRow> {
  return database.everything.createQueryBuilder(JobRow, 'job')
    .where(actor.kind === 'account' ? '(job.corpId = :corpId OR job.corpId IS NULL)' : 'job.corpId = :corpId', { corpId });
}

export function presentJob(row: JobRow): Job {
  return {
    id: row.id, name: row.name, lane: row.lane, key: row.jobKey, state: row.state, attempts: row.attempts,
    runAt: row.runAt, createdAt: row.createdAt, finishedAt: row.finishedAt, ms: row.ms, error: row.error,
  };
}
