import { z } from 'zod';
import { customerColumns } from './audience';
import { contract } from './contract';
import { CustomerFilter } from './customer';
import { Empty, Id, Page, PageInput, Time } from './page';
import { idsPerTask } from './task';

/** Lists that can be taken out as a file. Each kind is a value on the server. */
export const exportKinds = ['customer', 'storeNumbers', 'redPacket', 'codeNumbers', 'groupNumbers', 'waiting'] as const;
export type ExportKindName = (typeof exportKinds)[number];
export const exportFormats = ['xlsx', 'csv'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** `removed`: somebody in it was erased, or somebody took the file away. */
export const exportStates = ['waiting', 'running', 'ready', 'cancelled', 'failed', 'expired', 'removed'] as const;

/** `gone`: with the export itself. */
export const namedStates = ['waiting', 'ready', 'failed', 'gone'] as const;

export const Export = z.object({
  id: Id,
  kind: z.enum(exportKinds),
  format: z.enum(exportFormats),
  state: z.enum(exportStates),
  fileName: z.string(),
  /** In words, in their order. */
  columns: z.array(z.string()),
  /** Null: chosen one by one. */
  filter: z.record(z.string(), z.unknown()).nullable(),
  /** How many the screen showed when it began, how many are written, and whom the caller could not see any more by then. */
  total: z.int(),
  done: z.int(),
  skipped: z.int(),
  /** Masked values stand in it as they are, and why; '' otherwise. */
  revealed: z.boolean(),
  reason: z.string(),
  by: z.string(),
  mine: z.boolean(),
  createdAt: Time,
  startedAt: Time.nullable(),
  finishedAt: Time.nullable(),
  /** From then on the link is dead and the file is gone. */
  expiresAt: Time.nullable(),
  size: z.int(),
  sha256: z.string(),
  downloads: z.int(),
  /** Why it failed or was removed, in a sentence; '' otherwise. */
  problem: z.string(),
  /** Staff stand in it by their ids, and WeCom can make a file with their names of it. */
  canName: z.boolean(),
  /** That file; null: nobody asked for it. */
  named: z.object({ state: z.enum(namedStates), by: z.string(), at: Time, problem: z.string() }).nullable(),
});
export type Export = z.infer<typeof Export>;

const Whom = z.object({
  filter: CustomerFilter.optional(),
  ids: z.array(Id).min(1).max(idsPerTask).optional(),
});
const One = z.object({ id: Id });

/** The permission of a kind is asked for at the start, while the file is made, and at each download. */
export const exports = contract({
  /** One's own; those who look after all exports see everybody's. */
  list: { allow: 'signedIn', input: PageInput, reply: Page(Export) },
  get: { allow: 'signedIn', input: One, reply: Export },
  /** What a file of customers can hold beside the columns of the list. `masked`: its values are covered; `canReveal`: not for the caller, if they say why. */
  customerFields: { allow: 'customer.export', action: 'view', input: Empty, reply: z.object({ items: z.array(z.object({ id: Id, name: z.string(), masked: z.boolean(), canReveal: z.boolean() })), days: z.int() }) },
  /** `key`: made once by whoever asks; the same again gives the export that there is. Of `filter` and `ids` one. */
  customers: {
    allow: 'customer.export',
    input: Whom.extend({
      key: z.string().min(8).max(40), format: z.enum(exportFormats),
      columns: z.array(z.enum(customerColumns)).max(customerColumns.length),
      fieldIds: z.array(Id).max(50).default([]),
      /** Shows masked values as they are; each is logged as seen. */
      revealReason: z.string().trim().min(2).max(200).optional(),
    }),
    reply: Export,
  },
  cancel: { allow: 'signedIn', action: 'close', input: One, reply: Export },
  /** The same once more, of those whom the list shows now. */
  again: { allow: 'signedIn', action: 'export', input: One.extend({ key: z.string().min(8).max(40) }), reply: Export },
  /** Has WeCom make a file with the names of staff: it goes to WeCom, and nothing takes it back. Once more where that failed. */
  nameStaff: { allow: 'signedIn', action: 'export', input: One, reply: Export },
  /** Where WeCom keeps it; opens for who is signed in with WeCom. */
  openNamed: { allow: 'signedIn', action: 'export', input: One, reply: z.object({ url: z.string() }) },
  /** The file goes before its time. */
  remove: { allow: 'export.manage', input: One, reply: Export },
  download: { allow: 'signedIn', action: 'export', input: One, reply: z.unknown(), download: true },
});
