import { z } from 'zod';
import { contract } from './contract';
import { StoredFile } from './file';
import { StaffRef } from './org';
import { Done, Id, Page, PageInput, Time } from './page';

/** What a colleague wrote about a customer. */
export const Note = z.object({
  id: Id,
  customer: z.object({ id: Id, name: z.string(), avatarUrl: z.string() }),
  text: z.string(),
  /** Seen by whoever keeps it and nobody else. */
  isPrivate: z.boolean(),
  author: StaffRef.nullable(),
  authorName: z.string(),
  mentions: z.array(StaffRef),
  files: z.array(StoredFile),
  createdAt: Time,
  updatedAt: Time,
  /** How often it was changed. */
  edits: z.int(),
  mine: z.boolean(),
  /** The caller may take it away. */
  removable: z.boolean(),
});
export type Note = z.infer<typeof Note>;

export const Mention = z.object({ id: Id, at: Time, readAt: Time.nullable(), note: Note, /** The caller may open the customer. */ reachable: z.boolean() });
export type Mention = z.infer<typeof Mention>;

const Draft = z.object({
  text: z.string().trim().min(1).max(5000),
  isPrivate: z.boolean().default(false),
  mentionIds: z.array(Id).max(20).default([]),
  fileIds: z.array(Id).max(9).default([]),
});

export const notes = contract({
  list: { allow: 'customer.read', input: PageInput.extend({ customerId: Id }), reply: Page(Note) },
  /** Words in any note that the caller may read. */
  search: { allow: 'customer.read', input: PageInput.extend({ keyword: z.string().trim().max(64).default('') }), reply: Page(Note) },
  /** `key`: the screen's own mark of this writing, so that a second press writes nothing more. */
  create: { allow: 'customer.write', action: 'create', input: Draft.extend({ customerId: Id, key: z.string().min(8).max(60) }), reply: Note },
  edit: { allow: 'customer.write', input: Draft.extend({ id: Id, updatedAt: Time }), reply: Note },
  remove: { allow: 'customer.write', action: 'delete', input: z.object({ id: Id }), reply: Done },
  /** How it read before, newest first. */
  history: { allow: 'customer.read', input: z.object({ id: Id }), reply: z.object({ items: z.array(z.object({ id: Id, text: z.string(), at: Time, byName: z.string() })) }) },
  mentions: { allow: 'customer.read', input: PageInput, reply: z.object({ items: z.array(Mention), total: z.int(), unread: z.int(), nextCursor: z.string().nullable() }) },
  readMentions: { allow: 'customer.read', input: z.object({ ids: z.array(Id).min(1).max(200) }), reply: Done },
});
