import { z } from 'zod';
import { contract } from './contract';
import { Progress } from './corp';
import { fieldKinds, problems, type FieldProblem, type FieldValue as Value } from './field-kind';
import { StaffRef } from './org';
import { Done, Empty, Id, Page, PageInput, Time } from './page';

const Kind = z.enum(fieldKinds);
const Problem = z.enum(Object.keys(problems) as [FieldProblem, ...FieldProblem[]]);
/** Checked by the rules of the field's kind (`field-kind.ts`), which depend on the field. */
const FieldValue = z.custom<Value>((value) => value !== undefined);

export const FieldOption = z.object({ id: Id, name: z.string(), retired: z.boolean() });

/** Ids of roles, built in or made by the company. Empty: everybody who may see, or change, the customer. */
const Roles = z.array(z.string().min(1).max(40)).max(50);
const Name = z.string().trim().min(1).max(64);

export const Field = z.object({
  id: Id,
  /** Of the fields that the product itself knows (`phone`, `email`…), else null. */
  key: z.string().nullable(),
  name: z.string(),
  hint: z.string(),
  kind: Kind,
  required: z.boolean(),
  order: z.int(),
  options: z.array(FieldOption),
  /** Encrypted in the database, masked on screens, shown in full for a reason that is kept. */
  sensitive: z.boolean(),
  seeRoles: Roles,
  editRoles: Roles,
  revealRoles: Roles,
  archivedAt: Time.nullable(),
  updatedAt: Time,
});
export type Field = z.infer<typeof Field>;

const FieldDraft = z.object({
  name: Name,
  hint: z.string().trim().max(200).default(''),
  required: z.boolean().default(false),
  sensitive: z.boolean().default(false),
  /** An option without an id is a new one. */
  options: z.array(z.object({ id: Id.optional(), name: Name, retired: z.boolean().default(false) })).max(500).default([]),
  seeRoles: Roles.default([]),
  editRoles: Roles.default([]),
  revealRoles: Roles.default([]),
});

/** Where a value came from. */
export const valueSources = ['console', 'sidebar', 'wecom', 'import', 'form', 'api'] as const;
export const ValueSource = z.enum(valueSources);
export type ValueSource = z.infer<typeof ValueSource>;

const By = z.object({ source: ValueSource, name: z.string(), staff: StaffRef.nullable(), at: Time });

/** `unknown`: nobody has said. `none`: somebody said that there is none. */
export const ValueState = z.enum(['unknown', 'none', 'value']);

export const CustomerValue = z.object({
  field: Field,
  state: ValueState,
  /** Null where there is none, and where it is masked. */
  value: FieldValue.nullable(),
  text: z.string(),
  masked: z.boolean(),
  canEdit: z.boolean(),
  canReveal: z.boolean(),
  by: By.nullable(),
});
export type CustomerValue = z.infer<typeof CustomerValue>;

export const CustomerValues = z.object({
  /** Goes with the next change, so that nobody overwrites what they have not seen. */
  version: z.int(),
  items: z.array(CustomerValue),
});
export type CustomerValues = z.infer<typeof CustomerValues>;

export const FieldChange = z.object({ id: Id, fieldId: Id, fieldName: z.string(), from: z.string(), to: z.string(), why: z.enum(['edit', 'conversion']), by: By });
export type FieldChange = z.infer<typeof FieldChange>;

export const FieldUse = z.object({ kind: z.string(), id: Id, name: z.string() });
export const Impact = z.object({
  customers: z.int(),
  /** Forms, rules, segments… that use the field. */
  uses: z.array(FieldUse),
});

export const Conversion = z.object({
  total: z.int(),
  converts: z.int(),
  fails: z.int(),
  failures: z.array(z.object({ customerId: Id, customerName: z.string(), text: z.string(), problem: Problem })),
  /** What the first few become. */
  samples: z.array(z.object({ from: z.string(), to: z.string() })),
});

const KindChange = z.object({ id: Id, kind: Kind, options: FieldDraft.shape.options });

export const Reveal = z.object({ id: Id, customerId: Id, customerName: z.string(), fieldName: z.string(), by: z.string(), reason: z.string(), at: Time });
export type Reveal = z.infer<typeof Reveal>;

/** What a differing edit answers with: both values of every field that differs. */
export interface StaleFields {
  version: number;
  fields: { fieldId: string; name: string; theirs: string; yours: string; by: string; at: number }[];
}

/** One condition on a field. Numbers and dates compare, text contains, a sensitive field is found by its exact value. */
export const FieldFilter = z.discriminatedUnion('op', [
  z.object({ fieldId: Id, op: z.literal('is'), value: FieldValue }),
  z.object({ fieldId: Id, op: z.literal('anyOf'), values: z.array(z.union([z.string().max(200), z.number()])).min(1).max(100) }),
  /** Both ends belong to it. */
  z.object({ fieldId: Id, op: z.literal('range'), from: z.union([z.string().max(40), z.number()]).optional(), to: z.union([z.string().max(40), z.number()]).optional() }),
  z.object({ fieldId: Id, op: z.literal('contains'), text: z.string().trim().min(1).max(100) }),
  z.object({ fieldId: Id, op: z.literal('has') }),
  z.object({ fieldId: Id, op: z.literal('hasNone') }),
]);
export type FieldFilter = z.infer<typeof FieldFilter>;

const SetValue = z.object({
  fieldId: Id,
  /** Null takes the value back: unknown again. */
  value: FieldValue.nullable(),
  /** There is none, and that is known. */
  none: z.boolean().default(false),
});

export const fields = contract({
  /** Those that the caller may see; whoever defines fields gets all. */
  list: { allow: 'customer.read', input: z.object({ archived: z.boolean().default(false) }), reply: z.object({ items: z.array(Field) }) },
  create: { allow: 'field.write', action: 'create', input: FieldDraft.extend({ kind: Kind }), reply: Field },
  update: { allow: 'field.write', input: FieldDraft.extend({ id: Id, updatedAt: Time }), reply: Field },
  /** All ids in their new order. */
  order: { allow: 'field.write', input: z.object({ ids: z.array(Id).max(500) }), reply: Done },
  impact: { allow: 'field.write', action: 'view', input: z.object({ id: Id }), reply: Impact },
  archive: { allow: 'field.write', action: 'delete', input: z.object({ id: Id }), reply: Field },
  restore: { allow: 'field.write', input: z.object({ id: Id }), reply: Field },
  previewKind: { allow: 'field.write', action: 'view', input: KindChange, reply: Conversion },
  /** Refused with `field_would_lose` as long as values would be lost, unless exactly so many are accepted. */
  changeKind: { allow: 'field.write', input: KindChange.extend({ acceptLosing: z.int().min(0).default(0), updatedAt: Time }), reply: Field },
  values: { allow: 'customer.read', input: z.object({ customerId: Id }), reply: CustomerValues },
  /** Refused with `stale_edit` and both values where somebody else changed one of these since `seenVersion`. */
  setValues: { allow: 'customer.write', input: z.object({ customerId: Id, seenVersion: z.int().min(0), via: z.enum(['console', 'sidebar', 'api']).default('api'), values: z.array(SetValue).min(1).max(100) }), reply: CustomerValues },
  history: { allow: 'customer.read', input: PageInput.extend({ customerId: Id, fieldId: Id.optional() }), reply: Page(FieldChange) },
  reveal: { allow: 'field.reveal', input: z.object({ customerId: Id, fieldId: Id, reason: z.string().trim().min(2).max(200) }), reply: z.object({ value: FieldValue, text: z.string() }) },
  /** Who looked at what, newest first. */
  reveals: { allow: 'field.write', action: 'view', input: PageInput, reply: Page(Reveal) },
});

export const LeadSource = z.object({
  id: Id,
  /** Null: stands at the top. There are two levels. */
  parentId: Id.nullable(),
  name: z.string(),
  synonyms: z.array(z.string()),
  order: z.int(),
  /** Cannot be picked any more. */
  retiredAt: Time.nullable(),
  /** Those who have it, with all that was merged into it. */
  customerCount: z.int(),
});
export type LeadSource = z.infer<typeof LeadSource>;

const SourceName = z.string().trim().min(1).max(64);
const Synonyms = z.array(SourceName).max(50).default([]);

export const sources = contract({
  list: { allow: 'customer.read', input: Empty, reply: z.object({ items: z.array(LeadSource) }) },
  create: { allow: 'field.write', action: 'create', input: z.object({ name: SourceName, parentId: Id.nullable().default(null), synonyms: Synonyms }), reply: LeadSource },
  update: { allow: 'field.write', input: z.object({ id: Id, name: SourceName, synonyms: Synonyms }), reply: LeadSource },
  retire: { allow: 'field.write', action: 'close', input: z.object({ id: Id }), reply: Done },
  restore: { allow: 'field.write', input: z.object({ id: Id }), reply: Done },
  /** All customers of `id` become those of `intoId`, whose synonym its name becomes. */
  merge: { allow: 'field.write', input: z.object({ id: Id, intoId: Id }), reply: Done },
  of: { allow: 'customer.read', input: z.object({ customerId: Id }), reply: z.object({ source: LeadSource.pick({ id: true, name: true }).extend({ parentName: z.string(), retired: z.boolean(), by: By }).nullable() }) },
  /** Names, of those who have one; with a source at the top in front: `线上 / 信息流广告`. */
  ofMany: { allow: 'customer.read', input: z.object({ customerIds: z.array(Id).max(200) }), reply: z.object({ items: z.array(z.object({ customerId: Id, name: z.string() })) }) },
  /** By id, or by a name or synonym as another system gives it: an unknown one is refused, never added. */
  assign: { allow: 'customer.write', input: z.object({ customerId: Id, sourceId: Id.nullable().optional(), name: z.string().max(64).optional(), /** When it was last said, as the person saw it, or null where nobody had: `stale_edit` where somebody has said otherwise since. */ seenAt: Time.nullable().optional(), via: z.enum(['console', 'sidebar', 'api']).default('api') }), reply: Done },
});

export const Quarantined = z.object({
  id: Id, customerId: Id, customerName: z.string(), fieldId: Id, fieldName: z.string(), kind: Kind,
  /** As it came; masked where the field is sensitive. */
  text: z.string(), masked: z.boolean(), canReveal: z.boolean(), problem: Problem, source: ValueSource, sourceName: z.string(), at: Time,
});
export type Quarantined = z.infer<typeof Quarantined>;

export const quality = contract({
  get: {
    allow: 'field.write', action: 'view', input: Empty,
    reply: z.object({
      customers: z.int(),
      waiting: z.int(),
      /** Of what each source brought, how much was right. */
      sources: z.array(z.object({ source: ValueSource, accepted: z.int(), refused: z.int() })),
      /** How many customers have a value. */
      fields: z.array(z.object({ id: Id, name: z.string(), required: z.boolean(), customers: z.int() })),
    }),
  },
  quarantine: { allow: 'field.write', action: 'view', input: PageInput, reply: Page(Quarantined) },
  /** The value as it came, in full; recorded like `fields.reveal`. */
  reveal: { allow: 'field.reveal', input: z.object({ id: Id, reason: z.string().trim().min(2).max(200) }), reply: z.object({ text: z.string() }) },
  correct: { allow: 'field.write', input: z.object({ id: Id, value: FieldValue }), reply: Done },
  dismiss: { allow: 'field.write', input: z.object({ id: Id }), reply: Done },
  /** How much is still sealed with a key that is being retired. */
  keys: { allow: 'system.read', input: Empty, reply: z.object({ sealed: z.int(), old: z.int(), progress: Progress }) },
  rotate: { allow: 'system.write', input: Empty, reply: Done },
});
