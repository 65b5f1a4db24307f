import { z } from 'zod';
import { contract } from './contract';
import { Done, Empty, Id, Time } from './page';

export const TagRef = z.object({ id: Id, name: z.string(), groupName: z.string() });
export type TagRef = z.infer<typeof TagRef>;

export const Tag = z.object({ id: Id, name: z.string(), order: z.int(), customerCount: z.int(), ours: z.boolean() });
export const TagGroup = z.object({ id: Id, name: z.string(), order: z.int(), tags: z.array(Tag), syncedAt: Time.nullable() });
export type TagGroup = z.infer<typeof TagGroup>;

/** WeCom: names of at most 30 characters. https://developer.work.weixin.qq.com/document/path/92117 */
const Name = z.string().trim().min(1).max(30);

export const tags = contract({
  list: { allow: 'tag.read', input: Empty, reply: z.object({ items: z.array(TagGroup) }) },
  /** Adds tags to a group; an unknown group name makes the group. */
  create: { allow: 'tag.write', action: 'create', input: z.object({ groupName: Name, names: z.array(Name).min(1).max(100) }), reply: TagGroup },
  rename: { allow: 'tag.write', input: z.object({ id: Id, name: Name }), reply: Done },
  remove: { allow: 'tag.write', action: 'delete', input: z.object({ id: Id }), reply: Done },
  sync: { allow: 'tag.write', action: 'run', input: Empty, reply: Done },
});
