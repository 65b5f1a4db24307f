import { z } from 'zod';
import { contract } from './contract';
import { byteLength } from './text';
import { StaffRef } from './org';
import { TagRef } from './tag';
import { Done, Empty, Id, Page, PageInput, Time } from './page';

/** `offered`: its welcome is on the way. `alreadyIn`, `noRoom`: not invited, and why. `notFriend`, `quota`: WeCom did not deliver. */
export const invitationStates = ['offered', 'planned', 'sent', 'alreadyIn', 'noRoom', 'notFriend', 'quota', 'failed', 'stopped'] as const;
export type InvitationState = (typeof invitationStates)[number];

const LinkTitle = z.string().trim().max(40).refine((text) => byteLength(text) <= 128);

/** Whoever is added is invited: by one live code, or by all that have no rule of their own. */
export const InviteRule = z.object({
  id: Id,
  /** Null: the whole company's. */
  liveCode: z.object({ id: Id, name: z.string() }).nullable(),
  /** `isOpen`: it has a group that takes somebody now. Else the rule invites nobody. */
  groupCode: z.object({ id: Id, name: z.string(), isOpen: z.boolean() }),
  /** On the card that the welcome carries; '': the title of the code's page. */
  title: z.string(),
  isOn: z.boolean(),
  added: z.int(), sent: z.int(), alreadyIn: z.int(), noRoom: z.int(), joined: z.int(),
});
export type InviteRule = z.infer<typeof InviteRule>;

export const InviteTaskInput = z.object({
  name: z.string().trim().min(1).max(64),
  groupCodeId: Id,
  /** Customers with any of these. */
  tagIds: z.array(Id).min(1).max(50),
  /** They each get a task, for their own customers. */
  staffIds: z.array(Id).min(1).max(200),
  text: z.string().trim().max(1000).refine((text) => byteLength(text) <= 4000),
});
export type InviteTaskInput = z.input<typeof InviteTaskInput>;

export const inviteTaskStates = ['running', 'done', 'stopped'] as const;
/** Of one member: being asked, waiting for them to press send, sent, refused by WeCom, without a clear answer, stopped. */
export const inviteSendStates = ['asking', 'waiting', 'sent', 'failed', 'unclear', 'stopped'] as const;

const Counts = { customers: z.int(), sent: z.int(), joined: z.int() };

export const InviteTaskRow = z.object({
  id: Id, name: z.string(), groupCode: z.object({ id: Id, name: z.string() }), state: z.enum(inviteTaskStates), staffCount: z.int(), sentStaff: z.int(), ...Counts, alreadyIn: z.int(), createdAt: Time,
});
export type InviteTaskRow = z.infer<typeof InviteTaskRow>;

export const InviteTask = InviteTaskRow.extend({
  text: z.string(), tags: z.array(TagRef),
  sends: z.array(z.object({ id: Id, staff: StaffRef, state: z.enum(inviteSendStates), error: z.string(), sentAt: Time.nullable(), ...Counts, notFriend: z.int(), quota: z.int() })),
});
export type InviteTask = z.infer<typeof InviteTask>;

export const Invitation = z.object({
  id: Id, at: Time, state: z.enum(invitationStates), staff: StaffRef.nullable(),
  /** Null: not (yet) one of those whom the caller may see. */
  customer: z.object({ id: Id, name: z.string(), avatarUrl: z.string() }).nullable(),
  joinedAt: Time.nullable(), groupName: z.string(),
});
export type Invitation = z.infer<typeof Invitation>;

export const InvitePreview = z.object({
  customers: z.int(), alreadyIn: z.int(), open: z.boolean(),
  /** Of `customers`, those whom another task of today invites: WeCom may refuse a second message. */
  askedToday: z.int(),
  staff: z.array(z.object({ staff: StaffRef, customers: z.int() })),
});
export type InvitePreview = z.infer<typeof InvitePreview>;

export const groupInvites = contract({
  rules: { allow: 'liveCode.read', input: Empty, reply: z.object({ items: z.array(InviteRule) }) },
  saveRule: { allow: 'liveCode.write', input: z.object({ liveCodeId: Id.nullable(), groupCodeId: Id, title: LinkTitle.default(''), isOn: z.boolean().default(true) }), reply: Done },
  removeRule: { allow: 'liveCode.write', action: 'delete', input: z.object({ id: Id }), reply: Done },
  tasks: { allow: 'liveCode.read', input: PageInput, reply: Page(InviteTaskRow) },
  task: { allow: 'liveCode.read', input: z.object({ id: Id }), reply: InviteTask },
  /** Whom a task would invite; it writes nothing. */
  preview: { allow: 'liveCode.write', action: 'view', input: InviteTaskInput.pick({ groupCodeId: true, tagIds: true, staffIds: true }), reply: InvitePreview },
  /** The same `key` again makes no second task. */
  createTask: { allow: 'liveCode.write', action: 'create', input: InviteTaskInput.extend({ key: z.string().min(8).max(40) }), reply: InviteTask },
  /** Asks WeCom what was sent. */
  checkTask: { allow: 'liveCode.write', action: 'run', input: z.object({ id: Id }), reply: InviteTask },
  /** WeCom reminds those who have not sent, at most three times a day. */
  remindTask: { allow: 'liveCode.write', action: 'run', input: z.object({ id: Id }), reply: InviteTask },
  /** What was sent stays sent. */
  stopTask: { allow: 'liveCode.write', action: 'close', input: z.object({ id: Id }), reply: InviteTask },
  invitations: { allow: 'liveCode.read', input: PageInput.extend({ ruleId: Id.optional(), taskId: Id.optional(), staffId: Id.optional(), state: z.enum(invitationStates).optional(), joined: z.boolean().optional(), /** Without those who were in already. */ invited: z.boolean().optional() }), reply: Page(Invitation) },
});
