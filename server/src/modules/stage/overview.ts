import type { AudienceFilter } from '@scrm/shared/audience';
import type { StageOverview } from '@scrm/shared/stage';
import type { ReadDb } from '../../core/db/scope';
import type { Reach } from '../../core/http/serve';
import { audienceQuery } from '../audience';
import { FollowUser } from '../customer';
import { staffRefs } from '../org';
import { CustomerStage, StageMove } from './entity';
import { flowOf } from './move';
import { stageRef } from './present';
import type { Flow, Plan } from './template';

export interface Scope {
  flowId: string;
  from: number;
  to: number;
  departmentId?: number;
  staffId?: string;
}

export type What = 'entered' | 'wentOn' | 'left' | 'dropped';
type Move = Pick<StageMove, 'id' | 'customerId' | 'fromStageId' | 'toStageId' | 'at' | 'dwellMs' | 'reason'>;

/** What a flow looks like: the same customers as `customers.list` gives for the same staff, department and reach. */
export async function readOverview(db: ReadDb, plan: Plan, scope: Scope, reach: Reach): Promise<StageOverview> {
  const flow = flowOf(plan, scope.flowId);
  const counts = await countStanding(db, scope, reach);
  const moves = await readMoves(db, scope, reach);
  const drops = select(moves, flow, scope, 'dropped');
  const reasons = new Map<string, number>();
  for (const { reason } of drops) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  return {
    flowId: flow.id,
    total: flow.steps.reduce((sum, one) => sum + (counts.get(one.id) ?? 0), 0),
    stages: flow.steps.map((one) => {
      const dwell = select(moves, flow, scope, 'left', one.id).map((move) => move.dwellMs ?? 0).sort((a, b) => a - b);
      return {
        stage: stageRef(one), count: counts.get(one.id) ?? 0, left: dwell.length, medianMs: quantile(dwell, 0.5), p90Ms: quantile(dwell, 0.9),
        entered: select(moves, flow, scope, 'entered', one.id).length, wentOn: select(moves, flow, scope, 'wentOn', one.id).length, dropped: select(moves, flow, scope, 'dropped', one.id).length,
      };
    }),
    reasons: [...reasons].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1)),
    staff: await countByStaff(db, scope, reach),
  };
}

/** The moves behind one figure, newest first. `reason` only of what was lost. */
export async function readMoved(db: ReadDb, plan: Plan, scope: Scope & { what: What; stageId?: string; reason?: string }, reach: Reach): Promise<string[]> {
  const found = select(await readMoves(db, scope, reach), flowOf(plan, scope.flowId), scope, scope.what, scope.stageId);
  return found.filter((move) => scope.reason === undefined || move.reason === scope.reason).reverse().map((move) => move.id);
}

/** `moves` from the beginning of the period until now, oldest first. */
function select(moves: readonly Move[], flow: Flow, { from, to }: Scope, what: What, stageId?: string): Move[] {
  const within = moves.filter((move) => move.at >= from && move.at < to);
  const lost = new Set(flow.steps.filter((one) => one.kind === 'lost').map((one) => one.id));
  if (what === 'left') return within.filter((move) => move.fromStageId !== null && (stageId === undefined || move.fromStageId === stageId));
  if (what === 'dropped') return within.filter((move) => lost.has(move.toStageId) && move.fromStageId !== null && !lost.has(move.fromStageId) && (stageId === undefined || move.fromStageId === stageId));
  const entries = new Map<string, Move>();
  for (const move of within) if (move.toStageId === stageId && !entries.has(move.customerId)) entries.set(move.customerId, move);
  if (what === 'entered') return [...entries.values()];
  const way = flow.steps.filter((one) => one.kind !== 'lost').map((one) => one.id);
  const later = new Set(way.slice(way.indexOf(stageId ?? '') + 1));
  if (!way.includes(stageId ?? '')) return [];
  const onward = new Map<string, Move>();
  const begun = new Set<string>();
  for (const move of moves) {
    const entry = entries.get(move.customerId);
    if (entry && begun.has(entry.id) && later.has(move.toStageId) && !onward.has(move.customerId)) onward.set(move.customerId, move);
    if (entry?.id === move.id) begun.add(move.id);
  }
  return [...onward.values()];
}

/** Of sorted values: the smallest that at least this share of them does not exceed. */
export function quantile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
}

/** What `customers.list` is asked for to give the same customers. */
const filterOf = ({ departmentId, staffId }: Scope): AudienceFilter => ({
  ...(departmentId !== undefined && { departmentIds: [departmentId] }), ...(staffId !== undefined && { staffIds: [staffId] }),
});

async function countStanding(db: ReadDb, scope: Scope, reach: Reach): Promise<Map<string, number>> {
  const query = (await audienceQuery(db, filterOf(scope), reach))
    .innerJoin(CustomerStage, 'stands', 'stands.corpId = customer.corpId AND stands.customerId = customer.id AND stands.flowId = :inFlow', { inFlow: scope.flowId })
    .select('stands.stageId', 'stageId').addSelect('COUNT(*)', 'n').groupBy('stands.stageId');
  return new Map((await query.getRawMany<{ stageId: string; n: number }>()).map((row) => [row.stageId, Number(row.n)]));
}

async function readMoves(db: ReadDb, scope: Scope, reach: Reach): Promise<Move[]> {
  const rows = await (await audienceQuery(db, filterOf(scope), reach))
    .innerJoin(StageMove, 'move', 'move.corpId = customer.corpId AND move.customerId = customer.id AND move.flowId = :inFlow AND move.at >= :from', { inFlow: scope.flowId, from: scope.from })
    .select('move.id', 'id').addSelect('move.customerId', 'customerId').addSelect('move.fromStageId', 'fromStageId').addSelect('move.toStageId', 'toStageId')
    .addSelect('move.at', 'at').addSelect('move.dwellMs', 'dwellMs').addSelect('move.reason', 'reason')
    .orderBy('move.at', 'ASC').addOrderBy('move.id', 'ASC').getRawMany<Move>();
  return rows.map((row) => ({ ...row, at: Number(row.at), dwellMs: row.dwellMs === null ? null : Number(row.dwellMs) }));
}

/** A customer of two counts for both, as in the list of each. Nobody sees figures of those beyond their reach. */
async function countByStaff(db: ReadDb, scope: Scope, reach: Reach): Promise<StageOverview['staff']> {
  const { flowId, staffId } = scope;
  const query = (await audienceQuery(db, filterOf(scope), reach))
    .innerJoin(CustomerStage, 'stands', 'stands.corpId = customer.corpId AND stands.customerId = customer.id AND stands.flowId = :inFlow', { inFlow: flowId })
    .innerJoin(FollowUser, 'follow', 'follow.corpId = customer.corpId AND follow.customerId = customer.id')
    .select('follow.staffId', 'staffId').addSelect('stands.stageId', 'stageId').addSelect('COUNT(*)', 'n').groupBy('follow.staffId').addGroupBy('stands.stageId');
  if (staffId !== undefined) query.andWhere('follow.staffId = :onlyStaff', { onlyStaff: staffId });
  if (reach.staffIds) query.andWhere(reach.staffIds.length > 0 ? 'follow.staffId IN (:...reach)' : '1 = 0', { reach: reach.staffIds });
  const rows = await query.getRawMany<{ staffId: string; stageId: string; n: number }>();
  const staff = await staffRefs(db, rows.map((row) => row.staffId));
  return [...staff.values()].map((one) => {
    const own = rows.filter((row) => row.staffId === one.id).map((row) => [row.stageId, Number(row.n)] as const);
    return { staff: one, total: own.reduce((sum, [, n]) => sum + n, 0), counts: Object.fromEntries(own) };
  }).sort((a, b) => b.total - a.total || (a.staff.id < b.staff.id ? -1 : 1));
}
