import { z } from 'zod';
import { AudienceFilter } from './audience';
import { contract } from './contract';
import { Progress } from './corp';
import { StaffRef } from './org';
import { TagMark, TagRef } from './tag';
import { Done, Empty, Id, Page, PageInput, Time } from './page';

/** How a customer came: a live code of ours, or WeCom's own way. `unknown` is never guessed. */
export const Source = z.object({
  kind: z.enum(['liveCode', 'link', 'addWay', 'unknown']),
  liveCodeId: Id.nullable(),
  liveCodeName: z.string(),
  /** An acquisition link. */
  linkId: Id.nullable(),
  linkName: z.string(),
  /** The path of the channel at that time; '' where there was none. */
  channel: z.string(),
  /** WeCom's add_way; https://developer.work.weixin.qq.com/document/path/92114 */
  addWay: z.int().nullable(),
});
export type Source = z.infer<typeof Source>;

export const FollowUser = z.object({
  staff: StaffRef,
  /** By which external_userid: '' is the customer's own, else one that came with a merge. */
  account: z.string(),
  remark: z.string(),
  description: z.string(),
  tags: z.array(TagRef),
  source: Source,
  addedAt: Time,
  /** Null while they are friends. */
  lostAt: Time.nullable(),
  /** Who left whom. */
  lostBy: z.enum(['customer', 'staff', 'transfer']).nullable(),
});
export type FollowUser = z.infer<typeof FollowUser>;

export const CustomerRow = z.object({
  id: Id,
  externalUserid: z.string(),
  name: z.string(),
  avatarUrl: z.string(),
  /** 1: a WeChat user, 2: a WeCom user of another corp. */
  type: z.int(),
  corpName: z.string(),
  tags: z.array(TagRef),
  owners: z.array(StaffRef),
  remark: z.string(),
  source: Source,
  addedAt: Time,
  /** When they last did something of their own. */
  activeAt: Time,
  /** Set when nobody of the corp is a friend any more. */
  lostAt: Time.nullable(),
  lostBy: z.enum(['customer', 'staff', 'transfer']).nullable(),
});
export type CustomerRow = z.infer<typeof CustomerRow>;

export const activityKinds = [
  'customer.added', 'customer.welcomed', 'customer.welcomeMissed', 'customer.tagged', 'customer.untagged',
  'customer.merged', 'customer.unmerged', 'group.joined', 'group.left',
  'customer.remarked', 'customer.lost', 'customer.edited', 'customer.half', 'customer.synced', 'customer.restored',
  'customer.stageMoved', 'customer.noted',
  'customer.handedOver', 'customer.takenOver',
  'consent.given', 'consent.withdrawn', 'privacy.exported',
  'redPacket.sent', 'redPacket.claimed', 'redPacket.returned',
] as const;

export const Activity = z.object({
  id: Id,
  kind: z.enum(activityKinds),
  at: Time,
  staff: StaffRef.nullable(),
  /** What the sentence on the timeline needs: `tagNames`, `liveCodeName`, `remark`, `text`, `reason`, `picked`, `ms`, `by`, `fields`… */
  data: z.record(z.string(), z.unknown()),
});
export type Activity = z.infer<typeof Activity>;

export const CustomerDetail = CustomerRow.extend({
  gender: z.enum(['unknown', 'male', 'female']),
  position: z.string(),
  follows: z.array(FollowUser),
  tagMarks: z.array(TagMark),
  /** Tags that the caller sees but may not put on or take off: their group is for other departments. */
  fixedTagIds: z.array(Id),
});
export type CustomerDetail = z.infer<typeof CustomerDetail>;

/** Short for the commonest: any of these tags, this one staff member, this one code. */
export const CustomerFilter = AudienceFilter.extend({
  tagIds: z.array(Id).max(50).optional(),
  staffId: Id.optional(),
  liveCodeId: Id.optional(),
});

/** What stands there instead, who wrote it (`wecom`: in WeCom itself; '': not known) and when. */
export interface StaleRemark { remark: string; description: string; by: string; at: number | null }

export const customers = contract({
  list: { allow: 'customer.read', input: CustomerFilter.extend(PageInput.shape), reply: Page(CustomerRow).extend({ previousCursor: z.string().nullable() }) },
  get: { allow: 'customer.read', input: z.object({ id: Id }), reply: CustomerDetail },
  /** The customer of the chat that the sidebar stands beside. Null: not a customer (yet). */
  byExternalUserid: { allow: 'customer.read', input: z.object({ externalUserid: z.string().min(1).max(64) }), reply: CustomerDetail.nullable() },
  timeline: { allow: 'customer.read', input: PageInput.extend({ id: Id, kinds: z.array(z.enum(activityKinds)).optional() }), reply: Page(Activity) },
  /**
   * Adds and removes tags, in WeCom first. WeCom keeps tags per follower: without `staffId` the caller's own
   * follow relation is meant, or every follower's when the caller is no follower. Without `account` it reaches each relation that they have.
   */
  tag: { allow: 'customer.write', input: z.object({ id: Id, staffId: Id.optional(), account: z.string().max(64).optional(), add: z.array(Id).max(50).default([]), remove: z.array(Id).max(50).default([]) }), reply: CustomerDetail },
  /**
   * WeCom: remark at most 20 characters, description at most 150. https://developer.work.weixin.qq.com/document/path/92115
   * `seen`: what stood there when the person began; where somebody else wrote something else since, `stale_edit` with `StaleRemark`.
   */
  remark: {
    allow: 'customer.write',
    input: z.object({
      id: Id, staffId: Id.optional(), account: z.string().max(64).optional(), remark: z.string().max(20).optional(), description: z.string().max(150).optional(),
      seen: z.object({ remark: z.string().max(128).optional(), description: z.string().max(500).optional() }).default({}),
    }),
    reply: CustomerDetail,
  },
  sync: { allow: 'customer.sync', input: Empty, reply: Done },
  progress: { allow: 'customer.read', input: Empty, reply: Progress },
});
