import { z } from 'zod';
import { codeGroupings, codeSteps, codeWays } from './code-figures';
import { contract } from './contract';
import { Export, exportFormats } from './export';
import { StaffRef } from './org';
import { Id, Page, PageInput, Time } from './page';

/** Null: of nobody here WeCom tells it, which is not the same as zero. */
export const CodeFigures = z.object({
  scans: z.int().nullable(),
  /** Customers who came in these days, each once for a code and a staff member. What follows is of them, until now. */
  added: z.int(),
  replied: z.int().nullable(),
  /** Who came to the stage, or to one behind it; null: there are no stages yet. */
  reached: z.int().nullable(),
  lostByCustomer: z.int(), lostByUs: z.int(),
  /** Those of `added` whose scans, and whose first words, WeCom tells of: fewer than `added` where both kinds of code meet. */
  scanTold: z.int(), replyTold: z.int(),
  /** By which ways they came. */
  ways: z.array(z.enum(codeWays)),
});
export type CodeFigures = z.infer<typeof CodeFigures>;
export const CodeNumberRow = CodeFigures.extend({ /** The id of what is grouped by, or a day; '' for none. */ key: z.string(), name: z.string(), staff: StaffRef.nullable() });
export type CodeNumberRow = z.infer<typeof CodeNumberRow>;

const Span = z.object({
  /** Days of the company's zone, both included; at most a year. */
  from: z.iso.date(), to: z.iso.date(),
  way: z.enum(codeWays).optional(),
  /** With everything below it; `none`: codes without one. It is where the code stands now. */
  channelId: Id.optional(),
  /** A live code, a store code, an acquisition link; a store for `ownStore`. */
  codeId: Id.optional(), staffId: Id.optional(), storeId: Id.optional(),
  /** With everything below it. */
  regionId: Id.optional(),
  /** Left out: the first one that is won. */
  stageId: Id.optional(),
});
const Grouped = Span.extend({ by: z.enum(codeGroupings) });
const Named = z.object({ id: Id, name: z.string() });

export const CodeNumberItem = z.object({
  id: Id, at: Time, way: z.enum(codeWays), code: Named, store: z.string(), staff: StaffRef.nullable(),
  /** `beyond`: out of the caller's reach; `erased`: at their own wish; `unknown`: nobody knows who scanned. */
  customer: z.union([z.object({ id: Id, name: z.string(), avatarUrl: z.string() }), z.enum(['beyond', 'erased', 'unknown'])]),
  lostAt: Time.nullable(),
});
export type CodeNumberItem = z.infer<typeof CodeNumberItem>;

/** From the scan to the stage, for all codes that bring customers to staff. Callers see what their people received. */
export const codeNumbers = contract({
  table: {
    allow: 'customer.read', input: Grouped,
    reply: z.object({
      total: CodeFigures, rows: z.array(CodeNumberRow), stage: Named.nullable(), stages: z.array(Named),
      /** Of the code that is filtered by. */
      codeName: z.string().nullable(),
    }),
  },
  /** The scans or customers behind a number, as many as it says. `key`: the row's; left out: of all of them. */
  list: { allow: 'customer.read', input: Grouped.extend(PageInput.shape).extend({ key: z.string().max(40).optional(), step: z.enum(codeSteps) }), reply: Page(CodeNumberItem) },
  /** What the table shows, as a file. `key`: made once by whoever asks. */
  export: { allow: 'customer.export', input: Grouped.extend({ key: z.string().min(8).max(40), format: z.enum(exportFormats) }), reply: Export },
  /** What `groupCodes.figures` gives, as a file. */
  exportGroups: {
    allow: 'customer.export', action: 'export',
    input: z.object({ from: z.iso.date(), to: z.iso.date(), channelId: Id.optional(), by: z.enum(['code', 'channel', 'day']), key: z.string().min(8).max(40), format: z.enum(exportFormats) }), reply: Export,
  },
});
