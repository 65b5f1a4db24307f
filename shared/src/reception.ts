import { z } from 'zod';
import { contract } from './contract';
import { Level } from './live-code';
import { DayKind, reasonKinds, ReceptionRule, Skip } from './live-code-rule';
import { StaffRef } from './org';
import { Done, Empty, Id, Page, PageInput, Time } from './page';
import { CustomerBrief } from './transfer';

/** `HH:mm` to `24:00`. */
const Clock = z.string();

/** A stretch of one day, `HH:mm`; slot -1: nobody is on duty. */
export const Span = z.object({ from: Clock, to: Clock, slot: z.int() });
export type Span = z.infer<typeof Span>;

export const RosterDay = z.object({
  date: z.string(),
  /** 1 Monday … 7 Sunday. */
  weekday: z.int(),
  kind: DayKind,
  /** The rule says otherwise for this very day than for the week. */
  isException: z.boolean(),
  spans: z.array(Span),
});
export type RosterDay = z.infer<typeof RosterDay>;

export const Seen = z.object({ staff: StaffRef, skip: Skip.nullable() });
export type Seen = z.infer<typeof Seen>;

export const Simulated = z.object({
  staff: z.array(z.object({ staff: StaffRef, count: z.int() })),
  /** 0: all the same; towards 1: one has all. */
  gini: z.number(),
  missedCapacity: z.int(),
  toOwner: z.int(),
  toGroup: z.int(),
  toForm: z.int(),
  unassigned: z.int(),
  /** The first ones. */
  picks: z.array(z.object({ at: Time, slot: z.int(), kind: z.enum(reasonKinds), staff: StaffRef.nullable() })),
});
export type Simulated = z.infer<typeof Simulated>;

export const WhatIf = z.object({
  from: Time,
  to: Time,
  /** Of the codes served by their page the scans are played again, of the others the adds. */
  played: z.enum(['scans', 'adds']),
  count: z.int(),
  /** There were more than are played; these are the newest. */
  isCut: z.boolean(),
  staff: z.array(z.object({ staff: StaffRef, before: z.int(), after: z.int() })),
  /** Customers who would have got somebody else. */
  moved: z.int(),
  /** Staff who really got more in a day than the changed rule allows, and on how many days. */
  overCap: z.array(z.object({ staff: StaffRef, days: z.int() })),
  /** Nothing is recorded of whether these could receive then: it is assumed that they could. */
  assumed: z.array(StaffRef),
  /** So many revisions of the rule held in that time; what came really is by these. */
  rules: z.int(),
  /** Customers who came in that time while WeCom still chose; now the page does, and its scans are played. */
  notPlayed: z.int(),
  /** What nobody wrote down then. `rules`: of so many scans the rule; `calendar`: the company's workdays, so today's are taken; `owners`: of so many scans who had the customer, because the rule did not ask;
   * `labels`: the rule goes by labels of staff, and today's are taken. */
  notKept: z.object({ rules: z.int(), calendar: z.boolean(), owners: z.int(), labels: z.boolean() }),
  gini: z.object({ before: z.number(), after: z.number() }),
  toOwner: z.int(),
  toGroup: z.int(),
  toForm: z.int(),
  unassigned: z.int(),
  /** The newest, with who got them and who would have. */
  picks: z.array(z.object({ at: Time, before: StaffRef.nullable(), after: StaffRef.nullable(), kind: z.enum(reasonKinds) })),
});
export type WhatIf = z.infer<typeof WhatIf>;

/** A customer whom somebody got by a code, and what stood behind it. */
export const ReceptionRecord = z.object({
  id: Id,
  at: Time,
  staff: StaffRef,
  /** Null: out of the caller's reach. */
  customer: CustomerBrief.nullable(),
  level: Level,
  /** As the slot was called then; '' it had no name, null: no slot held. */
  slot: z.string().nullable(),
  ruleNo: z.int(),
  /** Who could be chosen. */
  among: z.array(StaffRef),
  isListed: z.boolean(),
  owner: StaffRef.nullable(),
});
export type ReceptionRecord = z.infer<typeof ReceptionRecord>;

/** A scan of a code whose page chooses, and why it came to whom. */
export const PickRecord = z.object({
  id: Id,
  at: Time,
  /** Null: the code was closed. */
  kind: z.enum(reasonKinds).nullable(),
  staff: StaffRef.nullable(),
  /** Null: not known, or out of the caller's reach. */
  customer: CustomerBrief.nullable(),
  slot: z.string().nullable(),
  ruleNo: z.int().nullable(),
  /** Who was passed over, and what kept them. */
  skipped: z.array(z.object({ skip: Skip, staff: StaffRef })),
  /** The slot prefers labels and nobody who could receive had one. */
  noFit: z.boolean(),
  /** again: when this browser was shown them first. */
  shownAt: Time.nullable(),
});
export type PickRecord = z.infer<typeof PickRecord>;

export const MyCode = z.object({
  id: Id,
  name: z.string(),
  serve: z.enum(['direct', 'page']),
  /** On the list from which a customer gets somebody now. */
  isListed: z.boolean(),
  /** What keeps one from it. */
  skip: Skip.nullable(),
  receivedToday: z.int(),
  dailyCap: z.int().nullable(),
  /** One's slots of today. */
  shifts: z.array(z.object({ name: z.string(), from: Clock, to: Clock })),
});
export type MyCode = z.infer<typeof MyCode>;

/** A rule that is looked at before it is saved. `id`: of the code whose counters and past count; left out: a new one. */
const Draft = z.object({ id: Id.optional(), rule: ReceptionRule });

/** Who receives by a code: looked at ahead, played through, and why it came so. Nothing here changes a code. */
export const reception = contract({
  /** The week from this day on, and what keeps the rule from being saved. */
  roster: {
    allow: 'liveCode.read', input: z.object({ rule: ReceptionRule, from: z.iso.date().optional() }),
    reply: z.object({ problems: z.array(z.string()), days: z.array(RosterDay), knowsHolidays: z.boolean() }),
  },
  preview: {
    allow: 'liveCode.read', input: Draft.extend({ at: Time }),
    reply: z.object({
      slot: z.object({ index: z.int(), name: z.string() }).nullable(), onDuty: z.array(Seen), backup: z.array(Seen),
      /** Served by the page: who gets it. */
      pick: z.object({ kind: z.enum(reasonKinds), staff: StaffRef.nullable() }),
      /** Served directly: from whom WeCom chooses. */
      level: Level, listed: z.array(StaffRef), skipVerify: z.boolean(),
    }),
  },
  simulate: { allow: 'liveCode.read', input: Draft.extend({ at: Time, count: z.int().min(1).max(5_000), minutes: z.int().min(0).max(10_080) }), reply: Simulated },
  whatIf: { allow: 'liveCode.read', input: z.object({ id: Id, rule: ReceptionRule, days: z.int().min(1).max(92).default(31) }), reply: WhatIf },
  records: { allow: 'liveCode.read', input: PageInput.extend({ id: Id }), reply: Page(ReceptionRecord) },
  picks: { allow: 'liveCode.read', input: PageInput.extend({ id: Id }), reply: Page(PickRecord) },
  /** What the signed-in staff member receives today. */
  mine: { allow: 'signedIn', input: Empty, reply: z.object({ isOnline: z.boolean(), changedAt: Time.nullable(), codes: z.array(MyCode) }) },
  /** They take customers by codes from now on, or none until they say so. */
  setOnline: { allow: 'signedIn', action: 'edit', input: z.object({ online: z.boolean() }), reply: Done },
});
