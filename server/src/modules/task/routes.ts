import { tasks, type Task as TaskReply, type TaskItem as ItemReply } from '@scrm/shared/task';
import { sentence, type Language } from '@scrm/shared/error';
import { csv } from '../../core/http/csv';
import { Download, serve, type CallContext } from '../../core/http/serve';
import type { TaskFailure } from '../../core/tasks';
import { reasonOf } from '../../wecom/errors';
import { type Task, TaskItem } from './entity';
import { itemsOf } from './items';
import { canUndo, listTasks, namesOf, retryTask, startTask, turnTask, undoTask, visibleTask } from './service';

export const taskRoutes = serve('tasks', tasks, {
  list: async (input, context) => {
    const { rows, ...page } = await listTasks(context, input);
    return { items: rows.map((row) => presentTask(row, context)), ...page };
  },

  get: async ({ id }, context) => presentTask(await visibleTask(context, id), context),
  start: async (input, context) => presentTask(await startTask(context, input), context),
  pause: async ({ id }, context) => presentTask(await turnTask(context, id, ['waiting', 'running'], 'paused'), context),
  resume: async ({ id }, context) => presentTask(await turnTask(context, id, ['paused'], 'running'), context),
  cancel: async ({ id }, context) => presentTask(await turnTask(context, id, ['waiting', 'running', 'paused'], 'cancelled'), context),
  retry: async ({ id }, context) => presentTask(await retryTask(context, id), context),
  undo: async ({ id }, context) => presentTask(await undoTask(context, id), context),

  items: async ({ id, state, cursor, limit }, context) => {
    const { db } = context;
    const task = await visibleTask(context, id);
    const query = db.query(TaskItem, 'item').andWhere('item.taskId = :id', { id });
    if (state) query.andWhere('item.state = :state', { state });
    const total = await query.getCount();
    if (cursor) query.andWhere('item.seq > :after', { after: Number(cursor) || 0 });
    const found = await query.orderBy('item.seq', 'ASC').limit(limit + 1).getMany();
    const rows = found.slice(0, limit);
    const names = await namesOf(context, task, rows);
    return {
      items: rows.map((row): ItemReply => ({ id: row.id, itemId: row.itemId, name: names.get(row.itemId) ?? '', state: row.state, reason: explain(row.failure, context.language), at: row.at })),
      total, nextCursor: found.length > limit ? String(rows.at(-1)!.seq) : null,
    };
  },

  failures: async ({ id }, context) => {
    const task = await visibleTask(context, id);
    const zh = context.language === 'zh';
    const rows: string[][] = [];
    for await (const part of itemsOf(context.db, id, { state: 'failed' })) {
      const names = await namesOf(context, task, part);
      for (const { itemId, failure } of part) rows.push([names.get(itemId) ?? '', itemId, explain(failure, context.language)]);
    }
    const name = zh ? '失败明细' : 'failures';
    return new Download(csv([zh ? ['客户', '编号', '原因'] : ['Customer', 'Id', 'Reason'], ...rows]), 'text/csv; charset=utf-8', `${name}-${id}.csv`);
  },
});

/** As the console shows it. */
export function presentTask(task: Task, { actor, taskKinds, language, clock }: CallContext): TaskReply {
  const { id, kind, facts, state, collected, total, done, failed, createdAt, startedAt, finishedAt, undoOf, undoneBy } = task;
  return {
    id, kind, facts, state, collected, total, done, failed, createdAt, startedAt, finishedAt, undoOf, undoneBy,
    by: task.starter.name, mine: task.starterId === actor.id,
    resumesAt: task.state === 'running' && task.resumesAt !== null && task.resumesAt > clock.now() ? task.resumesAt : null,
    problem: explain(task.problem, language), canUndo: canUndo(task, taskKinds.get(kind)!),
  };
}

function explain(failure: TaskFailure | null, language: Language): string {
  if (!failure) return '';
  const reason = typeof failure.data.errcode === 'number' ? reasonOf(failure.data.errcode, language) : '';
  return sentence(failure.code, { ...failure.data, reason }, language);
}
