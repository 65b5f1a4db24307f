import { z } from 'zod';
import { contract } from './contract';
import { Done, Empty, Id, Time } from './page';

export const TagRef = z.object({ id: Id, name: z.string(), groupName: z.string() });
export type TagRef = z.infer<typeof TagRef>;

/** What stands on a system tag, so that it cannot be changed here: who lost touch, and what a customer did. */
export const lockReasons = ['lost', 'interaction'] as const;
/** By what a tag came to a customer. */
export const tagHows = ['hand', 'task', 'liveCode', 'wecom', 'rule'] as const;

/** When a customer first got a tag and when last, and by whom or what. */
export const TagMark = z.object({
  tagId: Id,
  first: z.object({ at: Time, how: z.enum(tagHows), by: z.string() }),
  last: z.object({ at: Time, how: z.enum(tagHows), by: z.string() }),
});
export type TagMark = z.infer<typeof TagMark>;

export const Tag = z.object({
  id: Id, name: z.string(), order: z.int(),
  /** Of those whom the caller sees. */
  customerCount: z.int(),
  /** From how many it would be taken: of the whole company for whoever may delete it, else as `customerCount`. */
  carriers: z.int(),
  ours: z.boolean(), lockedFor: z.enum(lockReasons).nullable(),
});
export const TagGroup = z.object({
  id: Id, name: z.string(), order: z.int(), tags: z.array(Tag), syncedAt: Time.nullable(),
  /** Made through this app; what others made can be read only. */
  ours: z.boolean(),
  /** WeCom's departments whose people use the group; null: everybody. */
  departmentIds: z.array(z.int()).nullable(),
  /** Whether the caller may put these tags on customers. */
  usable: z.boolean(),
  lockedFor: z.enum(lockReasons).nullable(),
});
export type TagGroup = z.infer<typeof TagGroup>;

/** WeCom: names of at most 30 characters. https://developer.work.weixin.qq.com/document/path/92117 */
const Name = z.string().trim().min(1).max(30);

/** What a tag may hang on beside customers. */
export const useKinds = ['liveCode', 'welcomeRule', 'groupCode', 'channel'] as const;
export type UseKind = (typeof useKinds)[number];

export const tags = contract({
  /** Groups that are not for the caller's department are left out, unless the caller looks after the library. */
  list: { allow: 'tag.read', input: Empty, reply: z.object({ items: z.array(TagGroup), limit: z.int() }) },
  /** Adds tags to a group; an unknown group name makes the group. */
  create: { allow: 'tag.write', action: 'create', input: z.object({ groupName: Name, names: z.array(Name).min(1).max(100) }), reply: TagGroup },
  /** `was`: the name that the editor showed; another one meanwhile is told, not overwritten. */
  rename: { allow: 'tag.write', input: z.object({ id: Id, name: Name, was: z.string().max(128).optional() }), reply: Done },
  remove: { allow: 'tag.write', action: 'delete', input: z.object({ id: Id }), reply: Done },
  removeMany: { allow: 'tag.write', action: 'delete', input: z.object({ ids: z.array(Id).min(1).max(100) }), reply: Done },
  renameGroup: { allow: 'tag.write', input: z.object({ id: Id, name: Name, was: z.string().max(128).optional() }), reply: Done },
  /** With all its tags. */
  removeGroup: { allow: 'tag.write', action: 'delete', input: z.object({ id: Id }), reply: Done },
  /** All groups, the first on top. */
  orderGroups: { allow: 'tag.write', input: z.object({ ids: z.array(Id).min(1).max(3000) }), reply: Done },
  /** All tags of a group, the first on top. */
  order: { allow: 'tag.write', input: z.object({ groupId: Id, ids: z.array(Id).min(1).max(3000) }), reply: Done },
  /** Null: everybody uses the group. */
  scope: { allow: 'tag.write', input: z.object({ groupId: Id, departmentIds: z.array(z.int()).min(1).max(200).nullable() }), reply: Done },
  /** Where a tag is used beside the customers. */
  uses: { allow: 'tag.read', input: z.object({ id: Id }), reply: z.object({ customers: z.int(), items: z.array(z.object({ kind: z.enum(useKinds), id: Id, name: z.string() })), /** How many more there are that are not the caller's to see. */ hidden: z.int() }) },
  /** Makes the system tags that automation stands on, where they are missing. */
  addSystemTags: { allow: 'tag.write', input: Empty, reply: Done },
  sync: { allow: 'tag.write', action: 'run', input: Empty, reply: Done },
});
