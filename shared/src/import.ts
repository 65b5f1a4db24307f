import { z } from 'zod';
import { contract } from './contract';
import { Done, Id, Page, PageInput, Time } from './page';
import { Task } from './task';

export const sheetEncodings = ['utf-8', 'gb18030', 'utf-16le'] as const;
export type SheetEncoding = (typeof sheetEncodings)[number];
export const SheetDelimiter = z.enum([',', ';', '\t']);

/** By what a row finds its customer, the surest first. */
export const keyTargets = ['customerId', 'externalUserid', 'unionid', 'phone', 'email'] as const;
/** What else a column can be; `field:<id>` is a field of the company. */
export const plainTargets = ['staff', 'remark', 'tags', 'stage', 'source', 'note'] as const;
export type KeyTarget = (typeof keyTargets)[number];
export type PlainTarget = (typeof plainTargets)[number];
export const Target = z.union([z.enum(keyTargets), z.enum(plainTargets), z.string().regex(/^field:[\w-]{1,40}$/)]);
export type Target = z.infer<typeof Target>;

/** `fill`: only what is empty. `overwrite`: what the file says. `skip`: whoever has anything of it already stays as they are. */
export const importPolicies = ['fill', 'overwrite', 'skip'] as const;

export const Mapping = z.object({
  /** One for each column of the file; null: not read. */
  columns: z.array(Target.nullable()).max(200),
  policy: z.enum(importPolicies),
  /** Tags that there are not yet are made. */
  createTags: z.boolean().default(false),
});
export type Mapping = z.output<typeof Mapping>;

/** `checking` is the dry run; `started`: the task says how far it is. */
export const importStates = ['uploaded', 'checking', 'checked', 'failed', 'started'] as const;
/** `planned`: would be changed. `left`: rolled back as far as nobody changed it since. */
export const importRowStates = ['planned', 'same', 'waiting', 'wrong', 'done', 'undone', 'left'] as const;
export type ImportRowState = (typeof importRowStates)[number];

export const Import = z.object({
  id: Id,
  name: z.string(),
  size: z.int(),
  sha256: z.string(),
  kind: z.enum(['xlsx', 'text']),
  encoding: z.enum(sheetEncodings).nullable(),
  delimiter: SheetDelimiter.nullable(),
  state: z.enum(importStates),
  /** Rows that the dry run has looked at. */
  checked: z.int(),
  counts: z.record(z.enum(importRowStates), z.int()),
  newTags: z.array(z.string()),
  /** What is wrong with the whole file, in a sentence; '' when nothing is. */
  problem: z.string(),
  by: z.string(),
  mine: z.boolean(),
  task: Task.nullable(),
  undo: Task.nullable(),
  canUndo: z.boolean(),
  /** Until when it can be rolled back. */
  undoUntil: Time.nullable(),
  /** The file is still here: another mapping can be tried. */
  hasFile: z.boolean(),
  createdAt: Time,
});
export type Import = z.infer<typeof Import>;

export const ImportTarget = z.object({ target: Target, name: z.string(), group: z.enum(['key', 'plain', 'field']) });
export type ImportTarget = z.infer<typeof ImportTarget>;

export const ImportDetail = Import.extend({
  headers: z.array(z.string()),
  /** The first rows under the headers. */
  sample: z.array(z.array(z.string())),
  targets: z.array(ImportTarget),
  /** As chosen, or as remembered for these headers, or as the headers suggest. */
  mapping: Mapping,
  mappingFrom: z.enum(['chosen', 'remembered', 'suggested']),
  mayCreateTags: z.boolean(),
});
export type ImportDetail = z.infer<typeof ImportDetail>;

export const ImportRow = z.object({ id: Id, row: z.int(), state: z.enum(importRowStates), column: z.string(), sentence: z.string(), customerId: Id.nullable(), customerName: z.string() });
export type ImportRow = z.infer<typeof ImportRow>;

const One = z.object({ id: Id });

/** An import changes customers whom the company has; WeCom lets nobody make new ones. */
export const imports = contract({
  list: { allow: 'customer.import', action: 'view', input: PageInput, reply: Page(Import) },
  get: { allow: 'customer.import', action: 'view', input: One, reply: ImportDetail },
  /** How large a file may be, so that a page need not send one to learn it. */
  limits: { allow: 'customer.import', action: 'view', input: z.object({}), reply: z.object({ bytes: z.int() }) },
  /** The bytes of the file are the body; the name comes in the address. */
  upload: { allow: 'customer.import', upload: true, input: z.object({ name: z.string().min(1).max(200) }), reply: Import },
  /** Read it in another way. */
  reread: { allow: 'customer.import', input: One.extend({ encoding: z.enum(sheetEncodings), delimiter: SheetDelimiter }), reply: ImportDetail },
  /** The dry run: everything that an import does but the changes. */
  check: { allow: 'customer.import', input: One.extend({ mapping: Mapping }), reply: Import },
  start: { allow: 'customer.import', input: One, reply: Import },
  /** Begins a task that puts back what this import changed and nobody changed since. */
  undo: { allow: 'customer.import', input: One, reply: Import },
  /** Before it is started: takes file and rows away. */
  remove: { allow: 'customer.import', action: 'delete', input: One, reply: Done },
  rows: { allow: 'customer.import', action: 'view', input: PageInput.extend({ id: Id, states: z.array(z.enum(importRowStates)).max(7).default([]) }), reply: Page(ImportRow) },
  /** What became of each row. */
  result: { allow: 'customer.import', action: 'export', input: One, reply: z.unknown(), download: true },
  template: { allow: 'customer.import', action: 'view', input: z.object({}), reply: z.unknown(), download: true },
});
