import { In, IsNull } from 'typeorm';
import type { ParsedInputOf } from '@scrm/shared/contract';
import type { tasks } from '@scrm/shared/task';
import { newId } from '../../core/db/ids';
import { write } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { CallContext, Reach } from '../../core/http/serve';
import type { TaskKind } from '../../core/tasks';
import { Task, TaskItem, type TaskState } from './entity';
import { addItems, livingIds } from './items';
import { runJob } from './run';
import { starterOf } from './starter';

type StartInput = ParsedInputOf<(typeof tasks)['start']>;
export const taskWord = '任务';
const openStates: TaskState[] = ['waiting', 'running', 'paused'];

/** Begins a task, or gives the one that the same key began. Whom it may touch is settled here. */
export async function startTask(context: CallContext, wanted: StartInput): Promise<Task> {
  const { db, actor } = context;
  const kind = context.taskKinds.get(wanted.kind)!;
  const startKey = `${actor.id}:${wanted.key}`;
  const reach = await reachUnder(context, kind);
  const known = await db.findOne(Task, { startKey });
  if (known) return known;
  const starter = starterOf(actor, reach);
  const input = parse(kind.input, wanted.input);
  const filter = kind.filterOf ? kind.filterOf(input) : wanted.ids ? null : parse(kind.source.filter, wanted.filter ?? raise(new AppError('bad_input', { detail: 'ids' })));
  const facts = await kind.check(db, input, starter);
  const ids = filter === null ? [...new Set(wanted.ids)] : [];
  await insertTask(context, { kind: wanted.kind, startKey, input, facts, filter, starter, ids });
  return (await db.findOne(Task, { startKey }))!;
}

/** Takes back what a task did, as a task of its own. Of two who ask at once the second gets the first one's. */
export async function undoTask(context: CallContext, id: string): Promise<Task> {
  const { db, actor } = context;
  const task = await visibleTask(context, id);
  const kind = context.taskKinds.get(task.kind)!;
  if (task.undoneBy) return db.get(Task, task.undoneBy, taskWord);
  if (!canUndo(task, kind)) throw new AppError('task_state', {});
  const reach = await reachUnder(context, kind);
  const starter = starterOf(actor, reach);
  await insertTask(context, { kind: task.kind, startKey: `undo:${id}`, input: task.input, facts: task.facts, filter: null, starter, ids: [], undoOf: id });
  return (await db.findOne(Task, { startKey: `undo:${id}` }))!;
}

interface NewTask extends Pick<Task, 'kind' | 'startKey' | 'input' | 'facts' | 'filter' | 'starter'> {
  ids: string[];
  undoOf?: string;
}

async function insertTask({ db, clock }: CallContext, { ids, undoOf, ...task }: NewTask): Promise<void> {
  const now = clock.now();
  const id = newId('tsk', now);
  await write(db, async (tx) => {
    await tx.insertMissing(Task, {
      id, ...task, filter: task.filter ?? undefined, starterId: task.starter.id, state: 'waiting', collected: ids.length > 0, total: ids.length, done: 0, failed: 0, run: 1, undoOf,
      createdAt: now, updatedAt: now,
    });
    const isFirst = (await tx.findOne(Task, { startKey: task.startKey }))!.id === id;
    if (!isFirst) return;
    await addItems(tx, id, ids.map((itemId, seq) => ({ itemId, seq })));
    if (undoOf) await tx.update(Task, { id: undoOf, undoneBy: IsNull() }, { undoneBy: id, updatedAt: now });
    await tx.enqueue(runJob, { taskId: id, run: 1 });
  });
}

/** Goes from some states to another; where work is to go on, a new run does it and the old one ends. */
export async function turnTask(context: CallContext, id: string, from: TaskState[], to: 'paused' | 'running' | 'cancelled'): Promise<Task> {
  const { db, clock } = context;
  const task = await visibleTask(context, id);
  const now = clock.now();
  await write(db, async (tx) => {
    const run = task.run + 1;
    const changed = await tx.update(Task, { id, run: task.run, state: In(from) }, {
      state: to, run, resumesAt: null, problem: null, updatedAt: Math.max(now, task.updatedAt + 1), ...(to === 'cancelled' && { finishedAt: now }),
    });
    if (changed === 0) throw new AppError('task_state', {});
    if (to === 'running') await tx.enqueue(runJob, { taskId: id, run });
  });
  return db.get(Task, id, taskWord);
}

/** Those that failed are tried once more. */
export async function retryTask(context: CallContext, id: string): Promise<Task> {
  const { db, clock } = context;
  const task = await visibleTask(context, id);
  await write(db, async (tx) => {
    const run = task.run + 1;
    const changed = await tx.update(Task, { id, run: task.run, state: In(['done', 'failed']) }, { state: 'running', run, failed: 0, problem: null, finishedAt: null, updatedAt: Math.max(clock.now(), task.updatedAt + 1) });
    if (changed === 0) throw new AppError('task_state', {});
    await tx.update(TaskItem, { taskId: id, state: 'failed' }, { state: 'waiting', failure: null });
    await tx.enqueue(runJob, { taskId: id, run });
  });
  return db.get(Task, id, taskWord);
}

export async function listTasks(context: CallContext, { open, cursor, limit }: { open?: boolean; cursor?: string; limit: number }) {
  const { db, actor } = context;
  const seesAll = await looksAfterAll(context);
  const all = () => {
    const query = db.query(Task, 'task');
    if (!seesAll) query.andWhere('task.starterId = :starterId', { starterId: actor.id });
    if (open) query.andWhere('task.state IN (:...open)', { open: openStates });
    return query;
  };
  const page = cursor ? all().andWhere('task.id < :cursor', { cursor }) : all();
  const found = await page.orderBy('task.id', 'DESC').take(limit + 1).getMany();
  const rows = found.slice(0, limit);
  return { rows, total: await all().getCount(), nextCursor: found.length > limit ? rows.at(-1)!.id : null };
}

/** One's own, or anybody's for those who look after the system. */
export async function visibleTask(context: CallContext, id: string): Promise<Task> {
  const task = await context.db.get(Task, id, taskWord);
  if (task.starterId !== context.actor.id && !(await looksAfterAll(context))) throw new AppError('not_found', { what: taskWord });
  return task;
}

/** Whom of a task's items the caller may see by name. */
export async function namesOf(context: CallContext, task: Task, items: readonly TaskItem[]): Promise<ReadonlyMap<string, string>> {
  const kind = context.taskKinds.get(task.kind)!;
  const reach = await context.access.reachOf(context.actor, kind.permission);
  const living = await livingIds(context.db, kind.source, items.map(({ itemId }) => itemId), reach);
  const names = await kind.source.names(context.db, [...living.values()]);
  return new Map([...living].map(([id, now]) => [id, names.get(now) ?? '']));
}

export function canUndo(task: Task, kind: TaskKind): boolean {
  return kind.undo !== undefined && task.undoOf === null && task.undoneBy === null && task.done > 0 && !openStates.includes(task.state);
}

const looksAfterAll = async ({ access, actor }: CallContext) => (await access.permissionsOf(actor)).has('system.read');

async function reachUnder({ access, actor }: CallContext, kind: TaskKind): Promise<Reach> {
  if (!(await access.permissionsOf(actor)).has(kind.permission)) throw new AppError('not_allowed', { permission: kind.permission });
  return access.reachOf(actor, kind.permission);
}

function parse<T>(schema: TaskKind<T>['input'], value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError('bad_input', { detail: `${issue!.path.join('.')}: ${issue!.message}` });
}

function raise(error: Error): never {
  throw error;
}
