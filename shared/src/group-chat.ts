import { z } from 'zod';
import { contract } from './contract';
import { Progress } from './corp';
import { StaffRef } from './org';
import { Done, Empty, Id, Page, PageInput, Time } from './page';

/** A tag of the group-chat library. It has nothing to do with customers' tags, also where the names are equal. */
export const GroupTagRef = z.object({ id: Id, name: z.string(), categoryName: z.string() });
export type GroupTagRef = z.infer<typeof GroupTagRef>;

export const GroupTagCategory = z.object({
  id: Id, name: z.string(),
  /** `groupCount`: groups that the caller sees; `carriers`: from how many it would be taken, for whoever may delete it. */
  tags: z.array(z.object({ id: Id, name: z.string(), groupCount: z.int(), carriers: z.int() })),
});
export type GroupTagCategory = z.infer<typeof GroupTagCategory>;

export const GroupRow = z.object({
  id: Id,
  chatId: z.string(),
  /** '' where nobody gave it a name. */
  name: z.string(),
  owner: StaffRef,
  /** `dismissed`: it does not exist any more. */
  state: z.enum(['active', 'dismissed']),
  /** Of the owner: still here, or gone and waiting, being or having been inherited. https://developer.work.weixin.qq.com/document/path/92120 */
  ownerState: z.enum(['normal', 'resigned', 'inheriting', 'inherited']),
  memberCount: z.int(),
  customerCount: z.int(),
  tags: z.array(GroupTagRef),
  createdAt: Time,
  dismissedAt: Time.nullable(),
});
export type GroupRow = z.infer<typeof GroupRow>;

/** How somebody came: 1 invited, 2 by a link, 3 by the group's code; 0 not told. */
const JoinScene = z.int();

export const GroupMember = z.object({
  id: Id,
  kind: z.enum(['staff', 'customer']),
  /** WeCom's id. */
  userId: z.string(),
  staff: StaffRef.nullable(),
  /** Null: not a customer, or not one of those whom the caller may see. */
  customerId: Id.nullable(),
  name: z.string(),
  avatarUrl: z.string(),
  nickname: z.string(),
  isOwner: z.boolean(),
  isAdmin: z.boolean(),
  /** Who of the staff has them as a friend; empty for somebody who is nobody's customer. */
  friendsOf: z.array(StaffRef),
  joinedAt: Time,
  joinScene: JoinScene,
  invitor: StaffRef.nullable(),
  /** Of the group live code, '' otherwise. */
  state: z.string(),
  leftAt: Time.nullable(),
  /** 0 went, 1 was removed; null: not told. */
  quitScene: z.int().nullable(),
});
export type GroupMember = z.infer<typeof GroupMember>;

export const GroupDetail = GroupRow.extend({ notice: z.string(), admins: z.array(StaffRef), syncedAt: Time.nullable(), leftCount: z.int(), /** In the group, but erased here. */ hiddenCount: z.int() });
export type GroupDetail = z.infer<typeof GroupDetail>;

export const GroupFilter = z.object({
  keyword: z.string().max(64).optional(),
  ownerId: Id.optional(),
  /** Any of these tags of the group-chat library. */
  tagIds: z.array(Id).max(50).optional(),
  state: z.enum(['active', 'dismissed']).optional(),
  size: z.enum(['small', 'middle', 'large']).optional(),
  createdFrom: Time.optional(),
  createdTo: Time.optional(),
});

/** Members of a group of each size. */
export const groupSizes = { small: { min: 0, max: 50 }, middle: { min: 51, max: 200 }, large: { min: 201, max: 100_000 } } as const;

export const groupChats = contract({
  list: { allow: 'groupChat.read', input: GroupFilter.extend(PageInput.shape), reply: Page(GroupRow) },
  get: { allow: 'groupChat.read', input: z.object({ id: Id }), reply: GroupDetail },
  /** The group that the sidebar stands beside. Null: not a customer group, or not read yet. */
  byChatId: { allow: 'groupChat.read', input: z.object({ chatId: z.string().min(1).max(64) }), reply: GroupDetail.nullable() },
  members: { allow: 'groupChat.read', input: PageInput.extend({ id: Id, who: z.enum(['here', 'left', 'customers', 'staff']).default('here') }), reply: Page(GroupMember) },
  ofCustomer: {
    allow: 'groupChat.read', input: z.object({ customerId: Id }),
    reply: z.object({ items: z.array(z.object({ group: GroupRow, joinedAt: Time, joinScene: JoinScene, leftAt: Time.nullable(), quitScene: z.int().nullable() })) }),
  },
  /** Adds and removes tags of the group-chat library on all of these groups at once. */
  tag: {
    allow: 'groupChat.write',
    input: z.object({ ids: z.array(Id).min(1).max(1000), add: z.array(Id).max(50).default([]), remove: z.array(Id).max(50).default([]) }),
    reply: z.object({ changed: z.int() }),
  },
  sync: { allow: 'customer.sync', input: Empty, reply: Done },
  progress: { allow: 'groupChat.read', input: Empty, reply: Progress },
});

const Name = z.string().trim().min(1).max(30);

export const groupTags = contract({
  list: { allow: 'groupChat.read', input: Empty, reply: z.object({ items: z.array(GroupTagCategory) }) },
  /** Adds tags to a category; an unknown name makes the category. Names that are there already stay. */
  create: { allow: 'groupTag.write', action: 'create', input: z.object({ categoryName: Name, names: z.array(Name).min(1).max(100) }), reply: GroupTagCategory },
  rename: { allow: 'groupTag.write', input: z.object({ id: Id, name: Name }), reply: Done },
  renameCategory: { allow: 'groupTag.write', input: z.object({ id: Id, name: Name }), reply: Done },
  /** Takes it off every group. The last tag of a category takes the category with it. */
  remove: { allow: 'groupTag.write', action: 'delete', input: z.object({ id: Id }), reply: Done },
});
