import { IsNull } from 'typeorm';
import type { StageColour, StageKind } from '@scrm/shared/stage';
import { newId } from '../../core/db/ids';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import { Stage, StageFlow, StageTemplate } from './entity';

/** The template with its flows, as the rules read it. */
export interface Plan {
  /** Also those that were removed. */
  stages: ReadonlyMap<string, Stage>;
  /** The default one last. */
  flows: readonly Flow[];
  updatedAt: number;
}

/** A flow with its stages in order. */
export interface Flow extends Omit<StageFlow, 'stageIds'> {
  steps: Stage[];
}

interface Starter { name: string; kind: StageKind; colour: StageColour; action: string; reasons?: string[] }

/** A funnel that works on the first day; every word of it can be changed. */
const starter: readonly Starter[] = [
  { name: '新客户', kind: 'open', colour: 'faint', action: '当天打个招呼，介绍自己能帮上什么' },
  { name: '已联系', kind: 'open', colour: 'accent', action: '问清需求：要什么、什么时候要、预算多少' },
  { name: '有意向', kind: 'open', colour: 'accent', action: '发合适的方案或案例，约一次沟通' },
  { name: '报价', kind: 'open', colour: 'warning', action: '三天内跟进报价，听听还有什么顾虑' },
  { name: '成交', kind: 'won', colour: 'success', action: '道谢并确认交付，一周后回访' },
  { name: '流失', kind: 'lost', colour: 'danger', action: '三个月后再问候一次', reasons: ['价格', '选择了其他家', '暂时不需要', '联系不上', '其他'] },
];

export const defaultFlowName = '默认流程';

/** Makes the starter template for a corp that has none. `now` in ms. */
export async function ensureTemplate(tx: WriteDb, now: number): Promise<void> {
  if (await tx.findOne(StageTemplate, {})) return;
  const id = newId('stt', now);
  await tx.insertMissing(StageTemplate, { id, updatedAt: now });
  // Another process may have been quicker: its stages are the ones.
  if ((await tx.findOne(StageTemplate, {}))?.id !== id) return;
  await tx.insert(Stage, starter.map((stage, position) => ({ reasons: [], ...stage, id: newId('stg', now), position, removedAt: null, successorId: null })));
  await tx.insert(StageFlow, {
    id: newId('flw', now), name: defaultFlowName, isDefault: true, stageIds: null, moves: null, departmentIds: [], staffIds: [], requiredFieldIds: {}, successors: {},
    updatedAt: now, removedAt: null,
  });
}

/** Null: the corp has no template yet. */
export async function readPlan(db: ReadDb): Promise<Plan | null> {
  const template = await db.findOne(StageTemplate, {});
  if (!template) return null;
  const all = await db.find(Stage, {}, { order: { position: 'ASC', id: 'ASC' } });
  const living = all.filter((stage) => stage.removedAt === null);
  const flows = (await db.find(StageFlow, { removedAt: IsNull() }, { order: { id: 'ASC' } })).map(({ stageIds, ...flow }): Flow => ({
    ...flow, steps: stageIds === null ? living : living.filter((stage) => stageIds.includes(stage.id)),
  }));
  return {
    stages: new Map(all.map((stage) => [stage.id, stage])), updatedAt: template.updatedAt,
    flows: [...flows.filter((flow) => !flow.isDefault), ...flows.filter((flow) => flow.isDefault)],
  };
}

/** The usual rule: forward as far as one likes, back by one, lost from anywhere, and from there to any open stage. */
export function allows({ moves, steps }: Pick<Flow, 'moves' | 'steps'>, fromId: string, toId: string): boolean {
  if (fromId === toId) return false;
  if (moves) return moves.some(([from, to]) => from === fromId && to === toId);
  const [from, to] = [fromId, toId].map((id) => steps.find((step) => step.id === id));
  if (!to) return false;
  // Who stands in a stage that the flow has not (any more) may go anywhere.
  if (!from || to.kind === 'lost') return true;
  if (from.kind === 'lost') return to.kind === 'open';
  const way = steps.filter((step) => step.kind !== 'lost');
  return way.indexOf(to) >= way.indexOf(from) - 1;
}

/** Where somebody begins who comes into the flow. */
export function firstStep({ steps }: Pick<Flow, 'steps'>): Stage {
  return steps.find((step) => step.kind === 'open') ?? steps[0]!;
}

/** Where a customer of this stage stands in the flow: there, where the admin said, else at the last step before it. */
export function stepFor(plan: Plan, flow: Flow, stageId: string, successors: Readonly<Record<string, string>> = flow.successors): Stage {
  const seen = new Set<string>();
  for (let id: string | null | undefined = stageId; id && !seen.has(id); id = successors[id] ?? plan.stages.get(id)?.successorId) {
    const found = flow.steps.find((step) => step.id === id);
    if (found) return found;
    seen.add(id);
  }
  const position = plan.stages.get(stageId)?.position ?? 0;
  return flow.steps.filter((step) => step.kind === 'open' && step.position <= position).at(-1) ?? firstStep(flow);
}
