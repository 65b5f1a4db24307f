import type { CodeGrouping, CodeStep } from '@scrm/shared/code-figures';
import type { codeNumbers } from '@scrm/shared/code-numbers';
import type { ParsedInputOf } from '@scrm/shared/contract';
import { dayAfter } from '../../core/calendar';
import { dayNumber, daysIn } from '../../core/db/days';
import type { ReadDb, ScopedQuery } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { Reach } from '../../core/http/serve';
import { readTree } from '../channel';
import { zoneOf } from '../corp';
import { Scan } from '../scan';
import { readPlan, type Plan } from '../stage';
import { regionRefs, StoreVisit } from '../store';
import { CodeAdd } from './entity';

export type Span = Omit<ParsedInputOf<(typeof codeNumbers)['table']>, 'by'>;

const mostDays = 366;
const dayMs = 86_400_000;

/** Codes that stand in a channel now: joined, because MySQL reads a UNION within IN again for each row. */
const inChannels = (condition: string) => `(SELECT code.id AS id FROM live_code code WHERE code.corpId = :scopeCorpId AND code.channelId ${condition} UNION SELECT link.id AS id FROM acquisition_link link WHERE link.corpId = :scopeCorpId AND link.channelId ${condition})`;

interface Source {
  entity: new () => CodeAdd | Scan | StoreVisit;
  /** Which rows count at all. */
  only: string;
  /** The moment, and what is grouped and filtered by; '' for none. */
  columns: Record<Exclude<CodeGrouping, 'day' | 'channel'> | 'way' | 'at', string>;
}

/** Customers by code, the scans of pages that choose who receives, and the scans of store codes. */
export const sources = {
  adds: { entity: CodeAdd, only: '1 = 1', columns: { way: 'row.way', at: 'row.addedAt', code: 'row.codeId', staff: 'row.staffId', store: 'row.storeId', region: 'row.regionId' } },
  scans: {
    entity: Scan,
    // No other kind of code is among these: the kind itself stands in no index.
    only: 'row.codeId IN (SELECT shown.id FROM live_code shown WHERE shown.corpId = :scopeCorpId)',
    columns: { way: '\'page\'', at: 'row.at', code: 'row.codeId', staff: 'row.target', store: '\'\'', region: '\'\'' },
  },
  visits: {
    entity: StoreVisit, only: 'row.scanId <> \'\' AND row.day BETWEEN :dayBefore AND :dayAfter',
    columns: { way: '\'store\'', at: 'row.at', code: 'row.codeId', staff: 'COALESCE(row.staffId, \'\')', store: 'COALESCE(row.storeId, \'\')', region: 'COALESCE(row.regionId, \'\')' },
  },
} satisfies Record<string, Source>;
export type SourceName = keyof typeof sources;

export const sourcesOf = (step: CodeStep): readonly SourceName[] => (step === 'scans' ? ['scans', 'visits'] : ['adds']);

/** What a step counts of the customers; of those who reached the stage, after `joinReached`. WeCom tells who wrote first only of links. */
export const stepConditions: Record<Exclude<CodeStep, 'scans'>, string> = {
  added: '1 = 1',
  replied: 'row.way = \'link\' AND EXISTS (SELECT 1 FROM acquisition_customer wrote WHERE wrote.corpId = row.corpId AND wrote.linkId = row.codeId AND wrote.customerId = row.customerId AND wrote.staffId = row.staffId AND wrote.chatted = 1)',
  reached: '1 = 1',
  lostByCustomer: 'row.lostBy = \'customer\'',
  lostByUs: 'row.lostBy = \'staff\'',
};

/** What a span means in this company, read once for all of its queries. */
export interface Scope extends Span {
  reach: Reach;
  /** By which days begin. */
  zone: string;
  /** [''] those without one. */
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
    ...span, reach, zone: await zoneOf(db), ...stagesOf(plan, span.stageId),
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
  const { from, to, zone, reach, channelIds, regionIds } = scope;
  const span = daysIn(zone, from, to);
  const query = db.query<CodeAdd | Scan | StoreVisit>(entity, 'row').andWhere(only, { dayBefore: dayAfter(from, -1), dayAfter: dayAfter(to, 1) }).andWhere(`${columns.at} >= :from AND ${columns.at} < :until`, { ...span });
  for (const [key, value] of [['way', scope.way], ['code', scope.codeId], ['staff', scope.staffId], ['store', scope.storeId]] as const) if (value !== undefined) query.andWhere(`${columns[key]} = :${key}`, { [key]: value });
  if (regionIds) query.andWhere(regionIds.length === 0 ? '1 = 0' : `${columns.region} IN (:...regionIds)`, { regionIds });
  if (channelIds) standIn(query, channelIds, 'channelIds');
  // Whoever sees a part of the staff sees what these received, and no scan that led to nobody.
  if (reach.staffIds) query.andWhere(reach.staffIds.length === 0 ? '1 = 0' : `${columns.staff} IN (:...reached)`, { reached: reach.staffIds });
  return query;
}

function standIn(query: ReturnType<typeof within>, ids: readonly string[], name: string): void {
  if (ids[0] === '') query.leftJoin(inChannels('IS NOT NULL'), name, `${name}.id = row.codeId`).andWhere(`${name}.id IS NULL`);
  else if (ids.length === 0) query.andWhere('1 = 0');
  else query.innerJoin(inChannels(`IN (:...${name})`), name, `${name}.id = row.codeId`).setParameters({ [name]: ids });
}

/** Of these only who came to the stage since they were added: the last time decides. They are the fewer, so that the database begins with them. */
export function joinReached(query: ReturnType<typeof within>, { from, zone, reachedIds }: Scope): ReturnType<typeof within> {
  const last = '(SELECT came.customerId AS customerId, MAX(came.at) AS lastAt FROM stage_move came WHERE came.corpId = :scopeCorpId AND came.toStageId IN (:...reachedIds) AND came.at >= :reachedFrom GROUP BY came.customerId)';
  query.innerJoin(last, 'reached', 'reached.customerId = row.customerId AND reached.lastAt >= row.addedAt');
  return query.setParameters({ reachedIds, reachedFrom: daysIn(zone, from, from).from }) as ReturnType<typeof within>;
}

/** Of a channel its codes, which are sorted into it afterwards. */
export function keyColumn(name: SourceName, by: CodeGrouping, { zone, from, to }: Scope): string {
  const { columns }: Source = sources[name];
  return by === 'day' ? dayNumber(columns.at, zone, from, to) : columns[by === 'channel' ? 'code' : by];
}

/** One row of the table: a day is a shorter span, everything else a condition more. */
export function withinKey(db: ReadDb, name: SourceName, scope: Scope, by: CodeGrouping, key: string | undefined): ScopedQuery<CodeAdd | Scan | StoreVisit> {
  if (key === undefined) return within(db, name, scope);
  if (by === 'day') return key < scope.from || key > scope.to || !/^\d{4}-\d\d-\d\d$/.test(key) ? within(db, name, scope).andWhere('1 = 0') : within(db, name, { ...scope, from: key, to: key });
  const query = within(db, name, scope);
  if (by === 'channel') standIn(query, [key], 'rowChannel');
  else query.andWhere(`${keyColumn(name, by, scope)} = :rowKey`, { rowKey: key });
  return query;
}
