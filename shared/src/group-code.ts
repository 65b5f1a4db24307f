import { z } from 'zod';
import { contract } from './contract';
import { StaffRef } from './org';
import { TagRef } from './tag';
import { Id, Page, PageInput, Time } from './page';

/** WeCom: at most 5 groups on one join way. https://developer.work.weixin.qq.com/document/path/92229 */
export const groupsPerWay = 5;
/** Up to so many people come into a group by scanning. */
export const scanLimit = 200;

export const groupRules = ['order', 'roundRobin', 'random', 'tag'] as const;
/** `way`: WeCom's join way over up to 5 groups. `picture`: the code that a group's owner showed, good for 7 days. */
export const groupEntryKinds = ['way', 'picture'] as const;

export const GroupEntryInput = z.object({
  /** Of one that is there already. */
  id: Id.optional(),
  kind: z.enum(groupEntryKinds),
  name: z.string().trim().max(64).default(''),
  /** Of a picture at most one, and none where it is not a group that is known here. */
  groupIds: z.array(Id).max(groupsPerWay).default([]),
  /** A group with so many members is full. */
  cap: z.int().min(2).max(500).default(scanLimit),
  /** With the rule `tag`: for customers with any of these; none: for everybody else. */
  tagIds: z.array(Id).max(50).default([]),
  /** WeCom opens another group when all are full. */
  autoCreate: z.boolean().default(false),
  roomBaseName: z.string().trim().max(40).default(''),
  roomBaseId: z.int().min(1).max(100_000).default(1),
  /** What the picture says, as `readPicture` read it. */
  picture: z.string().max(500).default(''),
  pictureUntil: Time.nullable().default(null),
  isOff: z.boolean().default(false),
});
export type GroupEntryInput = z.input<typeof GroupEntryInput>;

/** What stands on the page when no group has room: words, the picture of a person to add, or another code. */
export const GroupFallback = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string().trim().max(200).default('') }),
  z.object({ kind: z.literal('picture'), text: z.string().trim().max(200).default(''), picture: z.string().min(1).max(500) }),
  z.object({ kind: z.literal('code'), codeId: Id }),
]);
export type GroupFallback = z.infer<typeof GroupFallback>;

export const GroupCodeInput = z.object({
  name: z.string().trim().min(1).max(64),
  /** On the customer's page; '': the company's name. */
  title: z.string().trim().max(40).default(''),
  guide: z.string().trim().max(200).default(''),
  rule: z.enum(groupRules).default('order'),
  /** Places that stay free for people who come without this code. */
  headRoom: z.int().min(0).max(50).default(5),
  fallback: GroupFallback.default({ kind: 'text', text: '' }),
  /** What a closed or expired code says. */
  closedText: z.string().trim().max(200).default(''),
  untilAt: Time.nullable().default(null),
  /** Where the code was put: its figures stand there. Nobody of the staff is added, so there is nobody to tag. */
  channelId: Id.nullable().default(null),
  /** Who hears of pictures that end, groups that are gone and that all are full, beside who made the code and the groups' owners. */
  tellStaffIds: z.array(Id).max(20).default([]),
  /** Those who lead the owners' departments hear of it too. */
  tellManagers: z.boolean().default(false),
  entries: z.array(GroupEntryInput).min(1).max(100),
});
export type GroupCodeInput = z.input<typeof GroupCodeInput>;

/** `gone`: dismissed, or its owner has left. `ended`: the picture is past its time. */
export const entryVerdicts = ['open', 'full', 'off', 'ended', 'gone', 'notReady'] as const;
export type EntryVerdict = (typeof entryVerdicts)[number];

export const GroupOfCode = z.object({ id: Id, name: z.string(), memberCount: z.int(), owner: StaffRef.nullable(), state: z.enum(['open', 'full', 'ownerLeft', 'dismissed']) });
export type GroupOfCode = z.infer<typeof GroupOfCode>;

export const GroupEntry = z.object({
  id: Id,
  kind: z.enum(groupEntryKinds),
  name: z.string(),
  groups: z.array(GroupOfCode),
  cap: z.int(),
  tags: z.array(TagRef),
  autoCreate: z.boolean(),
  roomBaseName: z.string(),
  roomBaseId: z.int(),
  picture: z.string(),
  pictureUntil: Time.nullable(),
  isOff: z.boolean(),
  /** The join way at WeCom; a picture is always ready. */
  state: z.enum(['preparing', 'ready', 'failed']),
  error: z.string(),
  verdict: z.enum(entryVerdicts),
  /** Places left after head-room and reservations; null: WeCom opens further groups. */
  free: z.int().nullable(),
  /** What a customer sees: an address of ours or WeCom's. '' while there is none. */
  pictureUrl: z.string(),
  shown: z.int(),
  /** Null: WeCom cannot tell. */
  joined: z.int().nullable(),
  left: z.int().nullable(),
});
export type GroupEntry = z.infer<typeof GroupEntry>;

export const groupCodeStates = ['open', 'closed', 'expired', 'archived'] as const;
export const groupCodeWarnings = ['full', 'ends', 'gone', 'failed'] as const;

export const GroupCodeRow = z.object({
  id: Id,
  name: z.string(),
  rule: z.enum(groupRules),
  state: z.enum(groupCodeStates),
  /** Where the outer picture leads. It never changes. */
  url: z.string(),
  free: z.int().nullable(),
  entryCount: z.int(),
  warnings: z.array(z.enum(groupCodeWarnings)),
  visitors: z.int(),
  joined: z.int(),
  createdAt: Time,
  updatedAt: Time,
});
export type GroupCodeRow = z.infer<typeof GroupCodeRow>;

export const GroupCode = GroupCodeRow.extend({
  title: z.string(), guide: z.string(), headRoom: z.int(), fallback: GroupFallback, fallbackName: z.string(), closedText: z.string(), untilAt: Time.nullable(), tellStaff: z.array(StaffRef), tellManagers: z.boolean(),
  channel: z.object({ id: Id, path: z.string() }).nullable(),
  entries: z.array(GroupEntry),
  /** Which entry the next stranger would see; null: none. */
  next: z.object({ entryId: Id, groupId: z.string() }).nullable(),
});
export type GroupCode = z.infer<typeof GroupCode>;

export const groupCodeEvents = ['added', 'removed', 'on', 'off', 'full', 'allFull', 'ends2', 'ends1', 'ended', 'replaced', 'dismissed', 'ownerLeft', 'room', 'shown', 'failed'] as const;
export type GroupCodeEventKind = (typeof groupCodeEvents)[number];

export const GroupCodeHistory = z.object({
  id: Id, kind: z.enum(groupCodeEvents), at: Time, entryName: z.string(), groupName: z.string(),
  /** Staff members who were told. */
  told: z.array(StaffRef),
});
export type GroupCodeHistory = z.infer<typeof GroupCodeHistory>;

const Range = z.object({ id: Id, from: Time, to: Time });

export const GroupNumbers = z.object({
  /** Openings of the page; people by their browser. */
  scans: z.int(), visitors: z.int(),
  /** Visitors to whom a group was shown, and of these those who have not come in. */
  shown: z.int(), unjoined: z.int(),
  /** Openings that met a full, closed or expired code. */
  turnedAway: z.int(),
  joined: z.int(), left: z.int(),
  days: z.array(z.object({ day: z.string(), scans: z.int(), visitors: z.int(), joined: z.int(), left: z.int() })),
  groups: z.array(z.object({
    entryId: Id, groupId: z.string(), name: z.string(),
    scans: z.int(), visitors: z.int(), joined: z.int(), left: z.int(), unjoined: z.int(),
    firstAt: Time.nullable(), lastAt: Time.nullable(),
    /** `exact`: WeCom names the way of each member. `likely`: by a code in a known group while a visitor was shown it. `untold`: WeCom tells nothing. */
    counted: z.enum(['exact', 'likely', 'untold']),
  })),
});
export type GroupNumbers = z.infer<typeof GroupNumbers>;

/** Whether WeCom tells who joined: of a picture whose group is not known here it tells nothing. */
export const groupTold = ['all', 'part', 'none'] as const;
export type GroupTold = (typeof groupTold)[number];
/** Null: WeCom tells of nobody, which is not the same as zero. */
export const GroupFigures = z.object({ scans: z.int(), visitors: z.int(), joined: z.int().nullable(), left: z.int().nullable(), told: z.enum(groupTold) });
export type GroupFigures = z.infer<typeof GroupFigures>;
const NamedFigures = GroupFigures.extend({ id: Id, name: z.string() });
/** As moments, for the lists behind the numbers. */
const Moments = z.object({ from: Time, until: Time });

export const groupCodeLists = ['scans', 'visitors', 'shown', 'turnedAway', 'joined', 'left', 'unjoined'] as const;
export type GroupCodeList = (typeof groupCodeLists)[number];

export const GroupCodeItem = z.object({
  id: Id, at: Time, groupName: z.string(),
  /** Of a scan. */
  outcome: z.string(),
  /** The browser, shortened; '' for somebody who came into a group. */
  visitor: z.string(),
  /** Null: nobody knows, or not one of those whom the caller may see. */
  customer: z.object({ id: Id, name: z.string(), avatarUrl: z.string() }).nullable(),
  name: z.string(),
  leftAt: Time.nullable(),
  times: z.int(),
});
export type GroupCodeItem = z.infer<typeof GroupCodeItem>;

export const groupCodes = contract({
  list: { allow: 'liveCode.read', input: PageInput.extend({ keyword: z.string().max(64).optional(), archived: z.boolean().default(false) }), reply: Page(GroupCodeRow) },
  get: { allow: 'liveCode.read', input: z.object({ id: Id }), reply: GroupCode },
  create: { allow: 'liveCode.write', action: 'create', input: GroupCodeInput, reply: GroupCode },
  /** The printed picture stays the same. `updatedAt` is what the editor loaded; another value means `stale_edit`. */
  update: { allow: 'liveCode.write', input: GroupCodeInput.extend({ id: Id, updatedAt: Time }), reply: GroupCode },
  /** A closed code says so on its page; an archived one leaves the list and goes on working. */
  setState: { allow: 'liveCode.write', input: z.object({ id: Id, closed: z.boolean().optional(), archived: z.boolean().optional() }), reply: GroupCode },
  /** Puts the group's new picture in the place of the one that ends. */
  replacePicture: { allow: 'liveCode.write', input: z.object({ id: Id, entryId: Id, picture: z.string().min(1).max(500), pictureUntil: Time.nullable() }), reply: GroupCode },
  /** What the code on an uploaded picture (JPG or PNG, base64) says. */
  readPicture: { allow: 'liveCode.write', action: 'view', input: z.object({ content: z.string().min(1).max(900_000) }), reply: z.object({ picture: z.string() }) },
  /** Tries again to make the join ways that WeCom refused. */
  retry: { allow: 'liveCode.write', action: 'run', input: z.object({ id: Id }), reply: GroupCode },
  history: { allow: 'liveCode.read', input: PageInput.extend({ id: Id }), reply: Page(GroupCodeHistory) },
  numbers: { allow: 'liveCode.read', input: Range, reply: GroupNumbers },
  /**
   * Of all codes that the caller sees, by code, by channel (`none`: codes without one) and by day of the company's zone, the newest day first; at most
   * a year. `channelId`: of this channel with everything below it.
   */
  figures: {
    allow: 'liveCode.read', input: z.object({ from: z.iso.date(), to: z.iso.date(), channelId: Id.optional() }),
    reply: z.object({ span: Moments, total: GroupFigures, codes: z.array(NamedFigures), channels: z.array(NamedFigures), days: z.array(GroupFigures.extend({ day: z.string(), ...Moments.shape })) }),
  },
  /** The rows behind each number. Without `id`: of all codes that the caller sees, or of those in a channel, `withBelow` in those below it too. */
  rows: { allow: 'liveCode.read', input: Range.extend({ id: Id.optional(), channelId: Id.optional(), withBelow: z.boolean().default(true), ...PageInput.shape, list: z.enum(groupCodeLists), entryId: Id.optional(), groupId: z.string().max(40).optional() }), reply: Page(GroupCodeItem) },
});
