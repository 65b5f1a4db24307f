import type { CallbackRow } from '@scrm/shared/system';
import { callbacks as contract } from '@scrm/shared/system';
import { In } from 'typeorm';
import { AppError } from '../../core/errors';
import { serve, type CallContext } from '../../core/http/serve';
import { InboxRow } from '../../core/inbox/entity';
import { JobRow } from '../../core/jobs/entity';
import { presentJob } from './jobs';

/** A corp's own callbacks and, for the owner of the installation, those that belong to no corp (tickets, say). */
export const callbackRoutes = serve('callbacks', contract, {
  list: async ({ cursor, limit, state, event }, context) => {
    const query = context.database.everything.createQueryBuilder(InboxRow, 'inbox')
      .where(context.actor.kind === 'account' ? '(inbox.corpId = :corpId OR inbox.corpId IS NULL)' : 'inbox.corpId = :corpId', { corpId: context.corpId });
    if (state) query.andWhere('inbox.state = :state', { state });
    if (event) query.andWhere('inbox.event = :event', { event });
    const total = await query.getCount();
    if (cursor) query.andWhere('inbox.id < :cursor', { cursor });
    const rows = await query.orderBy('inbox.id', 'DESC').take(limit + 1).getMany();
    const page = rows.slice(0, limit);
    return { items: await present(page, context), total, nextCursor: rows.length > limit ? page.at(-1)!.id : null };
  },

  get: async ({ id }, context) => {
    const row = await find(id, context);
    const [presented] = await present([row], context);
    const triggered = await jobsOf([row.id], context);
    return { ...presented!, raw: `${row.query}\n\n${row.raw}`, decrypted: await decrypted(row, context), triggered: triggered.map(presentJob) };
  },

  replay: async ({ ids }, context) => {
    const rows = await Promise.all(ids.map((id) => find(id, context)));
    return { jobs: await context.dispatcher.replay(rows) };
  },

  refused: async (_, { metrics }) => {
    const { values } = await metrics.callbacksRefused.get();
    return { items: values.map(({ labels, value }) => ({ code: String(labels.code), count: value })) };
  },
});

async function find(id: string, context: CallContext): Promise<InboxRow> {
  const row = await context.database.everything.findOne(InboxRow, { where: { id } });
  const own = row && (row.corpId === context.corpId || (row.corpId === null && context.actor.kind === 'account'));
  if (!own) throw new AppError('not_found', { what: '回调' });
  return row;
}

const jobsOf = (ids: string[], { database }: CallContext): Promise<JobRow[]> =>
  ids.length === 0 ? Promise.resolve([]) : database.everything.find(JobRow, { where: { cause: In(ids) }, order: { id: 'ASC' } });

async function present(rows: InboxRow[], context: CallContext): Promise<CallbackRow[]> {
  const jobs = await jobsOf(rows.map((row) => row.id), context);
  return rows.map((row) => {
    const own = jobs.filter((job) => job.cause === row.id);
    const ended = own.every((job) => job.finishedAt !== null);
    const last = Math.max(...own.map((job) => job.finishedAt ?? 0));
    return {
      id: row.id, at: row.receivedAt, endpoint: row.endpoint, event: row.event, state: row.state, reason: row.reason,
      ms: own.length > 0 && ended ? Math.max(0, last - row.receivedAt) : null,
      jobs: {
        waiting: own.filter((job) => job.state === 'waiting' || job.state === 'running').length,
        done: own.filter((job) => job.state === 'done').length,
        dead: own.filter((job) => job.state === 'dead' || job.state === 'expired').length,
      },
    };
  });
}

/** Tickets and codes are for machines; a person needs to see only that they were there. */
async function decrypted(row: InboxRow, { dispatcher }: CallContext): Promise<string> {
  const text = await dispatcher.open(row).catch(() => '');
  return text.replace(/(<(SuiteTicket|AuthCode|WelcomeCode|AccessToken|PermanentCode)>(?:<!\[CDATA\[)?)([^\]<]*)/g, (_, open: string, __: string, value: string) => `${open}${value.slice(0, 4)}…`);
}
