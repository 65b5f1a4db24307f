import { z } from 'zod';
import { contract } from './contract';
import { Progress } from './corp';
import { StaffRef } from './org';
import { Done, Empty, Id, Page, PageInput, Time } from './page';

export const stageKinds = ['open', 'won', 'lost'] as const;
export type StageKind = (typeof stageKinds)[number];
/** Names of the colours of the one look; screens turn them into colours, in the light and in the dark. */
export const stageColours = ['faint', 'accent', 'success', 'warning', 'danger'] as const;
export type StageColour = (typeof stageColours)[number];

/** What is shown of a stage anywhere. */
export const StageRef = z.object({ id: Id, name: z.string(), kind: z.enum(stageKinds), colour: z.enum(stageColours) });
export type StageRef = z.infer<typeof StageRef>;

export const Stage = StageRef.extend({
  /** What to do next with a customer who stands here; shown to whoever talks to them. */
  action: z.string(),
  /** Of a lost stage: one of these is to be chosen. */
  reasons: z.array(z.string()),
  /** Customers who stand here now, in any flow, each once: as many as the list has with this stage. */
  customerCount: z.int(),
});
export type Stage = z.infer<typeof Stage>;

export const Flow = z.object({
  id: Id,
  name: z.string(),
  /** Takes everyone whose staff are in no other flow's range, and has every stage of the template. */
  isDefault: z.boolean(),
  /** Of the template, in its order. */
  stageIds: z.array(Id),
  /** Allowed moves as pairs; null: forward, back by one, lost from anywhere and back from there. */
  moves: z.array(z.tuple([Id, Id])).nullable(),
  /** Stage → fields that must be filled in before a person moves somebody there. */
  requiredFieldIds: z.record(z.string(), z.array(Id)),
  departmentIds: z.array(z.int()),
  staff: z.array(StaffRef),
  /** Customers in it, by stage. */
  counts: z.record(z.string(), z.int()),
  updatedAt: Time,
});
export type Flow = z.infer<typeof Flow>;

export const StageTemplate = z.object({
  stages: z.array(Stage),
  flows: z.array(Flow),
  updatedAt: Time,
  /** Of the last change that moved customers to other stages or flows. */
  migration: Progress,
});
export type StageTemplate = z.infer<typeof StageTemplate>;

const Name = z.string().trim().min(1).max(30);
const StageDraft = z.object({
  /** Null: a new one. */
  id: Id.nullable(),
  name: Name,
  kind: z.enum(stageKinds),
  colour: z.enum(stageColours),
  action: z.string().trim().max(200).default(''),
  reasons: z.array(z.string().trim().min(1).max(60)).max(20).default([]),
});
const FlowDraft = z.object({
  name: Name,
  stageIds: z.array(Id).min(1).max(20),
  moves: z.array(z.tuple([Id, Id])).max(400).nullable().default(null),
  /** Stage → fields. Those of stages that the flow has not, and archived fields, count for nothing. */
  requiredFieldIds: z.record(Id, z.array(Id).max(20)).default({}),
  departmentIds: z.array(z.int()).max(200).default([]),
  staffIds: z.array(Id).max(500).default([]),
});
/** Where the customers of what is taken away go: stage → stage. */
const Successors = z.record(Id, Id).default({});

/** Where a customer stands in one flow. */
export const Standing = z.object({
  flowId: Id,
  flowName: z.string(),
  stage: StageRef,
  since: Time,
  /** What to do next, in the admin's words; '' where nobody wrote any. */
  action: z.string(),
  reason: z.string(),
  /** The stages of the flow in order. `allowed`: the customer may go there from here. */
  steps: z.array(StageRef.extend({ allowed: z.boolean(), reasons: z.array(z.string()) })),
});
export type Standing = z.infer<typeof Standing>;

export const StageMove = z.object({
  id: Id,
  flowName: z.string(),
  /** Null: the customer came into the flow. */
  from: StageRef.nullable(),
  to: StageRef,
  at: Time,
  by: z.enum(['staff', 'account', 'automatic']),
  staff: StaffRef.nullable(),
  byName: z.string(),
  reason: z.string(),
  note: z.string(),
  /** How long they had stood in `from`, ms. */
  dwellMs: z.int().nullable(),
});
export type StageMove = z.infer<typeof StageMove>;

const Scope = z.object({
  flowId: Id,
  /** ms; `to` is not in it any more. */
  from: Time,
  to: Time,
  departmentId: z.int().optional(),
  staffId: Id.optional(),
});

export const StageFigures = z.object({
  stage: StageRef,
  /** Customers who stand here now. */
  count: z.int(),
  /** Customers who came here within the period. */
  entered: z.int(),
  /** Of those, who have reached a later stage since. */
  wentOn: z.int(),
  /** Times that somebody left this stage within the period, and how long they had stood in it. */
  left: z.int(),
  medianMs: z.int().nullable(),
  p90Ms: z.int().nullable(),
  /** Times that somebody was lost from here within the period. */
  dropped: z.int(),
});
export type StageFigures = z.infer<typeof StageFigures>;

export const StageOverview = z.object({
  flowId: Id,
  total: z.int(),
  stages: z.array(StageFigures),
  /** Why customers were lost within the period; most frequent first. '' where no reason was given. */
  reasons: z.array(z.object({ reason: z.string(), count: z.int() })),
  /** Who has how many customers in which stage now. */
  staff: z.array(z.object({ staff: StaffRef, total: z.int(), counts: z.record(z.string(), z.int()) })),
});
export type StageOverview = z.infer<typeof StageOverview>;

export const stages = contract({
  get: { allow: 'customer.read', input: Empty, reply: StageTemplate },
  /** `updatedAt`: of the template that was edited; another's change meanwhile is `stale_edit`. */
  saveTemplate: { allow: 'stage.write', input: z.object({ stages: z.array(StageDraft).min(1).max(20), successors: Successors, updatedAt: Time }), reply: StageTemplate },
  createFlow: { allow: 'stage.write', action: 'create', input: FlowDraft, reply: Flow },
  updateFlow: { allow: 'stage.write', input: FlowDraft.extend({ id: Id, successors: Successors, updatedAt: Time }), reply: Flow },
  /** Its customers go to the default flow and keep their stage. */
  removeFlow: { allow: 'stage.write', action: 'delete', input: z.object({ id: Id, updatedAt: Time }), reply: Done },
  progress: { allow: 'customer.read', input: Empty, reply: Progress },

  /** Where these customers stand, by customer; those one may not see are left out. */
  standings: { allow: 'customer.read', input: z.object({ customerIds: z.array(Id).max(200) }), reply: z.object({ items: z.array(z.object({ customerId: Id, standings: z.array(Standing) })) }) },
  /** `seenStageId`: where the customer stood on the caller's screen. */
  move: {
    allow: 'customer.write',
    input: z.object({ customerId: Id, flowId: Id, toStageId: Id, seenStageId: Id, reason: z.string().trim().max(60).default(''), note: z.string().trim().max(500).default('') }),
    reply: Standing,
  },
  history: { allow: 'customer.read', input: PageInput.extend({ customerId: Id }), reply: Page(StageMove) },

  overview: { allow: 'customer.read', input: Scope, reply: StageOverview },
  /** The rows behind a figure of the overview, exactly as many as it says. */
  moved: {
    allow: 'customer.read',
    input: PageInput.extend(Scope.shape).extend({ what: z.enum(['entered', 'wentOn', 'left', 'dropped']), stageId: Id.optional(), reason: z.string().max(60).optional() }),
    reply: Page(StageMove.extend({ customer: z.object({ id: Id, name: z.string(), avatarUrl: z.string() }) })),
  },
});
