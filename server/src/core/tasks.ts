import type { z } from 'zod';
import type { ErrorCode, ErrorData } from '@scrm/shared/error';
import type { Permission, Role } from '@scrm/shared/permission';
import type { UseKind } from '@scrm/shared/tag';
import type { TaskKindName } from '@scrm/shared/task';
import type { ReadDb, WriteDb } from './db/scope';
import type { CallContext, Reach } from './http/serve';
import type { JobContext } from './jobs/define';
import type { Services } from './services';

/** Why it did not work for one item: the code of a sentence, and what fills it. */
export interface TaskFailure {
  code: ErrorCode;
  data: ErrorData;
}

/** Whom a task means: where its items come from, and who of them the caller may see. */
export interface TaskSource<F = unknown> {
  filter: z.ZodType<F>;
  /** The ids that a filter meets, in parts. */
  resolve(context: Services & { db: ReadDb }, filter: F, asking: Asking): AsyncIterable<string[]>;
  visible(db: ReadDb, ids: readonly string[], reach: Reach): Promise<ReadonlySet<string>>;
  /** What this one has become since it was written down. */
  livingId(db: ReadDb, id: string): Promise<string>;
  names(db: ReadDb, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/** What somebody may see at this moment: whose customers, and by which roles (ids). */
export interface Asking {
  reach: Reach;
  roles: readonly string[];
}

/** Who began the task. */
export interface TaskStarter {
  kind: 'account' | 'staff';
  id: string;
  name: string;
  staffId: string | null;
  role: Role;
  reach: Reach;
}

export interface TaskContext extends JobContext {
  taskId: string;
  starter: TaskStarter;
  /** Notes what was changed, in the transaction that changes it: the steps that `undo` is given. */
  keep(tx: WriteDb, step: unknown): Promise<void>;
}

/** A kind of long work: how one item is done. An item may be done again after a crash, so it looks before it acts. */
export interface TaskKind<I = unknown, S = unknown> {
  kind: TaskKindName;
  permission: Permission;
  input: z.ZodType<I>;
  source: TaskSource;
  /** The filter that the input itself means, for kinds that are given neither ids nor a filter. */
  filterOf?(input: I): unknown;
  /** Refuses what cannot be meant, at the start and again before every part; gives what the task is called. */
  check(db: ReadDb, input: I, starter: TaskStarter): Promise<Record<string, unknown>>;
  item?(context: TaskContext, id: string, input: I): Promise<TaskFailure | undefined>;
  /** Instead of `item`, where the platform takes many in one call: up to a hundred; gives those for whom it did not work. */
  many?(context: Omit<TaskContext, 'keep'>, ids: readonly string[], input: I): Promise<ReadonlyMap<string, TaskFailure>>;
  undo?(context: TaskContext, id: string, steps: readonly S[], input: I): Promise<TaskFailure | undefined>;
  /** After the last item, when none failed. */
  finish?(context: JobContext & { starter: TaskStarter }, input: I): Promise<void>;
}

/** Names a kind; list it among its module's `taskKinds`. */
export function defineTaskKind<I, S = unknown>(kind: TaskKind<I, S>): TaskKind {
  return kind as unknown as TaskKind;
}

/** Tells where a module uses a thing of a module to its left, such as a tag, so that neither needs to know the other. */
export interface Use {
  thing: 'tag';
  /** What it is that uses it; the console has the word and the address. */
  kind: UseKind;
  /** A null name: that it is used, the caller may know; by what, not. */
  find(context: Pick<CallContext, 'db' | 'access' | 'actor'>, id: string): Promise<{ id: string; name: string | null }[]>;
  replace(tx: WriteDb, from: string, into: string, now: number): Promise<void>;
}
