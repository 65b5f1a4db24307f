import { In } from 'typeorm';
import { AppError, messageOf } from '../../core/errors';
import { job, TryLater, type JobContext, type JobDef } from '../../core/jobs/define';
import type { WriteDb } from '../../core/db/scope';
import type { Reach } from '../../core/http/serve';
import type { TaskContext, TaskFailure, TaskKind, TaskStarter } from '../../core/tasks';
import { WeComError, WecomUnreachable } from '../../wecom/errors';
import { QuotaExceeded } from '../../wecom/quota';
import { Task, TaskItem } from './entity';
import { addItems, itemsOf, livingIds } from './items';
import { actorOf, reachOfStarter } from './starter';
import './services';

interface Run {
  taskId: string;
  run: number;
}

/** Items between two looks at whether somebody paused or cancelled, and how many are worked on at once. */
const partSize = 50;
const manyAtOnce = 100;
const atOnce = 5;
/** A job works so long, then the next goes on, so that no task holds the lane for itself. */
const shareMs = 20_000;
/** Without an answer of WeCom a task stops by itself after so many tries, and says so. */
const triesWithoutAnswer = 6;

/** Works on a task until it is done, paused, cancelled, or has had its share of the lane. */
export const runJob: JobDef<Run> = job<Run>('task.run', { lane: 'bulk', retries: 12, timeoutMs: 600_000 }, async (data, context): Promise<void> => {
  const until = performance.now() + shareMs;
  for (;;) {
    if (context.signal.aborted) throw new Error('stopped');
    const task = await context.db.findOne(Task, { id: data.taskId });
    if (!task || task.run !== data.run || (task.state !== 'waiting' && task.state !== 'running')) return;
    const isOver = await workOn(context, task);
    if (isOver) return;
    if (performance.now() > until) return context.write((tx) => tx.enqueue(runJob, data));
  }
});

/** One step of a task: gathering its items, or a part of them, or its end. True when nothing is left to do. */
async function workOn(context: JobContext, task: Task): Promise<boolean> {
  const kind = context.taskKinds.get(task.kind);
  if (!kind) throw new Error(`No module lists the kind of task ${task.kind}`);
  try {
    const reach = await reachNow(context, task, kind);
    if (!task.collected) return await collect(context, task, kind, reach);
    const items = await context.db.find(TaskItem, { taskId: task.id, state: 'waiting' }, { order: { seq: 'ASC' }, take: kind.many ? manyAtOnce : partSize });
    if (items.length === 0) return await finish(context, task, kind);
    await workOnPart(context, task, kind, items, reach);
    return false;
  } catch (error) {
    return hold(context, task, error);
  }
}

/** Both when it began and now must somebody be within the starter's reach. */
async function reachNow(context: JobContext, { starter, undoOf, input }: Task, kind: TaskKind): Promise<Reach> {
  const reach = await reachOfStarter(context, starter, kind.permission);
  if (undoOf === null) await kind.check(context.db, input, starter);
  return reach;
}

/** Writes down who is meant. After a crash it begins again, and whoever is there already stays. */
async function collect(context: JobContext, task: Task, kind: TaskKind, reach: Reach): Promise<boolean> {
  const { db, write, clock } = context;
  let seq = 0;
  for await (const part of task.undoOf ? undoable(context, task.undoOf) : wanted(context, task, kind, reach)) {
    if (context.signal.aborted) throw new Error('stopped');
    const items = part.map((item) => ({ ...item, seq: seq++ }));
    const goesOn = await write(async (tx) => {
      await addItems(tx, task.id, items);
      return update(tx, task, { total: seq, state: 'running', startedAt: task.startedAt ?? clock.now(), updatedAt: clock.now() });
    });
    if (!goesOn) return true;
  }
  const total = await db.count(TaskItem, { taskId: task.id });
  return !(await write((tx) => update(tx, task, { collected: true, total, state: 'running', startedAt: task.startedAt ?? clock.now(), updatedAt: clock.now() })));
}

async function* wanted(context: JobContext, task: Task, kind: TaskKind, reach: Reach): AsyncGenerator<{ itemId: string }[]> {
  for await (const ids of kind.source.resolve(context, task.filter, { reach, roles: await context.access.rolesOf(actorOf(task.starter, context.corpId)) })) yield ids.map((itemId) => ({ itemId }));
}

async function* undoable({ db }: JobContext, taskId: string): AsyncGenerator<{ itemId: string; steps: unknown[] }[]> {
  for await (const part of itemsOf(db, taskId)) {
    yield part.flatMap(({ itemId, steps }) => (steps && steps.length > 0 ? [{ itemId, steps }] : []));
  }
}

type Outcome = { item: TaskItem; failure: TaskFailure | null };

async function workOnPart(context: JobContext, task: Task, kind: TaskKind, items: TaskItem[], reach: Reach): Promise<void> {
  const living = await livingIds(context.db, kind.source, items.map(({ itemId }) => itemId), reach);
  const outcomes: Outcome[] = items.filter(({ itemId }) => !living.has(itemId)).map((item) => ({ item, failure: { code: 'not_found', data: { what: '客户' } } }));
  const queue = items.filter(({ itemId }) => living.has(itemId));
  if (kind.many) {
    const starter = { ...task.starter, reach };
    const failures = queue.length === 0 ? new Map<string, TaskFailure>() : await kind.many({ ...context, taskId: task.id, starter }, [...new Set(queue.map(({ itemId }) => living.get(itemId)!))], task.input);
    return keepOutcomes(context, task, [...outcomes, ...queue.map((item) => ({ item, failure: failures.get(living.get(item.itemId)!) ?? null }))]);
  }
  let stop: unknown = null;
  const work = async () => {
    for (let item = queue.shift(); item && stop === null; item = queue.shift()) {
      try {
        outcomes.push({ item, failure: await workOnItem(context, task, kind, item, living.get(item.itemId)!, reach) });
      } catch (error) {
        stop ??= error;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  await keepOutcomes(context, task, outcomes);
  if (stop !== null) throw stop;
}

/** What is wrong with this one item is its outcome; what holds everything up is thrown. */
async function workOnItem(context: JobContext, task: Task, kind: TaskKind, item: TaskItem, id: string, reach: Reach): Promise<TaskFailure | null> {
  const starter: TaskStarter = { ...task.starter, reach };
  const inner: TaskContext = { ...context, taskId: task.id, starter, keep: (tx, step) => keepStep(tx, item.id, step) };
  try {
    return (task.undoOf ? await kind.undo!(inner, id, item.steps ?? [], task.input) : await kind.item!(inner, id, task.input)) ?? null;
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, data: error.data };
    if (error instanceof WeComError && error.reaction !== 'retry') return { code: 'task_wecom_refused', data: { errcode: error.errcode } };
    throw error;
  }
}

async function keepStep(tx: WriteDb, id: string, step: unknown): Promise<void> {
  const item = await tx.get(TaskItem, id, '任务');
  await tx.update(TaskItem, { id }, { steps: [...(item.steps ?? []), step] as never });
}

/** Counted only where it was not yet: another worker may have done the same item. */
async function keepOutcomes({ write, clock }: JobContext, task: Task, outcomes: Outcome[]): Promise<void> {
  if (outcomes.length === 0) return;
  const at = clock.now();
  await write(async (tx) => {
    const good = outcomes.filter(({ failure }) => failure === null).map(({ item }) => item.id);
    const done = good.length === 0 ? 0 : await tx.update(TaskItem, { id: In(good), state: 'waiting' }, { state: 'done', at, failure: null });
    let failed = 0;
    for (const { item, failure } of outcomes) {
      if (failure) failed += await tx.update(TaskItem, { id: item.id, state: 'waiting' }, { state: 'failed', at, failure: failure as never });
    }
    await tx.update(Task, { id: task.id }, {
      done: () => `done + ${done}`, failed: () => `failed + ${failed}`, updatedAt: at, problem: null, resumesAt: null, startedAt: task.startedAt ?? at,
    });
    await update(tx, task, { state: 'running' });
  });
}

async function finish(context: JobContext, task: Task, kind: TaskKind): Promise<boolean> {
  const { db, write, clock } = context;
  const done = await db.count(TaskItem, { taskId: task.id, state: 'done' });
  const failed = await db.count(TaskItem, { taskId: task.id, state: 'failed' });
  if (failed === 0 && task.undoOf === null) await kind.finish?.({ ...context, starter: task.starter }, task.input);
  const now = clock.now();
  await write((tx) => update(tx, task, { state: done === 0 && failed > 0 ? 'failed' : 'done', done, failed, total: done + failed, problem: null, resumesAt: null, finishedAt: now, updatedAt: now }));
  return true;
}

/** Something that is not one item's: a quota waits, a missing answer is tried again, the rest ends the task with a sentence. */
async function hold(context: JobContext, task: Task, error: unknown): Promise<boolean> {
  const { write, clock, job: { attempt }, log } = context;
  const now = clock.now();
  if (error instanceof QuotaExceeded || error instanceof TryLater) {
    const at = error instanceof TryLater ? error.at : now + Math.max(error.retryAfterMs, 100);
    await write((tx) => update(tx, task, { state: 'running', resumesAt: at, updatedAt: now }));
    throw new TryLater(at, error.message);
  }
  if (error instanceof AppError) {
    await write((tx) => update(tx, task, { state: 'failed', problem: { code: error.code, data: error.data } as never, finishedAt: now, updatedAt: now }));
    return true;
  }
  if (error instanceof WecomUnreachable || error instanceof WeComError) {
    const isOver = attempt >= triesWithoutAnswer;
    const problem: TaskFailure = error instanceof WeComError ? { code: 'task_wecom_refused', data: { errcode: error.errcode } } : { code: 'wecom_unreachable', data: { api: error.api } };
    await write((tx) => update(tx, task, { state: isOver ? 'paused' : 'running', problem: problem as never, updatedAt: now }));
    if (isOver) return true;
    throw error;
  }
  log.error({ err: error, task: task.id }, messageOf(error));
  throw error;
}

/** Only while this run is the newest and nobody stopped it. False when it is not any more. */
async function update(tx: WriteDb, { id, run }: Task, patch: Parameters<typeof tx.update<Task>>[2]): Promise<boolean> {
  return (await tx.update(Task, { id, run, state: In(['waiting', 'running']) }, patch)) > 0;
}
