import { z } from 'zod';
import { contract } from './contract';
import { LiveCodeRef } from './live-code-ref';
import { Message } from './message';
import { StaffRef } from './org';
import { Done, Empty, Id, Page, PageInput, Time } from './page';
import { TagRef } from './tag';
import { acquaintances, dayKinds, ruleTargets, scenes } from './welcome-kind';

export { acquaintances, ruleTargets, sceneOfAddWay, sceneOfState, scenes, type Acquaintance, type RuleTarget, type Scene } from './welcome-kind';

const minutesADay = 1440;

/** Minutes since midnight. Past midnight where `to` is before `from`: then the night belongs to the day on which it began. */
export const Window = z.object({
  days: z.array(z.enum(dayKinds)).min(1).max(3),
  from: z.int().min(0).max(minutesADay - 1),
  to: z.int().min(1).max(minutesADay),
}).refine(({ from, to }) => from !== to, { path: ['to'], params: { said: { zh: '开始和结束不能相同', en: 'cannot end when it begins' } } });
export type Window = z.output<typeof Window>;

const targetsPerRule = 200;

export const WelcomeRuleInput = z.object({
  name: z.string().trim().min(1).max(64),
  target: z.enum(ruleTargets),
  /** Live codes, store codes and stores, or staff members (our ids), or WeCom's departments; none for the company. */
  targetIds: z.array(z.string().min(1).max(40)).max(targetsPerRule).default([]),
  /** None: at any time. */
  windows: z.array(Window).max(20).default([]),
  /** None: however they came. */
  scenes: z.array(z.enum(scenes)).max(scenes.length).default([]),
  acquaintance: z.enum(acquaintances).nullable().default(null),
  /** At least one of these tags, by whichever colleague; none: whatever tags. */
  tagIds: z.array(Id).max(20).default([]),
  message: Message,
  enabled: z.boolean().default(true),
});
export type WelcomeRuleInput = z.input<typeof WelcomeRuleInput>;

const NamedRef = z.object({ id: Id, name: z.string() });
const DepartmentRef = z.object({ departmentId: z.int(), name: z.string().nullable() });

export const WelcomeRule = z.object({
  id: Id, name: z.string(), target: z.enum(ruleTargets), codes: z.array(LiveCodeRef), storeCodes: z.array(NamedRef), stores: z.array(NamedRef), staff: z.array(StaffRef), departments: z.array(DepartmentRef),
  /** How many of its targets are not there any more. */
  missing: z.int(),
  /** How those were called, of the codes and stores among them that the caller would see. */
  gone: z.array(z.string()),
  /** Nothing is left at which it aims: it greets nobody. */
  isIdle: z.boolean(),
  windows: z.array(z.object({ days: z.array(z.enum(dayKinds)), from: z.int(), to: z.int() })),
  scenes: z.array(z.enum(scenes)), acquaintance: z.enum(acquaintances).nullable(), tags: z.array(TagRef),
  message: Message, enabled: z.boolean(),
  /** Of the rules of this kind of target, the first that fits greets; this is the place in that order, from 0. */
  position: z.int(),
  /** Names of rules before this one that greet for one of the same targets at a moment that fits both. */
  behind: z.array(z.string()),
  /** Whether the caller may change it: all its targets are within reach. */
  canEdit: z.boolean(),
  createdAt: Time, updatedAt: Time,
});
export type WelcomeRule = z.infer<typeof WelcomeRule>;

/** Why a rule greets, or does not. `outranked`: another one that fits stands before it. */
export const verdicts = ['chosen', 'outranked', 'off', 'empty', 'time', 'scene', 'sceneUnknown', 'acquaintance', 'tags'] as const;

export const Contender = z.object({
  /** Null: the welcome that stands on the live code itself. */
  ruleId: Id.nullable(), name: z.string(), target: z.enum(ruleTargets),
  /** Of a rule for departments: through which of them. */
  department: DepartmentRef.nullable(),
  verdict: z.enum(verdicts),
});
export type Contender = z.infer<typeof Contender>;

export const Simulation = z.object({
  staff: StaffRef,
  /** As it would be sent, with its variables filled; null: nobody has a word for this addition. */
  message: Message.nullable(),
  /** To a group, by the rule of the live code or the company; its card is part of the message where it would go out. */
  invitation: z.object({ groupCodeId: Id, name: z.string(), state: z.enum(['offered', 'alreadyIn', 'noRoom']) }).nullable(),
  /** All that concern this addition, the strongest first. */
  contenders: z.array(Contender),
  dayKind: z.enum(dayKinds), acquaintance: z.enum(acquaintances), scene: z.enum(scenes).nullable(),
});
export type Simulation = z.infer<typeof Simulation>;

export const SimulationInput = z.object({
  staffId: Id,
  liveCodeId: Id.optional(),
  /** Through a store's page: by which store code, at which store. A live code counts before them. */
  storeCodeId: Id.optional(), storeId: Id.optional(),
  /** By an acquisition link, and by which place of it; without one by the bare link, of which nobody tells in time which it was. A live code counts before it, and it before a store. */
  linkId: Id.optional(), linkSourceId: Id.optional(),
  /** Null: WeCom has not said how they came. A code or link says it by itself. */
  scene: z.enum(scenes).nullable().default(null),
  at: Time,
  /** A real customer with their past and tags, or what one could be. */
  customerId: Id.optional(),
  acquaintance: z.enum(acquaintances).default('new'),
  tagIds: z.array(Id).max(20).default([]),
});

export const welcomeRules = contract({
  list: { allow: 'welcome.read', input: Empty, reply: z.object({ items: z.array(WelcomeRule) }) },
  get: { allow: 'welcome.read', input: z.object({ id: Id }), reply: WelcomeRule },
  create: { allow: 'welcome.write', action: 'create', input: WelcomeRuleInput, reply: WelcomeRule },
  /** `updatedAt` is what the editor loaded; another value means `stale_edit`. */
  update: { allow: 'welcome.write', input: WelcomeRuleInput.extend({ id: Id, updatedAt: Time }), reply: WelcomeRule },
  switch: { allow: 'welcome.write', input: z.object({ id: Id, enabled: z.boolean() }), reply: WelcomeRule },
  remove: { allow: 'welcome.write', action: 'delete', input: z.object({ id: Id }), reply: Done },
  /** All rules of one kind of target in their new order; `stale_edit` when there are others by now. */
  order: { allow: 'welcome.write', input: z.object({ target: z.enum(ruleTargets), ids: z.array(Id).max(500) }), reply: Done },
  /** Rules that aim at this live code, store code or store, which a deletion would take from them; `hidden`: how many more the caller does not see. */
  aimedAt: { allow: 'welcome.read', input: z.object({ id: Id }), reply: z.object({ items: z.array(NamedRef.extend({ enabled: z.boolean(), /** It aims at nothing else. */ isOnly: z.boolean() })), hidden: z.int() }) },
  /** Which rule greets a new customer of each staff member at this moment who comes by none of our codes. */
  effective: {
    allow: 'welcome.read', input: PageInput.extend({ keyword: z.string().max(64).optional() }),
    reply: Page(z.object({ id: Id, staff: StaffRef, chosen: Contender.nullable(), others: z.int() })),
  },
  /** Which welcome would this addition get? Writes nothing and asks nobody. */
  simulate: { allow: 'welcome.read', input: SimulationInput, reply: Simulation },
});
