import { In } from 'typeorm';
import type { z } from 'zod';
import type { Flow as FlowReply, stages, StageTemplate as TemplateReply } from '@scrm/shared/stage';
import { newId } from '../../core/db/ids';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { Reach } from '../../core/http/serve';
import { readProgress } from '../corp';
import { Field, useFields } from '../field';
import { staffRefs } from '../org';
import { ofReach } from '../tag';
import { CustomerStage, Stage, StageFlow, StageTemplate } from './entity';
import { requestMigration } from './jobs';
import { stageRef } from './present';
import { flowOf, flowWord, stageWord } from './move';
import { readPlan, stepFor, type Flow, type Plan } from './template';

type TemplateDraft = z.output<(typeof stages)['saveTemplate']['input']>;
type FlowDraft = z.output<(typeof stages)['createFlow']['input']>;
type FlowChange = z.output<(typeof stages)['updateFlow']['input']>;

/** Saves the one template. Customers of stages that were taken away follow in a job. */
export async function saveTemplate(tx: WriteDb, draft: TemplateDraft, now: number): Promise<void> {
  const plan = await planOf(tx);
  if (draft.updatedAt !== plan.updatedAt) throw new AppError('stale_edit');
  checkTemplate(plan, draft);
  const kept = new Set(draft.stages.map((stage) => stage.id));
  const removed = [...plan.stages.values()].filter((stage) => stage.removedAt === null && !kept.has(stage.id));
  const counts = await countStandings(tx, everybody);
  for (const stage of removed) {
    const successorId = draft.successors[stage.id] ?? null;
    const count = counts.reduce((sum, { stageId, n }) => sum + (stageId === stage.id ? n : 0), 0);
    if (successorId !== null && !kept.has(successorId)) throw new AppError('not_found', { what: stageWord });
    if (count > 0 && successorId === null) throw new AppError('stage_successor_needed', { name: stage.name, count, stageId: stage.id });
    await tx.update(Stage, { id: stage.id }, { removedAt: now, successorId });
  }
  // Lost stages stand at the end: they are no step of the way.
  const ordered = [...draft.stages.filter((stage) => stage.kind !== 'lost'), ...draft.stages.filter((stage) => stage.kind === 'lost')];
  for (const [position, { id, ...facts }] of ordered.entries()) {
    if (id === null) await tx.insert(Stage, { id: newId('stg', now), ...facts, position, removedAt: null, successorId: null });
    else await tx.update(Stage, { id }, { ...facts, position });
  }
  // A second save within the same millisecond is another version all the same.
  const met = await tx.update(StageTemplate, { updatedAt: draft.updatedAt }, { updatedAt: Math.max(now, draft.updatedAt + 1) });
  if (met === 0) throw new AppError('stale_edit');
  for (const flow of (await planOf(tx)).flows) checkSteps(flow.name, flow.steps);
  if (removed.length > 0) await requestMigration(tx, now);
}

function checkTemplate(plan: Plan, { stages: drafts }: TemplateDraft): void {
  const names = new Set<string>();
  const ids = new Set<string>();
  for (const { id, name } of drafts) {
    if (names.has(name)) throw new AppError('stage_name_taken', { name });
    names.add(name);
    if (id === null) continue;
    if (plan.stages.get(id)?.removedAt !== null || ids.has(id)) throw new AppError('not_found', { what: stageWord });
    ids.add(id);
  }
}

function checkSteps(name: string, steps: readonly Stage[]): void {
  if (!steps.some((one) => one.kind === 'open')) throw new AppError('stage_open_needed', { name });
}

export async function createFlow(tx: WriteDb, draft: FlowDraft, now: number): Promise<string> {
  const plan = await planOf(tx);
  await checkFlow(tx, plan, draft);
  const id = newId('flw', now);
  const { name, stageIds, moves, departmentIds, staffIds } = draft;
  const requiredFieldIds = await requireFields(tx, id, draft);
  await tx.insert(StageFlow, { id, isDefault: false, name, stageIds, moves, departmentIds, staffIds, requiredFieldIds, successors: {}, updatedAt: now, removedAt: null });
  await requestMigration(tx, now);
  return id;
}

export async function updateFlow(tx: WriteDb, change: FlowChange, now: number): Promise<void> {
  const plan = await planOf(tx);
  const flow = flowOf(plan, change.id);
  if (flow.updatedAt !== change.updatedAt) throw new AppError('stale_edit');
  await checkFlow(tx, plan, change, flow);
  const counts = await countStandings(tx, everybody);
  const dropped = flow.isDefault ? [] : flow.steps.filter((one) => !change.stageIds.includes(one.id));
  const successors = Object.fromEntries(Object.entries({ ...flow.successors, ...change.successors }).filter(([from, to]) => !change.stageIds.includes(from) && change.stageIds.includes(to)));
  for (const stage of dropped) {
    const count = counts.find(({ flowId, stageId }) => flowId === flow.id && stageId === stage.id)?.n ?? 0;
    if (count > 0 && !successors[stage.id]) throw new AppError('stage_successor_needed', { name: stage.name, count, stageId: stage.id });
  }
  const { name, stageIds, moves, departmentIds, staffIds } = change;
  const requiredFieldIds = await requireFields(tx, flow.id, change);
  const met = await tx.update(StageFlow, { id: flow.id, updatedAt: change.updatedAt }, {
    name, moves, requiredFieldIds, successors, updatedAt: Math.max(now, change.updatedAt + 1), ...(!flow.isDefault && { stageIds, departmentIds, staffIds }),
  });
  if (met === 0) throw new AppError('stale_edit');
  if (!flow.isDefault) await requestMigration(tx, now);
}

export async function removeFlow(tx: WriteDb, { id, updatedAt }: { id: string; updatedAt: number }, now: number): Promise<void> {
  const flow = flowOf(await planOf(tx), id);
  if (flow.isDefault) throw new AppError('stage_flow_default');
  const met = await tx.update(StageFlow, { id, updatedAt }, { removedAt: now });
  await useFields(tx, { kind: 'stageFlow', id, name: '' }, []);
  if (met === 0) throw new AppError('stale_edit');
  await requestMigration(tx, now);
}

async function checkFlow(tx: WriteDb, plan: Plan, draft: FlowDraft, self?: Flow): Promise<void> {
  if (plan.flows.some((flow) => flow.name === draft.name && flow.id !== self?.id)) throw new AppError('stage_name_taken', { name: draft.name });
  const steps = draft.stageIds.map((id) => plan.stages.get(id));
  if (steps.some((one) => one?.removedAt !== null)) throw new AppError('not_found', { what: stageWord });
  checkSteps(draft.name, steps as Stage[]);
  const known = new Set(plan.stages.keys());
  if (draft.moves?.some((pair) => pair.some((id) => !known.has(id)))) throw new AppError('not_found', { what: stageWord });
  if ((await staffRefs(tx, draft.staffIds)).size < new Set(draft.staffIds).size) throw new AppError('not_found', { what: '员工' });
}

/** Of stages that the flow has. Whoever archives one of these fields is told of the flow. */
async function requireFields(tx: WriteDb, id: string, { name, stageIds, requiredFieldIds }: FlowDraft): Promise<Record<string, string[]>> {
  const wanted = Object.fromEntries(Object.entries(requiredFieldIds).filter(([stageId, ids]) => stageIds.includes(stageId) && ids.length > 0).map(([stageId, ids]) => [stageId, [...new Set(ids)]]));
  const all = [...new Set(Object.values(wanted).flat())];
  if (all.length > 0 && (await tx.count(Field, { id: In(all) })) < all.length) throw new AppError('not_found', { what: '字段' });
  await useFields(tx, { kind: 'stageFlow', id, name }, all);
  return wanted;
}

async function planOf(db: ReadDb): Promise<Plan> {
  const plan = await readPlan(db);
  if (!plan) throw new AppError('not_found', { what: flowWord });
  return plan;
}

interface Count { flowId: string; stageId: string; n: number }

const everybody: Reach = { staffIds: null };

async function countStandings(db: ReadDb, reach: Reach): Promise<Count[]> {
  const rows = await ofReach(db.query(CustomerStage, 'standing'), 'standing', reach)
    .select('standing.flowId', 'flowId').addSelect('standing.stageId', 'stageId').addSelect('COUNT(*)', 'n').groupBy('standing.flowId').addGroupBy('standing.stageId').getRawMany<Count>();
  return rows.map((row) => ({ ...row, n: Number(row.n) }));
}

/** Of whoever stands in a stage in two flows the list shows one row. */
async function countPeople(db: ReadDb, reach: Reach): Promise<Map<string, number>> {
  const rows = await ofReach(db.query(CustomerStage, 'standing'), 'standing', reach)
    .select('standing.stageId', 'stageId').addSelect('COUNT(DISTINCT standing.customerId)', 'n').groupBy('standing.stageId').getRawMany<{ stageId: string; n: number | string }>();
  return new Map(rows.map(({ stageId, n }) => [stageId, Number(n)]));
}

/** `reach`: whose customers are counted. */
export async function presentTemplate(db: ReadDb, reach: Reach): Promise<TemplateReply> {
  const plan = await planOf(db);
  const counts = await countStandings(db, reach);
  const inStage = await countPeople(db, reach);
  const living = [...plan.stages.values()].filter((stage) => stage.removedAt === null);
  const flows = await Promise.all(plan.flows.map((flow) => presentFlow(db, plan, flow, counts)));
  return {
    stages: living.map((stage) => ({ ...stageRef(stage), action: stage.action, reasons: stage.reasons, customerCount: inStage.get(stage.id) ?? 0 })),
    flows: [...flows.filter((flow) => flow.isDefault), ...flows.filter((flow) => !flow.isDefault)], updatedAt: plan.updatedAt, migration: await readProgress(db, 'stageMigration'),
  };
}

/** Customers whose move is still under way are counted where they are going. */
async function presentFlow(db: ReadDb, plan: Plan, flow: Flow, all: readonly Count[]): Promise<FlowReply> {
  const counts: Record<string, number> = {};
  for (const { flowId, stageId, n } of all) {
    if (flowId !== flow.id) continue;
    const { id } = stepFor(plan, flow, stageId);
    counts[id] = (counts[id] ?? 0) + n;
  }
  const staff = await staffRefs(db, flow.staffIds);
  return {
    id: flow.id, name: flow.name, isDefault: flow.isDefault, stageIds: flow.steps.map((one) => one.id), moves: flow.moves, requiredFieldIds: flow.requiredFieldIds, departmentIds: flow.departmentIds,
    staff: [...staff.values()], counts, updatedAt: flow.updatedAt,
  };
}

export async function presentOneFlow(db: ReadDb, id: string, reach: Reach): Promise<FlowReply> {
  const plan = await planOf(db);
  return presentFlow(db, plan, flowOf(plan, id), await countStandings(db, reach));
}
