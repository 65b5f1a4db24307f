import { z } from 'zod';
import { contract } from './contract';
import { StaffRef } from './org';
import { Done, Empty, Id, Page, PageInput, Time } from './page';

/** WeCom: at most 500 members on one link. https://developer.work.weixin.qq.com/document/path/97297 */
export const staffPerLink = 500;
/** WeCom warns below this many. */
export const lowBalance = 20;
export const sourcesPerLink = 200;

export const linkStates = ['preparing', 'ready', 'failed', 'gone', 'deleted'] as const;

export const LinkInput = z.object({
  name: z.string().trim().min(1).max(30),
  staffIds: z.array(Id).max(staffPerLink).default([]),
  /** WeCom's departments, with those below. */
  departmentIds: z.array(z.int()).max(100).default([]),
  skipVerify: z.boolean().default(true),
  channelId: Id.nullable().default(null),
});

/** A named place where a link is put: the same link with a `customer_channel` of its own. */
export const LinkSource = z.object({ id: Id, name: z.string(), url: z.string(), requests: z.int(), added: z.int(), chatted: z.int() });
export type LinkSource = z.infer<typeof LinkSource>;

export const AcquisitionLink = z.object({
  id: Id,
  name: z.string(),
  staff: z.array(StaffRef),
  departmentIds: z.array(z.int()),
  skipVerify: z.boolean(),
  channel: z.object({ id: Id, path: z.string() }).nullable(),
  /** `gone`: WeCom says that it is unusable or was deleted there. */
  state: z.enum(linkStates),
  error: z.string(),
  url: z.string(),
  clicks: z.int(),
  added: z.int(),
  /** Of these, those who wrote first. */
  chatted: z.int(),
  sources: z.array(LinkSource),
  syncedAt: Time.nullable(),
  createdAt: Time,
  updatedAt: Time,
});
export type AcquisitionLink = z.infer<typeof AcquisitionLink>;

export const LinkCustomer = z.object({
  id: Id,
  /** Null: erased, or not to be seen by the caller any more; their addition counts all the same. */
  customerId: Id.nullable(), name: z.string(), avatarUrl: z.string(), externalUserid: z.string(),
  staff: StaffRef.nullable(), sourceName: z.string(), chatted: z.boolean(), addedAt: Time,
});
export type LinkCustomer = z.infer<typeof LinkCustomer>;

/** `added` and `customer_start_chat` are somebody's; of a `friend_request` WeCom tells the place alone; the others concern the link or the company's quota. */
export const linkEventKinds = ['friend_request', 'added', 'customer_start_chat', 'link_unavailable', 'delete_link', 'balance_low', 'balance_exhausted', 'balance_increased', 'quota_expire_soon'] as const;
export type LinkEventKind = (typeof linkEventKinds)[number];

export const LinkEvent = z.object({
  id: Id, kind: z.enum(linkEventKinds), at: Time, sourceName: z.string(), staff: StaffRef.nullable(),
  /** Null where nobody is told, or not one of those whom the caller may see. */
  customer: z.object({ id: Id, name: z.string(), avatarUrl: z.string() }).nullable(),
});
export type LinkEvent = z.infer<typeof LinkEvent>;

const One = z.object({ id: Id });

/** Acquisition links (获客助手): WeCom's links that add staff from outside of a code, against a quota that is bought. */
export const acquisition = contract({
  list: { allow: 'liveCode.read', input: PageInput.extend({ keyword: z.string().max(64).optional() }), reply: Page(AcquisitionLink) },
  /** Customers whom the links of a channel and of those below it brought. */
  added: { allow: 'liveCode.read', input: z.object({ channelId: Id }), reply: z.object({ added: z.int() }) },
  get: { allow: 'liveCode.read', input: One, reply: AcquisitionLink },
  create: { allow: 'liveCode.write', action: 'create', input: LinkInput, reply: AcquisitionLink },
  update: { allow: 'liveCode.write', input: LinkInput.extend({ id: Id, updatedAt: Time }), reply: AcquisitionLink },
  remove: { allow: 'liveCode.write', action: 'delete', input: One, reply: Done },
  retry: { allow: 'liveCode.write', action: 'run', input: One, reply: AcquisitionLink },
  addSource: { allow: 'liveCode.write', action: 'create', input: One.extend({ name: z.string().trim().min(1).max(40) }), reply: AcquisitionLink },
  renameSource: { allow: 'liveCode.write', input: z.object({ sourceId: Id, name: z.string().trim().min(1).max(40) }), reply: AcquisitionLink },
  /** What is left of the customers that links may bring, and what WeCom said of it last. */
  quota: { allow: 'liveCode.read', input: Empty, reply: z.object({ used: z.int(), balance: z.int(), batches: z.array(z.object({ endsAt: Time, balance: z.int() })), warning: z.enum(['none', 'low', 'exhausted', 'ending']) }) },
  customers: { allow: 'customer.read', input: PageInput.extend({ id: Id, sourceId: Id.optional() , /** Only those who wrote. */ chatted: z.literal(true).optional() }), reply: Page(LinkCustomer) },
  /** What happened by the link and to the company's quota, the newest first. */
  events: { allow: 'liveCode.read', input: PageInput.extend({ id: Id, kinds: z.array(z.enum(linkEventKinds)).max(linkEventKinds.length).default([]) }), reply: Page(LinkEvent) },
  /** By day (`2026-09-01`), the newest first: what WeCom counts. */
  days: { allow: 'liveCode.read', input: One, reply: z.object({ items: z.array(z.object({ day: z.string(), clicks: z.int(), added: z.int() })) }) },
  /** Reads customers and figures from WeCom now. */
  sync: { allow: 'liveCode.write', action: 'run', input: One, reply: Done },
});
