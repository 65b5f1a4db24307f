import { Entity, Index } from 'typeorm';
import type { TaskKindName, taskItemStates, taskStates } from '@scrm/shared/task';
import { Bool, CorpRow, Int, Json, Text, Time } from '../../core/db/columns';
import type { TaskFailure, TaskStarter } from '../../core/tasks';

export type TaskState = (typeof taskStates)[number];

/** Long work that a person started. */
@Entity('task')
@Index('uq_task_start', ['corpId', 'startKey'], { unique: true })
@Index('ix_task_corp', ['corpId', 'id'])
@Index('ix_task_starter', ['corpId', 'starterId', 'id'])
export class Task extends CorpRow {
  @Text(40) kind: TaskKindName;
  /** Whoever starts makes it up, so that a double click starts once. */
  @Text(90) startKey: string;
  @Json() input: unknown;
  @Json() facts: Record<string, unknown>;
  /** Null: the items were named one by one. */
  @Json({ nullable: true }) filter: unknown;
  @Json() starter: TaskStarter;
  @Text(40) starterId: string;
  @Text(10) state: TaskState;
  /** The items are all in their table. */
  @Bool() collected: boolean;
  @Int() total: number;
  @Int() done: number;
  @Int() failed: number;
  /** Grows with each start and going-on; only the job of the newest run works. */
  @Int() run: number;
  @Time({ nullable: true }) resumesAt: number | null;
  @Json({ nullable: true }) problem: TaskFailure | null;
  @Text(40, { nullable: true }) undoOf: string | null;
  @Text(40, { nullable: true }) undoneBy: string | null;
  @Time() createdAt: number;
  @Time({ nullable: true }) startedAt: number | null;
  @Time({ nullable: true }) finishedAt: number | null;
  @Time() updatedAt: number;
}

/** One of those whom a task is about, and what became of it. */
@Entity('task_item')
@Index('uq_task_item', ['corpId', 'taskId', 'itemId'], { unique: true })
@Index('ix_task_item', ['corpId', 'taskId', 'state', 'seq'])
export class TaskItem extends CorpRow {
  @Text(40) taskId: string;
  @Int() seq: number;
  @Text(40) itemId: string;
  @Text(10) state: (typeof taskItemStates)[number];
  @Json({ nullable: true }) failure: TaskFailure | null;
  /** What was changed, for undoing it; of a task that undoes, what is to be taken back. */
  @Json({ nullable: true }) steps: unknown[] | null;
  @Time({ nullable: true }) at: number | null;
}
