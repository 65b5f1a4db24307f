import { z } from 'zod';
import { contract } from './contract';
import { StaffRef } from './org';
import { TagRef } from './tag';
import { Done, Empty, Id, Time } from './page';

/** Levels of the tree, and channels of a company. */
export const channelLevels = 6;
export const channelLimit = 5000;
/** Between the names of a path; no name has it. */
export const pathMark = '/';

export const costPeriods = ['once', 'day', 'week', 'month', 'quarter', 'year'] as const;
export type CostPeriod = (typeof costPeriods)[number];

const UtmValue = z.string().trim().max(100).default('');
export const Utm = z.object({ source: UtmValue, medium: UtmValue, campaign: UtmValue, term: UtmValue, content: UtmValue });
export type Utm = z.output<typeof Utm>;

export const ChannelInput = z.object({
  name: z.string().trim().min(1).max(30).refine((name) => !name.includes(pathMark), { message: pathMark }),
  ownerId: Id.nullable().default(null),
  /** Fen, for each period or once. */
  costFen: z.int().min(0).max(1_000_000_000_000).default(0),
  costPeriod: z.enum(costPeriods).default('once'),
  utm: Utm.default({ source: '', medium: '', campaign: '', term: '', content: '' }),
  /** What everybody gets who comes through it; null: a tag of its own is made. */
  tagId: Id.nullable().default(null),
});

export const Channel = z.object({
  id: Id,
  parentId: Id.nullable(),
  name: z.string(),
  /** `线上/抖音/直播间` */
  path: z.string(),
  owner: StaffRef.nullable(),
  costFen: z.int(),
  costPeriod: z.enum(costPeriods),
  utm: Utm,
  tag: TagRef.nullable(),
  /** By itself, or because a channel above it is. */
  archived: z.boolean(),
  archivedAt: Time.nullable(),
  /** Whether the caller may change it. */
  mine: z.boolean(),
  createdAt: Time,
  updatedAt: Time,
});
export type Channel = z.infer<typeof Channel>;

const One = z.object({ id: Id });

/** Where customers come from, as a tree. An id never changes, whatever a channel is called and wherever it stands. */
export const channels = contract({
  /** All of them, each after its parent. */
  list: { allow: 'liveCode.read', input: Empty, reply: z.object({ items: z.array(Channel) }) },
  create: { allow: 'liveCode.write', action: 'create', input: ChannelInput.extend({ parentId: Id.nullable().default(null) }), reply: Channel },
  /** `updatedAt` is what the editor loaded; another value means `stale_edit`. */
  update: { allow: 'liveCode.write', input: ChannelInput.extend({ id: Id, updatedAt: Time }), reply: Channel },
  /** With everything below it. */
  move: { allow: 'liveCode.write', input: One.extend({ parentId: Id.nullable() }), reply: Channel },
  /** Hides the channel, what is below it and its codes; printed codes go on working. */
  archive: { allow: 'liveCode.write', input: One.extend({ archived: z.boolean() }), reply: Done },
  /** What its path has been, the newest first. */
  history: { allow: 'liveCode.read', input: One, reply: z.object({ items: z.array(z.object({ path: z.string(), at: Time, by: z.string() })) }) },
});
