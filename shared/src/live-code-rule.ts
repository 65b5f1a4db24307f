import { z } from 'zod';
import { Message } from './message';
import { labelsPerStaff, StaffLabel } from './org';
import { Id, Time } from './page';

/** `HH:mm`; the day ends at `24:00`. */
const Minute = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'HH:mm');

/** A day of work or a day off, as the corp's calendar has it: a Saturday that makes up for a holiday is a workday. */
export const dayKinds = ['workday', 'holiday'] as const;
export const DayKind = z.enum(dayKinds);
export type DayKind = z.infer<typeof DayKind>;

export const wholeDay = { from: '00:00', to: '24:00' } as const;

/**
 * On which days and from when to when, by the clock on the wall. `to` before `from` runs past midnight and belongs to the
 * day on which it begins. Both the weekday (1 Monday … 7 Sunday) and the kind of the day must fit.
 */
export const TimeWindow = z.object({
  weekdays: z.array(z.int().min(1).max(7)).min(1).max(7).default([1, 2, 3, 4, 5, 6, 7]),
  dayKinds: z.array(DayKind).min(1).max(2).default(['workday', 'holiday']),
  from: Minute.default(wholeDay.from),
  to: Minute.default(wholeDay.to),
});
export type TimeWindow = z.infer<typeof TimeWindow>;

const Cap = z.int().min(1).max(100_000).nullable().default(null);

/** How one person stands in a slot. Null: no cap. */
export const StaffEntry = z.object({
  staffId: Id,
  /** For `weight`: their part of all customers, against the others' weights. */
  weight: z.int().min(1).max(1000).default(1),
  /** For `quota`: exactly so many customers of every round. */
  quota: z.int().min(1).max(1000).default(1),
  dailyCap: Cap,
  /** Customers in one round. A round ends when all who can receive have had theirs, or at midnight. */
  roundCap: Cap,
  /** Conversations that are open at one time. */
  openCap: Cap,
  /** What they are good for, as it stands with the staff member; only in a slot that asks for it. */
  labels: z.array(StaffLabel).max(labelsPerStaff).optional(),
});
export type StaffEntry = z.infer<typeof StaffEntry>;

/** One who stands in: they take turns, so only the caps that stop somebody count. */
export const BackupEntry = StaffEntry.pick({ staffId: true, dailyCap: true, openCap: true });
export type BackupEntry = z.infer<typeof BackupEntry>;

export const choices = ['sequence', 'random', 'weight', 'quota', 'leastLoaded'] as const;
export const Choice = z.enum(choices);
export type Choice = z.infer<typeof Choice>;

/** Whoever has one of these labels receives before the others; `only`: the others never do, the backup stands in. */
export const Prefer = z.object({ labels: z.array(StaffLabel).min(1).max(labelsPerStaff), only: z.boolean().default(false) });
export type Prefer = z.infer<typeof Prefer>;

export const Slot = TimeWindow.extend({
  name: z.string().trim().max(32).default(''),
  staff: z.array(StaffEntry).min(1).max(100),
  choose: Choice.default('sequence'),
  /** Left out: everybody alike. */
  prefer: Prefer.optional(),
  /** Null: the code's own. */
  welcome: Message.nullable().default(null),
  tagIds: z.array(Id).max(20).nullable().default(null),
  remarkTemplate: z.string().max(100).nullable().default(null),
});
export type Slot = z.infer<typeof Slot>;

/** On this date these slots hold and nothing else, whatever runs over from the day before; none: closed. */
export const DateException = z.object({ date: z.iso.date(), slots: z.array(Slot).max(20).default([]) });
export type DateException = z.infer<typeof DateException>;

/** A page that takes a phone number or a note from whoever comes while nobody can be shown. */
export const WaitForm = z.object({
  /** Above the fields; empty: a sentence of ours. */
  text: z.string().trim().max(200).default(''),
  asksName: z.boolean().default(false),
  /** What was left is deleted after so many days; the page says so. */
  keepDays: z.int().min(1).max(180).default(30),
});
export type WaitForm = z.infer<typeof WaitForm>;

/** Who receives when nobody of the slot can, or no slot holds: these in turn, then the group, then the form, then the page with this text. */
export const Backup = z.object({
  staff: z.array(BackupEntry).max(100).default([]),
  groupCodeId: Id.nullable().default(null),
  /** Left out: no form. Only of a code served by its page. */
  form: WaitForm.optional(),
  /** Empty: `closingWords`. */
  closingText: z.string().max(500).default(''),
});
export type Backup = z.infer<typeof Backup>;

export const closingWords = { zh: '客服暂时都在忙，请稍后再扫一次。', en: 'Everyone is busy right now, please scan again a little later.' } as const;

export const ownerScopes = ['off', 'company', 'departments', 'list'] as const;

/** A customer whom somebody knows already. Who left, or was deleted by the customer, is nobody's owner. */
export const OwnerFirst = z.object({
  scope: z.enum(ownerScopes).default('off'),
  departmentIds: z.array(z.int()).max(200).default([]),
  staffIds: z.array(Id).max(500).default([]),
  /** Only who added them within so many days counts as their owner; null: whoever ever did. */
  withinDays: z.int().min(1).max(3650).nullable().default(null),
  /** Bring them to their owner, or tell them that they have one. */
  then: z.enum(['route', 'tell']).default('route'),
});
export type OwnerFirst = z.infer<typeof OwnerFirst>;

export const SkipVerify = z.object({
  mode: z.enum(['always', 'never', 'windows']).default('always'),
  windows: z.array(TimeWindow).max(20).default([]),
});
export type SkipVerify = z.infer<typeof SkipVerify>;

/** Everything by which a code chooses who receives a customer. Of two slots that hold at once the first does. */
export const ReceptionRule = z.object({
  /** IANA. Slots, dates and the midnight of caps are of this zone. */
  timeZone: z.string().min(1).max(64).default('Asia/Shanghai'),
  slots: z.array(Slot).min(1).max(50),
  dates: z.array(DateException).max(200).default([]),
  backup: Backup.default({ staff: [], groupCodeId: null, closingText: '' }),
  ownerFirst: OwnerFirst.default({ scope: 'off', departmentIds: [], staffIds: [], withinDays: null, then: 'route' }),
  skipVerify: SkipVerify.default({ mode: 'always', windows: [] }),
  /** What is left of yesterday's daily cap is added to today's. */
  carryOver: z.boolean().default(false),
  /** Whoever opens the code's page again within so many minutes is shown the same person and takes no second place; 0: never. */
  stayMinutes: z.int().min(0).max(1440).default(10),
});
export type ReceptionRule = z.infer<typeof ReceptionRule>;

/** The rule of a code that only names its staff: they take turns, all day, every day. */
export function simpleRule(staffIds: readonly string[], { skipVerify = true }: { skipVerify?: boolean } = {}): ReceptionRule {
  return ReceptionRule.parse({
    slots: [{ staff: staffIds.map((staffId) => ({ staffId })) }],
    skipVerify: { mode: skipVerify ? 'always' : 'never' },
  });
}

/** `notFit`: others of the slot have the labels that it prefers. */
export const skips = ['offline', 'cannotReceive', 'abnormal', 'dailyCap', 'roundCap', 'openCap', 'notFit'] as const;
export const Skip = z.enum(skips);
export type Skip = z.infer<typeof Skip>;

/** `beyond`: all are full or away, and WeCom chooses from those who stand in. */
export const reasonKinds = ['onlyOne', 'nextInSequence', 'random', 'weight', 'quota', 'leastLoaded', 'existingOwner', 'again', 'backup', 'beyond', 'group', 'form', 'closed'] as const;

/** Somebody who has this customer already, as known at the scan. */
export const Owner = z.object({
  staffId: Id,
  addedAt: Time,
  /** Their departments, with those above. */
  departmentIds: z.array(z.int()),
  /** False: left, deleted by the customer, or without 客户联系. */
  isThere: z.boolean(),
});
export type Owner = z.infer<typeof Owner>;

/** Who was passed over, why; and what the choice among the others looked at. */
export const Look = z.object({
  /** By what kept them out, in the order of the list. */
  skipped: z.partialRecord(Skip, z.array(Id)),
  /** A round was full with this customer, and a new one began. */
  newRound: z.boolean().optional(),
  /** Labels are preferred and nobody who could receive had one, so the others did. */
  noFit: z.boolean().optional(),
  /** sequence, quota: who was the last; '' nobody yet. */
  after: z.string().optional(),
  /** For each who was not skipped. random, weight: what they have to their credit; leastLoaded: open and today together. */
  figures: z.array(z.number()).optional(),
  /** leastLoaded: when each of those with the fewest was last picked, 0 never. */
  idleSince: z.array(Time).optional(),
  /** random: the number drawn, 0 ≤ draw < 1. */
  draw: z.number().optional(),
});
export type Look = z.infer<typeof Look>;

/** Why a scan went where it went: with the rule of that time it gives the same person again. */
export const PickReason = z.object({
  kind: z.enum(reasonKinds),
  at: Time,
  /** Number of the slot: the weekly ones first, then those of the dates; -1 none. */
  slot: z.int(),
  owners: z.array(Owner).optional(),
  /** again: whom this browser was shown, and when. */
  again: z.object({ staffId: Id, at: Time }).optional(),
  /** Of the slot, and, where nobody of it could, of the backup staff. */
  look: Look.optional(),
  backup: Look.optional(),
});
export type PickReason = z.infer<typeof PickReason>;

/** `known`: the customer is told that this is their contact already. */
export const PickTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('staff'), staffId: Id }),
  z.object({ kind: z.literal('known'), staffId: Id }),
  z.object({ kind: z.literal('group'), groupCodeId: Id }),
  z.object({ kind: z.literal('form') }),
  z.object({ kind: z.literal('closed') }),
]);
export type PickTarget = z.infer<typeof PickTarget>;
