import { z } from 'zod';
import { contract } from './contract';
import { Id, Page, PageInput, Time } from './page';

/** Long work that a person starts. Each kind is a value on the server and a sentence on the console. */
export const taskKinds = ['customer.tag', 'tag.merge', 'customer.stage', 'customer.assign', 'customer.import', 'customer.importUndo', 'liveCode.batch'] as const;
export type TaskKindName = (typeof taskKinds)[number];

export const taskStates = ['waiting', 'running', 'paused', 'cancelled', 'done', 'failed'] as const;
export const taskItemStates = ['waiting', 'done', 'failed'] as const;

/** At most so many are named one by one; more are meant by a filter. */
export const idsPerTask = 10_000;

export const CustomerTagInput = z.object({ add: z.array(Id).max(50).default([]), remove: z.array(Id).max(50).default([]) });
/** `from` goes from everybody, who get `into` instead; then it is deleted. */
export const TagMergeInput = z.object({ from: Id, into: Id });

/** Moves to a stage of a flow, as far as the flow allows it for each. */
export const CustomerStageInput = z.object({ flowId: Id, toStageId: Id, reason: z.string().trim().max(60).default(''), note: z.string().trim().max(500).default('') });
/** On-job hand-over to a colleague. `fromStaffId`: of whom, for customers whom several look after. `message`: what the customer reads, WeCom's own words when empty. */
export const CustomerAssignInput = z.object({ toStaffId: Id, fromStaffId: Id.optional(), message: z.string().trim().max(200).default('') });

export const Task = z.object({
  id: Id,
  kind: z.enum(taskKinds),
  /** What the sentence needs, as it was called when the task began: `add`, `remove`, `from`, `into`… */
  facts: z.record(z.string(), z.unknown()),
  state: z.enum(taskStates),
  /** False while it is still being found out who is meant. */
  collected: z.boolean(),
  total: z.int(),
  done: z.int(),
  failed: z.int(),
  by: z.string(),
  mine: z.boolean(),
  createdAt: Time,
  startedAt: Time.nullable(),
  finishedAt: Time.nullable(),
  /** WeCom lets us call again then. */
  resumesAt: Time.nullable(),
  /** What holds the whole task up, in a sentence; '' when nothing does. */
  problem: z.string(),
  canUndo: z.boolean(),
  undoOf: Id.nullable(),
  undoneBy: Id.nullable(),
});
export type Task = z.infer<typeof Task>;

export const TaskItem = z.object({ id: Id, itemId: Id, name: z.string(), state: z.enum(taskItemStates), reason: z.string(), at: Time.nullable() });
export type TaskItem = z.infer<typeof TaskItem>;

const One = z.object({ id: Id });

/** A kind names the permission that it needs; it is asked for at the start and before every part of the work. */
export const tasks = contract({
  /** One's own; those who look after the system see everybody's. */
  list: { allow: 'signedIn', input: PageInput.extend({ open: z.boolean().optional() }), reply: Page(Task) },
  get: { allow: 'signedIn', input: One, reply: Task },
  /** `key`: made once by whoever asks; the same again gives the task that there is. Of `ids` and `filter` one, as the kind wants it. */
  start: {
    allow: 'signedIn', action: 'run',
    input: z.object({
      kind: z.enum(taskKinds), key: z.string().min(8).max(40), input: z.record(z.string(), z.unknown()),
      ids: z.array(Id).min(1).max(idsPerTask).optional(), filter: z.record(z.string(), z.unknown()).optional(),
    }),
    reply: Task,
  },
  pause: { allow: 'signedIn', action: 'edit', input: One, reply: Task },
  resume: { allow: 'signedIn', action: 'run', input: One, reply: Task },
  /** What is done stays done, and can be undone where the kind can. */
  cancel: { allow: 'signedIn', action: 'close', input: One, reply: Task },
  /** Tries those that failed once more. */
  retry: { allow: 'signedIn', action: 'run', input: One, reply: Task },
  /** Begins a task that takes back what this one changed, and nothing else. */
  undo: { allow: 'signedIn', action: 'run', input: One, reply: Task },
  items: { allow: 'signedIn', input: PageInput.extend({ id: Id, state: z.enum(taskItemStates).optional() }), reply: Page(TaskItem) },
  /** Everyone that it did not work for, and why. */
  failures: { allow: 'signedIn', action: 'export', input: One, reply: z.unknown(), download: true },
});
