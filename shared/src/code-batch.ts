import { z } from 'zod';
import { contract } from './contract';
import { Done, Id, Page, PageInput, Time } from './page';
import { Task } from './task';

export const batchRows = 2000;
export const batchBytes = 2_000_000;

/** What a column can be, in the order of the template; `name` and `staff` must be there. */
export const batchColumns = ['name', 'channel', 'staff', 'tags', 'remark'] as const;
export type BatchColumn = (typeof batchColumns)[number];

/** `checked`: the dry run is through. `started`: the task says how far it is. */
export const batchStates = ['checked', 'started'] as const;
export const batchRowStates = ['planned', 'wrong', 'done', 'failed'] as const;
export type BatchRowState = (typeof batchRowStates)[number];

export const CodeBatch = z.object({
  id: Id,
  name: z.string(),
  state: z.enum(batchStates),
  counts: z.record(z.enum(batchRowStates), z.int()),
  /** Paths of channels that are made with it. */
  newChannels: z.array(z.string()),
  task: Task.nullable(),
  by: z.string(),
  createdAt: Time,
});
export type CodeBatch = z.infer<typeof CodeBatch>;

export const CodeBatchRow = z.object({
  id: Id, row: z.int(), name: z.string(), channel: z.string(), staff: z.string(), state: z.enum(batchRowStates),
  /** Under which header the problem stands; '' where it is the whole row's. */
  column: z.string(), sentence: z.string(), liveCodeId: Id.nullable(),
});
export type CodeBatchRow = z.infer<typeof CodeBatchRow>;

const One = z.object({ id: Id });

/** Many live codes from a sheet: one for each store, shelf or KOL. One's own, or anybody's for those who look after the system. */
export const codeBatches = contract({
  list: { allow: 'liveCode.write', action: 'view', input: PageInput, reply: Page(CodeBatch) },
  get: { allow: 'liveCode.write', action: 'view', input: One, reply: CodeBatch },
  /** The bytes of the file are the body. Each row is looked at; nothing is made yet. */
  upload: { allow: 'liveCode.write', action: 'create', upload: true, input: z.object({ name: z.string().min(1).max(200) }), reply: CodeBatch },
  /** Makes the codes of the rows that are right. */
  start: { allow: 'liveCode.write', action: 'run', input: One, reply: CodeBatch },
  /** Before it is started. */
  remove: { allow: 'liveCode.write', action: 'delete', input: One, reply: Done },
  rows: { allow: 'liveCode.write', action: 'view', input: PageInput.extend({ id: Id, states: z.array(z.enum(batchRowStates)).max(4).default([]) }), reply: Page(CodeBatchRow) },
  /** Every row with what became of it, and the links of its code. */
  result: { allow: 'liveCode.write', action: 'export', input: One, reply: z.unknown(), download: true },
  template: { allow: 'liveCode.write', action: 'view', input: z.object({}), reply: z.unknown(), download: true },
});
