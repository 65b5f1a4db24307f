import type { AudienceFilter } from '@scrm/shared/audience';
import type { StageOverview } from '@scrm/shared/stage';
import type { ReadDb, ScopedQuery } from '../../core/db/scope';
import type { Reach } from '../../core/http/serve';
import { audienceQuery } from '../audience';
import { FollowUser, type Customer } from '../customer';
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

/** What a flow looks like: the same customers as `customers.list` gives for the same staff, department and reach. */
export async function readOverview(db: ReadDb, plan: Plan, scope: Scope, reach: Reach): Promise<StageOverview> {
  const flow = flowOf(plan, scope.flowId);
  const counts = await countStanding(db, scope, reach);
  const entered = await countEntered(db, scope, reach);
  const wentOn = await countOnward(db, flow, scope, reach);
  const left = await countLeft(db, scope, reach);
  const drops = await countDrops(db, flow, scope, reach);
  const dwells = await readDwells(db, scope, reach, left);
  const dropped = sumBy(drops, ({ stageId }) => stageId);
  return {
    flowId: flow.id,
    total: flow.steps.reduce((sum, one) => sum + (counts.get(one.id) ?? 0), 0),
    stages: flow.steps.map((one) => ({
      stage: stageRef(one), count: counts.get(one.id) ?? 0, left: left.get(one.id) ?? 0, medianMs: dwells.get(one.id)?.medianMs ?? null, p90Ms: dwells.get(one.id)?.p90Ms ?? null,
      entered: entered.get(one.id) ?? 0, wentOn: wentOn.get(one.id) ?? 0, dropped: dropped.get(one.id) ?? 0,
    })),
    reasons: [...sumBy(drops, ({ reason }) => reason)].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1)),
    staff: await countByStaff(db, scope, reach),
  };
}

function sumBy<T extends { n: number }>(rows: readonly T[], keyOf: (row: T) => string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(keyOf(row), (sums.get(keyOf(row)) ?? 0) + row.n);
  return sums;
}

/** The moves behind one figure, newest first, and how many there are. `reason` only of what was lost. */
export async function readMoved(
  db: ReadDb, plan: Plan, scope: Scope & { what: What; stageId?: string; reason?: string }, reach: Reach, { offset, limit }: { offset: number; limit: number },
): Promise<{ ids: string[]; total: number }> {
  const asked = async () => {
    const query = await behind(db, flowOf(plan, scope.flowId), scope, reach);
    return scope.reason === undefined ? query : query.andWhere('move.reason = :reason', { reason: scope.reason });
  };
  const [counted] = await (await asked()).select('COUNT(*)', 'n').getRawMany<{ n: number | string }>();
  const rows = await (await asked()).select('move.id', 'id').orderBy('move.at', 'DESC').addOrderBy('move.id', 'DESC').offset(offset).limit(limit).getRawMany<{ id: string }>();
  return { ids: rows.map(({ id }) => id), total: Number(counted!.n) };
}

/** One row for each that the figure counts: of somebody who came twice the first time. */
async function behind(db: ReadDb, flow: Flow, scope: Scope & { what: What; stageId?: string }, reach: Reach): Promise<ScopedQuery<Customer>> {
  const { what, stageId } = scope;
  if (what === 'left') return ofStage(await movesIn(db, scope, reach), stageId).andWhere('move.fromStageId IS NOT NULL');
  if (what === 'dropped') return ofStage(await dropsIn(db, flow, scope, reach), stageId);
  if (what === 'entered') {
    return (await movesIn(db, scope, reach))
      .andWhere('move.toStageId = :stageId', { stageId: stageId ?? '' })
      .andWhere(`NOT EXISTS (SELECT 1 FROM stage_move earlier WHERE ${sameWay('earlier', 'move')} AND earlier.toStageId = move.toStageId AND earlier.at >= :from AND ${isBefore('earlier', 'move')})`);
  }
  const later = stagesAfter(flow, stageId);
  const hasEntered = (row: string) => `EXISTS (SELECT 1 FROM stage_move entry WHERE ${sameWay('entry', row)} AND entry.toStageId = :stageId AND entry.at >= :from AND entry.at < :to AND ${isBefore('entry', row)})`;
  return (await movesSince(db, scope, reach))
    .andWhere(later.length > 0 ? 'move.toStageId IN (:...later)' : '1 = 0', { later })
    .andWhere(hasEntered('move'), { stageId, to: scope.to })
    .andWhere(`NOT EXISTS (SELECT 1 FROM stage_move earlier WHERE ${sameWay('earlier', 'move')} AND earlier.at >= :from AND earlier.toStageId ${later.length > 0 ? 'IN (:...later)' : 'IS NULL'} AND ${isBefore('earlier', 'move')} AND ${hasEntered('earlier')})`);
}

const ofStage = (query: ScopedQuery<Customer>, stageId: string | undefined) => (stageId === undefined ? query : query.andWhere('move.fromStageId = :stageId', { stageId }));
const sameWay = (row: string, other: string) => `${row}.corpId = ${other}.corpId AND ${row}.customerId = ${other}.customerId AND ${row}.flowId = ${other}.flowId`;
const isBefore = (row: string, other: string) => `(${row}.at < ${other}.at OR (${row}.at = ${other}.at AND ${row}.id < ${other}.id))`;

const wayOf = (flow: Flow) => flow.steps.filter((one) => one.kind !== 'lost').map((one) => one.id);
const lostOf = (flow: Flow) => flow.steps.filter((one) => one.kind === 'lost').map((one) => one.id);

function stagesAfter(flow: Flow, stageId: string | undefined): string[] {
  const way = wayOf(flow);
  return stageId !== undefined && way.includes(stageId) ? way.slice(way.indexOf(stageId) + 1) : [];
}

/** From the beginning of the period until now. */
async function movesSince(db: ReadDb, scope: Scope, reach: Reach): Promise<ScopedQuery<Customer>> {
  return (await audienceQuery(db, filterOf(scope), reach))
    .innerJoin(StageMove, 'move', 'move.corpId = customer.corpId AND move.customerId = customer.id AND move.flowId = :inFlow AND move.at >= :from', { inFlow: scope.flowId, from: scope.from });
}

const movesIn = async (db: ReadDb, scope: Scope, reach: Reach) => (await movesSince(db, scope, reach)).andWhere('move.at < :to', { to: scope.to });

async function dropsIn(db: ReadDb, flow: Flow, scope: Scope, reach: Reach): Promise<ScopedQuery<Customer>> {
  const lost = lostOf(flow);
  return (await movesIn(db, scope, reach)).andWhere(lost.length > 0 ? 'move.toStageId IN (:...lost) AND move.fromStageId IS NOT NULL AND move.fromStageId NOT IN (:...lost)' : '1 = 0', { lost });
}

const byStage = async (query: ScopedQuery<Customer>) => new Map((await query.getRawMany<{ stageId: string; n: number | string }>()).map(({ stageId, n }) => [stageId, Number(n)]));

const countEntered = async (db: ReadDb, scope: Scope, reach: Reach) =>
  byStage((await movesIn(db, scope, reach)).select('move.toStageId', 'stageId').addSelect('COUNT(DISTINCT move.customerId)', 'n').groupBy('move.toStageId'));

const countLeft = async (db: ReadDb, scope: Scope, reach: Reach) =>
  byStage((await movesIn(db, scope, reach)).andWhere('move.fromStageId IS NOT NULL').select('move.fromStageId', 'stageId').addSelect('COUNT(*)', 'n').groupBy('move.fromStageId'));

/** Who came into a stage within the period and has been in a later one since: of those who came twice, after any of the times. */
async function countOnward(db: ReadDb, flow: Flow, scope: Scope, reach: Reach): Promise<Map<string, number>> {
  const way = wayOf(flow);
  if (way.length === 0) return new Map();
  const place = (row: string) => `CASE ${row}.toStageId ${way.map((_, n) => `WHEN :way${n} THEN ${n}`).join(' ')} END`;
  return byStage((await movesIn(db, scope, reach))
    .andWhere(`EXISTS (SELECT 1 FROM stage_move onward WHERE ${sameWay('onward', 'move')} AND ${isBefore('move', 'onward')} AND ${place('onward')} > ${place('move')})`, Object.fromEntries(way.map((id, n) => [`way${n}`, id])))
    .select('move.toStageId', 'stageId').addSelect('COUNT(DISTINCT move.customerId)', 'n').groupBy('move.toStageId'));
}

async function countDrops(db: ReadDb, flow: Flow, scope: Scope, reach: Reach): Promise<{ stageId: string; reason: string; n: number }[]> {
  const query = (await dropsIn(db, flow, scope, reach)).select('move.fromStageId', 'stageId').addSelect('move.reason', 'reason').addSelect('COUNT(*)', 'n').groupBy('move.fromStageId').addGroupBy('move.reason');
  return (await query.getRawMany<{ stageId: string; reason: string; n: number | string }>()).map((row) => ({ ...row, n: Number(row.n) }));
}

/** How long those who left had stood in each stage: the database puts them in order and gives the two that are asked for. */
async function readDwells(db: ReadDb, scope: Scope, reach: Reach, left: ReadonlyMap<string, number>): Promise<Map<string, { medianMs: number; p90Ms: number }>> {
  if (left.size === 0) return new Map();
  const [sql, parameters] = (await movesIn(db, scope, reach)).andWhere('move.fromStageId IS NOT NULL')
    .select('move.fromStageId', 'stageId').addSelect('COALESCE(move.dwellMs, 0)', 'dwell').addSelect('ROW_NUMBER() OVER (PARTITION BY move.fromStageId ORDER BY COALESCE(move.dwellMs, 0))', 'place').getQueryAndParameters();
  const wanted = [...left].map(([stageId, n]) => ({ stageId, median: rankOf(n, 0.5), p90: rankOf(n, 0.9) }));
  const rows = await db.database.query<{ stageId: string; dwell: number | string; place: number | string }>(
    `SELECT stageId, dwell, place FROM (${sql}) ranked WHERE ${wanted.map(() => '(stageId = ? AND place IN (?, ?))').join(' OR ')}`, [...parameters as unknown[], ...wanted.flatMap(({ stageId, median, p90 }) => [stageId, median, p90])]);
  const at = (stageId: string, place: number) => Number(rows.find((row) => row.stageId === stageId && Number(row.place) === place)?.dwell ?? 0);
  return new Map(wanted.map(({ stageId, median, p90 }) => [stageId, { medianMs: at(stageId, median), p90Ms: at(stageId, p90) }]));
}

/** Of so many sorted values, from 1: the smallest that at least this share of them does not exceed. */
const rankOf = (count: number, share: number) => Math.max(1, Math.ceil(count * share));

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
