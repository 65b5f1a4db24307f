import { z } from 'zod';
import { contract } from './contract';
import { Activity } from './customer';
import { StaffRef } from './org';
import { TagRef } from './tag';
import { Done, Empty, Id, Page, PageInput, Time } from './page';

/** On-job: the giver stays. Resigned: the giver has left the company. */
export const transferKinds = ['onJob', 'resigned'] as const;
export const TransferKind = z.enum(transferKinds);
export type TransferKind = z.infer<typeof TransferKind>;

/**
 * `waiting`: not asked of WeCom yet. `pending`: WeCom has begun, it takes effect after 24 hours. `moving`: it took effect, tags
 * and the rest follow. `refused`, `full`, `limited`, `failed`: in the queue. `givenUp`: nobody tries again.
 */
export const itemStates = ['waiting', 'asking', 'pending', 'moving', 'done', 'refused', 'full', 'limited', 'failed', 'givenUp'] as const;
export const ItemState = z.enum(itemStates);
export type ItemState = z.infer<typeof ItemState>;
export const queueStates = ['refused', 'full', 'limited', 'failed'] as const satisfies readonly ItemState[];

/** WeCom's limits as data: number, where it is written, when that was read, and how sure it is. */
export const transferLimits = [
  { key: 'perCall', value: 100, source: 'https://developer.work.weixin.qq.com/document/path/92125', date: '2023-12-01', confidence: 'H' },
  { key: 'perCustomer', value: 2, source: 'https://developer.work.weixin.qq.com/document/path/92125', date: '2023-12-01', confidence: 'H' },
  { key: 'perCustomerDays', value: 90, source: 'https://developer.work.weixin.qq.com/document/path/92125', date: '2023-12-01', confidence: 'H' },
  { key: 'effectHours', value: 24, source: 'https://developer.work.weixin.qq.com/document/path/92125', date: '2023-12-01', confidence: 'H' },
  { key: 'triesAfterRefusal', value: 2, source: 'https://developer.work.weixin.qq.com/document/path/92125', date: '2023-12-01', confidence: 'M' },
  { key: 'groupsPerDay', value: 300, source: 'https://developer.work.weixin.qq.com/document/path/95703', date: '2023-12-01', confidence: 'H' },
] as const;
export type TransferLimit = (typeof transferLimits)[number]['key'];

/** How the queue waits; within what WeCom allows this is the company's own choice. */
export const TransferRules = z.object({
  /** Days until a customer who refused is asked again, while tries are left. */
  refusedWaitDays: z.int().min(1).max(90),
  /** Days until a taker who was full is tried again. */
  fullWaitDays: z.int().min(1).max(90),
  /** Days until one who was in another hand-over, or failed otherwise, is tried again. */
  failedWaitDays: z.int().min(1).max(90),
  /** The number field that says what a customer is worth, in yuan; null: none was chosen. */
  valueFieldId: Id.nullable().default(null),
});
export type TransferRules = z.infer<typeof TransferRules>;

export const Assignment = z.discriminatedUnion('way', [
  z.object({ way: z.literal('even'), staffIds: z.array(Id).min(1).max(100) }),
  /** Evenly among all of a department who can receive customers. */
  z.object({ way: z.literal('department'), departmentId: z.int() }),
  /** The first rule whose tag the customer has; the others go to `otherwise`. */
  z.object({ way: z.literal('tag'), rules: z.array(z.object({ tagId: Id, staffId: Id })).min(1).max(50), otherwise: Id }),
  z.object({ way: z.literal('hand'), pairs: z.array(z.object({ customerId: Id, staffId: Id })).min(1).max(500) }),
]);
export type Assignment = z.infer<typeof Assignment>;

export const TransferPlan = z.object({
  kind: TransferKind,
  fromStaffId: Id,
  /** Only these; without it all of the giver's. */
  customerIds: z.array(Id).min(1).max(2000).optional(),
  /** Only those who have one of these. */
  tagIds: z.array(Id).min(1).max(50).optional(),
  to: Assignment,
});
export type TransferPlan = z.infer<typeof TransferPlan>;

/**
 * What customers are worth together, in fen, and of how many it is known. `unset`: no field was chosen for it; `hidden`: the field is not
 * for the caller's eyes.
 */
export const Worth = z.discriminatedUnion('state', [
  z.object({ state: z.enum(['unset', 'hidden']) }),
  z.object({ state: z.literal('known'), fen: z.int(), known: z.int(), of: z.int() }),
]);
export type Worth = z.infer<typeof Worth>;

export const CustomerBrief = z.object({ id: Id, name: z.string(), avatarUrl: z.string(), externalUserid: z.string() });
export type CustomerBrief = z.infer<typeof CustomerBrief>;

/** Why somebody cannot be handed over: they deleted the giver, are on the way or in the queue already, or were handed over twice in 90 days. */
export const blockReasons = ['lost', 'inTransfer', 'queued', 'limit'] as const;

export const TransferPreview = z.object({
  total: z.int(),
  movable: z.int(),
  takers: z.array(z.object({ staff: StaffRef, count: z.int(), /** Of these, already friends. */ known: z.int(), has: z.int() })),
  blocked: z.array(z.object({ reason: z.enum(blockReasons), count: z.int(), customers: z.array(CustomerBrief) })),
  /** Calls of WeCom that it takes. */
  calls: z.int(),
  /** Of those who can be moved: who has one hand-over left of the two, and who has none after this one. */
  lastTry: z.int(),
  groups: z.int(),
  /** Of all whom the plan chooses, whether they can go or not. */
  worth: Worth,
});
export type TransferPreview = z.infer<typeof TransferPreview>;

export const Transfer = z.object({
  id: Id,
  kind: TransferKind,
  from: StaffRef,
  takers: z.array(StaffRef),
  way: z.enum(['even', 'department', 'tag', 'hand']),
  message: z.string(),
  nextStep: z.string(),
  autoRetry: z.boolean(),
  state: z.enum(['running', 'done']),
  total: z.int(),
  counts: z.record(z.enum(itemStates), z.int()),
  groups: z.object({ total: z.int(), done: z.int(), failed: z.int() }),
  createdBy: z.string(),
  createdAt: Time,
  settledAt: Time.nullable(),
});
export type Transfer = z.infer<typeof Transfer>;

export const TransferItem = z.object({
  id: Id,
  transferId: Id,
  kind: TransferKind,
  /** With the account that is handed over. */
  customer: CustomerBrief,
  /** It came to the customer by a merge, beside their own. */
  isMergedAccount: z.boolean(),
  from: StaffRef,
  to: StaffRef,
  state: ItemState,
  /** In words, in the reader's language; '' where the state says it all. */
  reason: z.string(),
  tries: z.int(),
  /** How often WeCom may still be asked before it wants 90 days of rest. */
  triesLeft: z.int(),
  askedAt: Time.nullable(),
  /** When WeCom lets it take effect. */
  dueAt: Time.nullable(),
  settledAt: Time.nullable(),
  retryAt: Time.nullable(),
  autoRetry: z.boolean(),
});
export type TransferItem = z.infer<typeof TransferItem>;

export const TransferGroup = z.object({
  chatId: z.string(), name: z.string(), to: StaffRef, state: z.enum(['waiting', 'done', 'failed']), reason: z.string(),
  /** Of one that WeCom refused: when it is asked for again; null: never. */
  retryAt: Time.nullable(),
});
export type TransferGroup = z.infer<typeof TransferGroup>;

/** One page for the new owner. */
export const Dossier = z.object({
  itemId: Id,
  kind: TransferKind,
  customer: CustomerBrief,
  from: StaffRef,
  to: StaffRef,
  /** When the giver and the customer met, and when the customer came over; null while it is under way. */
  since: Time,
  settledAt: Time.nullable(),
  remark: z.string(),
  description: z.string(),
  tags: z.array(TagRef),
  /** What the giver says is to be done next. */
  nextStep: z.string(),
  worth: Worth,
  lines: z.array(z.object({ kind: z.enum(['task', 'note', 'promise', 'file']), text: z.string(), at: Time.nullable() })),
  activities: z.array(Activity),
  /** How many entries the timeline has in all. */
  activityCount: z.int(),
});
export type Dossier = z.infer<typeof Dossier>;

export const Leaver = z.object({
  staff: StaffRef,
  leftAt: Time,
  /** False: WeCom does not list them as having left, perhaps they are only out of the visible range. */
  confirmed: z.boolean(),
  /** Customers who wait for a new owner, are on the way, are with one, and are in the queue. */
  waiting: z.int(),
  pending: z.int(),
  done: z.int(),
  queued: z.int(),
  groups: z.int(),
  /** Live codes that name them, or where nobody is left. */
  codes: z.int(),
});
export type Leaver = z.infer<typeof Leaver>;

const ItemIds = z.object({ ids: z.array(Id).min(1).max(200) });

export const transfers = contract({
  preview: { allow: 'transfer.write', action: 'view', input: TransferPlan, reply: TransferPreview },
  create: {
    allow: 'transfer.write',
    input: TransferPlan.extend({
      /** What the customer reads; on-job only, WeCom's own words when empty. */
      message: z.string().trim().max(200).default(''),
      nextStep: z.string().trim().max(500).default(''),
      autoRetry: z.boolean().default(true),
      /** The giver's groups go to the first taker. */
      groups: z.boolean().default(false),
    }),
    reply: Transfer,
  },
  list: { allow: 'transfer.read', input: PageInput.extend({ kind: TransferKind.optional(), state: z.enum(['running', 'done']).optional(), fromStaffId: Id.optional() }), reply: Page(Transfer) },
  get: { allow: 'transfer.read', input: z.object({ id: Id }), reply: Transfer.extend({ chats: z.array(TransferGroup) }) },
  items: { allow: 'transfer.read', input: PageInput.extend({ id: Id, state: ItemState.optional() }), reply: Page(TransferItem) },
  /** What was not asked of WeCom yet is left. */
  cancel: { allow: 'transfer.write', action: 'close', input: z.object({ id: Id }), reply: Done },
  queue: { allow: 'transfer.read', input: PageInput.extend({ state: z.enum(queueStates).optional(), staffId: Id.optional(), dueBefore: Time.optional() }), reply: Page(TransferItem) },
  /** Tries again now, with another taker where one is given. */
  retry: { allow: 'transfer.write', input: ItemIds.extend({ toStaffId: Id.optional() }), reply: z.object({ retried: z.int() }) },
  /** Asks again for the groups of an order that WeCom refused, for another taker where one is given. */
  retryGroups: { allow: 'transfer.write', input: z.object({ id: Id, toStaffId: Id.optional() }), reply: z.object({ retried: z.int() }) },
  giveUp: { allow: 'transfer.write', action: 'close', input: ItemIds, reply: Done },
  setAutoRetry: { allow: 'transfer.write', action: 'edit', input: ItemIds.extend({ on: z.boolean() }), reply: Done },
  leavers: { allow: 'transfer.read', input: PageInput, reply: Page(Leaver) },
  /** The checklist of one who left, and the report of who got what. */
  leaver: {
    allow: 'transfer.read', input: z.object({ staffId: Id }),
    reply: Leaver.extend({
      liveCodes: z.array(z.object({ id: Id, name: z.string(), empty: z.boolean() })),
      takers: z.array(z.object({ staff: StaffRef, customers: z.int() })),
      transfers: z.array(Transfer),
      checkedAt: Time.nullable(),
    }),
  },
  /** Customers whom the caller, or those in their reach, took over. */
  received: { allow: 'customer.read', input: PageInput.extend({ staffId: Id.optional() }), reply: Page(TransferItem) },
  dossier: { allow: 'customer.read', input: z.object({ itemId: Id }), reply: Dossier },
  /** The newest hand-over of a customer to the caller's people. Null: they were never handed over. */
  dossierOf: { allow: 'customer.read', input: z.object({ customerId: Id }), reply: Dossier.nullable() },
  rules: {
    allow: 'transfer.read', input: Empty,
    reply: z.object({
      rules: TransferRules, updatedAt: Time,
      limits: z.array(z.object({ key: z.enum(transferLimits.map((one) => one.key) as [TransferLimit, ...TransferLimit[]]), value: z.int(), source: z.string(), date: z.string(), confidence: z.string() })),
    }),
  },
  saveRules: { allow: 'transfer.write', action: 'edit', input: TransferRules.extend({ updatedAt: Time }), reply: Done },
});
