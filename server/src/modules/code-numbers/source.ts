import type { CodeGrouping, CodeStep } from '@scrm/shared/code-figures';
import type { codeNumbers } from '@scrm/shared/code-numbers';
import type { ParsedInputOf } from '@scrm/shared/contract';
import { momentOf } from '../../core/calendar';
import type { ReadDb, ScopedQuery } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { Reach } from '../../core/http/serve';
import { readTree } from '../channel';
import { Scan } from '../scan';
import { readPlan, type Plan } from '../stage';
import { regionRefs, StoreVisit } from '../store';
import { CodeAdd } from './entity';

export type Span = Omit<ParsedInputOf<(typeof codeNumbers)['table']>, 'by'>;

const mostDays = 366;
const dayMs = 86_400_000;
const chinaMs = 8 * 3_600_000;

/** Where the code stands now. */
const channelOf = 'COALESCE((SELECT code.channelId FROM live_code code WHERE code.corpId = row.corpId AND code.id = row.codeId), (SELECT link.channelId FROM acquisition_link link WHERE link.corpId = row.corpId AND link.id = row.codeId), \'\')';

interface Source {
  entity: new () => CodeAdd | Scan | StoreVisit;
  /** Which rows count at all. */
  only: string;
  /** The moment, and what is grouped and filtered by; '' for none. */
  columns: Record<Exclude<CodeGrouping, 'day'> | 'way' | 'at', string>;
}

/** Customers by code, the scans of pages that choose who receives, and the scans of store codes. */
export const sources = {
  adds: { entity: CodeAdd, only: '1 = 1', columns: { way: 'row.way', at: 'row.addedAt', channel: channelOf, code: 'row.codeId', staff: 'row.staffId', store: 'row.storeId', region: 'row.regionId' } },
  scans: {
    entity: Scan, only: 'row.kind = \'channel\' AND row.codeId IN (SELECT shown.id FROM live_code shown WHERE shown.corpId = row.corpId)',
    columns: { way: '\'page\'', at: 'row.at', channel: channelOf, code: 'row.codeId', staff: 'row.target', store: '\'\'', region: '\'\'' },
  },
  visits: {
    entity: StoreVisit, only: 'row.codeId <> \'\' AND row.day BETWEEN :fromDay AND :toDay',
    columns: { way: '\'store\'', at: 'row.at', channel: '\'\'', code: 'row.codeId', staff: 'COALESCE(row.staffId, \'\')', store: 'COALESCE(row.storeId, \'\')', region: 'COALESCE(row.regionId, \'\')' },
  },
} satisfies Record<string, Source>;
export type SourceName = keyof typeof sources;

export const sourcesOf = (step: CodeStep): readonly SourceName[] => (step === 'scans' ? ['scans', 'visits'] : ['adds']);

/** What a step counts of the customers. WeCom tells who wrote first only of links. */
export const stepConditions: Record<Exclude<CodeStep, 'scans'>, string> = {
  added: '1 = 1',
  replied: 'row.way = \'link\' AND EXISTS (SELECT 1 FROM acquisition_customer wrote WHERE wrote.corpId = row.corpId AND wrote.linkId = row.codeId AND wrote.customerId = row.customerId AND wrote.staffId = row.staffId AND wrote.chatted = 1)',
  reached: 'EXISTS (SELECT 1 FROM stage_move came WHERE came.corpId = row.corpId AND came.customerId = row.customerId AND came.at >= row.addedAt AND came.toStageId IN (:...reachedIds))',
  lostByCustomer: 'row.lostBy = \'customer\'',
  lostByUs: 'row.lostBy = \'staff\'',
};

/** What a span means in this company, read once for all of its queries. */
export interface Scope extends Span {
  reach: Reach;
  channelIds: readonly string[] | null;
  regionIds: readonly string[] | null;
  stage: { id: string; name: string } | null;
  stages: { id: string; name: string }[];
  /** The stage and those behind it. */
  reachedIds: readonly string[];
}

export async function scopeOf(db: ReadDb, span: Span, reach: Reach): Promise<Scope> {
  const { from, to, channelId, regionId } = span;
  if (Date.parse(to) - Date.parse(from) >= mostDays * dayMs) throw new AppError('span_too_long', { days: mostDays });
  const plan = await readPlan(db);
  return {
    ...span, reach, ...stagesOf(plan, span.stageId),
    channelIds: channelId === undefined ? null : channelId === 'none' ? [''] : (await readTree(db)).subtreeOf(channelId).map(({ id }) => id),
    regionIds: regionId === undefined ? null : [...(await regionRefs(db)).values()].filter(({ path }) => path.split('/').includes(regionId)).map(({ id }) => id),
  };
}

function stagesOf(plan: Plan | null, wanted: string | undefined): Pick<Scope, 'stage' | 'stages' | 'reachedIds'> {
  const all = [...(plan?.stages.values() ?? [])].sort((a, b) => a.position - b.position);
  const living = all.filter(({ removedAt }) => removedAt === null);
  const stage = living.find(({ id }) => id === wanted) ?? living.find(({ kind }) => kind === 'won') ?? living.at(-1) ?? null;
  const behind = stage === null || stage.kind === 'lost' ? [] : all.filter(({ kind, position }) => kind !== 'lost' && position >= stage.position);
  const ref = ({ id, name }: { id: string; name: string }) => ({ id, name });
  return { stage: stage && ref(stage), stages: living.map(ref), reachedIds: stage === null ? ['-'] : [stage.id, ...behind.map(({ id }) => id)] };
}

/** The rows of a source within a scope: the one place where it is said, for the figures and for their lists. */
export function within(db: ReadDb, name: SourceName, scope: Scope): ScopedQuery<CodeAdd | Scan | StoreVisit> {
  const { entity, only, columns }: Source = sources[name];
  const { from, to, reach, channelIds, regionIds } = scope;
  const query = db.query<CodeAdd | Scan | StoreVisit>(entity, 'row').andWhere(only, { fromDay: from, toDay: to }).andWhere(`${columns.at} >= :from AND ${columns.at} < :to`, { from: momentOf(from, 0), to: momentOf(to, 1440) });
  for (const [key, value] of [['way', scope.way], ['code', scope.codeId], ['staff', scope.staffId], ['store', scope.storeId]] as const) if (value !== undefined) query.andWhere(`${columns[key]} = :${key}`, { [key]: value });
  for (const [key, ids] of [['channel', channelIds], ['region', regionIds]] as const) if (ids) query.andWhere(ids.length === 0 ? '1 = 0' : `${columns[key]} IN (:...${key}Ids)`, { [`${key}Ids`]: ids });
  // Whoever sees a part of the staff sees what these received, and no scan that led to nobody.
  if (reach.staffIds) query.andWhere(reach.staffIds.length === 0 ? '1 = 0' : `${columns.staff} IN (:...reached)`, { reached: reach.staffIds });
  return query;
}

export function keyColumn(name: SourceName, by: CodeGrouping): string {
  const { columns }: Source = sources[name];
  // Days since 1970 in China; MySQL and SQLite agree on this.
  return by === 'day' ? `(${columns.at} + ${chinaMs} - (${columns.at} + ${chinaMs}) % ${dayMs}) / ${dayMs}` : columns[by];
}

export const dayText = (day: unknown): string => new Date(Math.round(Number(day)) * dayMs).toISOString().slice(0, 10);

/** All days of a span. */
export function daysOf({ from, to }: Pick<Span, 'from' | 'to'>): string[] {
  const first = Date.parse(from) / dayMs;
  return Array.from({ length: Math.max(0, Date.parse(to) / dayMs - first + 1) }, (_, index) => dayText(first + index));
}

/** One row of the table: a day is a shorter span, everything else a condition more. */
export function withinKey(db: ReadDb, name: SourceName, scope: Scope, by: CodeGrouping, key: string | undefined): ScopedQuery<CodeAdd | Scan | StoreVisit> {
  if (key === undefined) return within(db, name, scope);
  if (by === 'day') return key < scope.from || key > scope.to || !/^\d{4}-\d\d-\d\d$/.test(key) ? within(db, name, scope).andWhere('1 = 0') : within(db, name, { ...scope, from: key, to: key });
  return within(db, name, scope).andWhere(`${keyColumn(name, by)} = :rowKey`, { rowKey: key });
}
