import { z } from 'zod';
import { contract } from './contract';
import { FieldFilter } from './field';
import { Done, Empty, Id, Time } from './page';

const Ids = z.array(Id).max(200);
/** From `from` on and before `to`. */
const Range = z.object({ from: Time.optional(), to: Time.optional() });

/**
 * Which customers: everything that is given must be true of them. What is said of followers (staff, source, way of adding)
 * is true when it is true of any one of them.
 */
export const AudienceFilter = z.object({
  /** In name, remark or company, large or small letters alike; or the whole external id, or a whole phone number however it is written. */
  keyword: z.string().max(64).optional(),
  tags: z.object({
    any: Ids.optional(),
    all: Ids.optional(),
    none: Ids.optional(),
  }).optional(),
  staffIds: Ids.optional(),
  /** WeCom's ids; everyone in them or under them. */
  departmentIds: z.array(z.int()).max(200).optional(),
  liveCodeIds: Ids.optional(),
  sourceKinds: z.array(z.enum(['liveCode', 'link', 'addWay', 'unknown'])).max(4).optional(),
  /** What people chose of the company's own list of sources; one at the top stands for those under it too. */
  leadSourceIds: Ids.optional(),
  /** WeCom's add_way; https://developer.work.weixin.qq.com/document/path/92114 */
  addWays: z.array(z.int()).max(50).optional(),
  addedAt: Range.optional(),
  /** When they last did something of their own. */
  activeAt: Range.optional(),
  /** Stands in any of these stages; with `flowId` in that flow. */
  stageIds: Ids.optional(),
  flowId: Id.optional(),
  /** Each of these is true of their own fields. A text is looked through as far as its first 190 characters. */
  fields: z.array(FieldFilter).max(20).optional(),
  /** Friends of anybody, or of nobody any more; with staff or departments, between those and the customer. */
  state: z.enum(['friend', 'lost']).optional(),
});
export type AudienceFilter = z.infer<typeof AudienceFilter>;

export const customerColumns = ['state', 'stage', 'tags', 'staff', 'source', 'leadSource', 'added', 'active', 'remark', 'company', 'externalUserid'] as const;
export type CustomerColumn = (typeof customerColumns)[number];

const Name = z.string().trim().min(1).max(40);
const Columns = z.array(z.enum(customerColumns)).max(customerColumns.length);
const Shared = z.enum(['nobody', 'role', 'everyone']);

/** A filter with its columns, kept under a name. */
export const SavedView = z.object({
  id: Id,
  name: z.string(),
  filter: AudienceFilter,
  /** In the order in which they are shown; the name always comes first. */
  columns: Columns,
  /** `role`: those who have the same role as its maker. */
  shared: Shared,
  /** The caller made it, so may change it. */
  own: z.boolean(),
  ownerName: z.string(),
  /** What the caller's list opens with. */
  isDefault: z.boolean(),
  updatedAt: Time,
});
export type SavedView = z.infer<typeof SavedView>;

export const views = contract({
  list: { allow: 'customer.read', input: Empty, reply: z.object({ items: z.array(SavedView) }) },
  create: { allow: 'customer.read', action: 'create', input: z.object({ name: Name, filter: AudienceFilter, columns: Columns, shared: Shared.default('nobody') }), reply: SavedView },
  /** What is left out stays. `updatedAt`: as it was read, so that nobody overwrites what somebody else just changed. */
  update: {
    allow: 'customer.read', action: 'edit',
    input: z.object({ id: Id, updatedAt: Time, name: Name.optional(), filter: AudienceFilter.optional(), columns: Columns.optional(), shared: Shared.optional() }),
    reply: SavedView,
  },
  remove: { allow: 'customer.read', action: 'delete', input: z.object({ id: Id }), reply: Done },
  /** Null: the list opens without a view. */
  setDefault: { allow: 'customer.read', input: z.object({ id: Id.nullable() }), reply: Done },
});
