import { z } from 'zod';
import { contract } from './contract';
import { actions } from './permission';
import { Empty, Id, Page, PageInput, Time } from './page';

/** `unknown`: the server ended while the call ran, so nobody can say. */
export const auditOutcomes = ['done', 'failed', 'unknown'] as const;

export const AuditRow = z.object({
  id: Id,
  /** The row's place in the company's chain, from 1. */
  seq: z.int(),
  at: Time,
  actorId: z.string(), actorName: z.string(), actorKind: z.enum(['account', 'staff']),
  /** `liveCodes.remove` */
  call: z.string(),
  action: z.enum(actions),
  outcome: z.enum(auditOutcomes),
  /** Ids of what it was about. */
  objects: z.array(z.string()),
  /** Names of what was filled in, never the values; and what an export says of itself: `rows 120`, `sha256 …`. */
  fields: z.array(z.string()),
  ip: z.string(),
  requestId: z.string(),
  hash: z.string(),
  previousHash: z.string(),
});
export type AuditRow = z.infer<typeof AuditRow>;

const Filter = z.object({
  actorId: z.string().max(40).optional(), call: z.string().max(100).optional(), action: z.enum(actions).optional(), objectId: z.string().max(40).optional(),
  from: Time.optional(), until: Time.optional(),
});

export const audit = contract({
  /** The newest first. */
  list: { allow: 'audit.read', input: Filter.extend(PageInput.shape), reply: Page(AuditRow) },
  get: { allow: 'audit.read', input: z.object({ id: Id }), reply: AuditRow },
  /** Who has ever left a row, and which calls: what the filters offer. */
  choices: { allow: 'audit.read', input: Empty, reply: z.object({ actors: z.array(z.object({ id: z.string(), name: z.string() })), calls: z.array(z.string()) }) },
  /** Walks the whole chain and names the first row that does not fit. */
  verify: {
    allow: 'audit.read', input: Empty,
    reply: z.object({ checked: z.int(), broken: z.object({ seq: z.int(), id: z.string().nullable(), reason: z.enum(['changed', 'missing', 'cutOff']) }).nullable() }),
  },
  /** As CSV, at most 50,000 rows. */
  export: { allow: 'audit.export', input: z.object({ from: z.coerce.number().int().optional(), until: z.coerce.number().int().optional() }), reply: z.unknown(), download: true },
});
