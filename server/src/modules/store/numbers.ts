import { In } from 'typeorm';
import { bands, storeFigures, type StoreFigure, type StoreFigures } from '@scrm/shared/store-code';
import type { ParsedInputOf } from '@scrm/shared/contract';
import type { storeNumbers } from '@scrm/shared/store-code';
import { dayAfter } from '../../core/calendar';
import { dateOfNumber, dayNumber, daysIn } from '../../core/db/days';
import type { ReadDb, ScopedQuery } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import { zoneOf } from '../corp';
import { Store, StoreCustomer, StoreJoin, StoreRegion, StoreVisit } from './entity';
import { ofStoresInSight, type StoreSight } from './reach';
import { regionRefs } from './region';

const mostDays = 366;
export type SpanQuery = Pick<ParsedInputOf<(typeof storeNumbers)['report']>, 'codeId' | 'storeId' | 'regionId' | 'exact' | 'from' | 'to'>;
/** Days left out: since the beginning, or until now. */
export type BehindQuery = Pick<ParsedInputOf<(typeof storeNumbers)['visits']>, keyof SpanQuery>;
export type Grouping = ParsedInputOf<(typeof storeNumbers)['report']>['by'];

export type CustomerFigure = 'added' | 'lost' | 'joined' | 'left';
/** What each figure counts of the visits; the lists behind the numbers ask by the same words. */
export const visitConditions: Record<Exclude<StoreFigure, CustomerFigure>, string> = {
  scans: 'row.scanId <> \'\'', opened: 'row.scanId = \'\'', located: 'row.place = \'located\'', refused: 'row.place = \'refused\'', byHand: 'row.place <> \'located\' AND row.storeId IS NOT NULL', matched: 'row.storeId IS NOT NULL',
};
export const customerConditions = { added: '1 = 1', lost: 'row.lostAt IS NOT NULL' };
export const joinConditions = { joined: '1 = 1', left: 'row.leftAt IS NOT NULL' };
type Counted = StoreVisit | StoreCustomer | StoreJoin;
/** When it was that a row counts. */
const moments = new Map<new () => Counted, string>([[StoreVisit, 'row.at'], [StoreCustomer, 'row.addedAt'], [StoreJoin, 'row.at']]);

/** A report has rows for single days; the lists behind it may be of any length. */
export function checkSpan({ from, to }: { from: string; to: string }): void {
  if (Date.parse(to) - Date.parse(from) >= mostDays * 86_400_000) throw new AppError('span_too_long', { days: mostDays });
}

/** Rows of the span's days by the company's clock, in the stores that the caller sees. */
export async function within<T extends Counted>(db: ReadDb, entity: new () => T, { from, to, ...where }: BehindQuery, sight: StoreSight): Promise<ScopedQuery<T>> {
  const at = moments.get(entity)!;
  const zone = await zoneOf(db);
  const query = await visible(db, entity, where, sight);
  // The days of the index are China's: no zone is further from it than a day.
  if (from !== undefined) query.andWhere(`row.day >= :dayBefore AND ${at} >= :first`, { dayBefore: dayAfter(from, -1), first: daysIn(zone, from, from).from });
  if (to !== undefined) query.andWhere(`row.day <= :dayAfter AND ${at} < :until`, { dayAfter: dayAfter(to, 1), until: daysIn(zone, to, to).until });
  return query;
}

async function visible<T extends Counted>(db: ReadDb, entity: new () => T, { codeId, storeId, regionId, exact }: Omit<SpanQuery, 'from' | 'to'>, sight: StoreSight): Promise<ScopedQuery<T>> {
  const query = db.query(entity, 'row');
  if (codeId) query.andWhere('row.codeId = :codeId', { codeId });
  if (storeId) query.andWhere('row.storeId = :storeId', { storeId });
  if (regionId && exact) query.andWhere('row.regionId = :regionId', { regionId });
  else if (regionId) {
    const path = (await db.findOne(StoreRegion, { id: regionId }))?.path ?? '-';
    query.andWhere('EXISTS (SELECT 1 FROM store_region region WHERE region.corpId = row.corpId AND region.id = row.regionId AND region.path LIKE :path)', { path: `${path}%` });
  }
  return ofStoresInSight(query, sight);
}

export const noFigures = (): StoreFigures => ({ scans: 0, opened: 0, located: 0, refused: 0, byHand: 0, matched: 0, added: 0, lost: 0, joined: 0, left: 0 });

type Band = (typeof bands)[number];
type Row = StoreFigures & { bands: { band: Band; visits: number }[] };
const noBands = (): Row['bands'] => bands.map((band) => ({ band, visits: 0 }));

const keyColumns: Record<Exclude<Grouping, 'day'>, string> = { store: 'row.storeId', region: 'row.regionId' };

export async function report(db: ReadDb, { by, ...span }: SpanQuery & { by: Grouping }, sight: StoreSight) {
  checkSpan(span);
  const zone = await zoneOf(db);
  const rows = new Map<string, Row>();
  const rowOf = (key: string | null) => {
    const name = (by === 'day' ? key && dateOfNumber(key) : key) ?? '';
    const row = rows.get(name) ?? { ...noFigures(), bands: noBands() };
    rows.set(name, row);
    return row;
  };
  const grouped = async (entity: new () => Counted) => (await within(db, entity, span, sight)).select(by === 'day' ? dayNumber(moments.get(entity)!, zone, span.from, span.to) : keyColumns[by], 'rowKey').groupBy('rowKey');
  for (const [entity, conditions] of [[StoreVisit, visitConditions], [StoreCustomer, customerConditions], [StoreJoin, joinConditions]] as const) {
    const query = await grouped(entity);
    for (const [figure, condition] of Object.entries(conditions)) query.addSelect(`SUM(CASE WHEN ${condition} THEN 1 ELSE 0 END)`, figure);
    for (const { rowKey, ...figures } of await query.getRawMany<{ rowKey: string | null } & Record<string, string | number>>()) {
      const row = rowOf(rowKey);
      for (const figure of storeFigures) row[figure] += Number(figures[figure] ?? 0);
    }
  }
  const far = (await grouped(StoreVisit)).andWhere('row.band IS NOT NULL').addSelect('row.band', 'band').addSelect('COUNT(*)', 'n').addGroupBy('row.band');
  for (const { rowKey, band, n } of await far.getRawMany<{ rowKey: string | null; band: Band; n: string | number }>()) rowOf(rowKey).bands.find((one) => one.band === band)!.visits = Number(n);
  const total: Row = { ...noFigures(), bands: noBands() };
  for (const row of rows.values()) {
    for (const figure of storeFigures) total[figure] += row[figure];
    for (const [at, { visits }] of row.bands.entries()) total.bands[at]!.visits += visits;
  }
  const names = await namesOf(db, by, [...rows.keys()]);
  return {
    total, bands: total.bands,
    rows: [...rows].map(([key, figures]) => ({ key, name: names.get(key) ?? '', ...figures })).sort((a, b) => (by === 'day' ? (a.key < b.key ? 1 : -1) : weightOf(b) - weightOf(a) || (a.key < b.key ? -1 : 1))),
  };
}

const weightOf = ({ scans, opened, added, joined }: StoreFigures) => scans + opened + added + joined;

async function namesOf(db: ReadDb, by: Grouping, keys: string[]): Promise<Map<string, string>> {
  const ids = keys.filter(Boolean);
  if (by === 'day' || ids.length === 0) return new Map(ids.map((day) => [day, day]));
  if (by === 'region') return new Map([...(await regionRefs(db))].map(([id, { names }]) => [id, names.join(' / ')]));
  return new Map((await db.find(Store, { id: In(ids) })).map(({ id, name }) => [id, name]));
}

/** Since the beginning, for the list of codes. */
export async function countsOfCodes(db: ReadDb, codeIds: readonly string[], sight: StoreSight): Promise<Map<string, Pick<StoreFigures, 'scans' | 'matched' | 'added' | 'joined'>>> {
  const counts = new Map(codeIds.map((id) => [id, { scans: 0, matched: 0, added: 0, joined: 0 }]));
  if (codeIds.length === 0) return counts;
  const visits = await (await visible(db, StoreVisit, {}, sight)).andWhere('row.codeId IN (:...codeIds)', { codeIds })
    .select('row.codeId', 'id').addSelect(`SUM(CASE WHEN ${visitConditions.scans} THEN 1 ELSE 0 END)`, 'scans').addSelect('COUNT(row.storeId)', 'matched').groupBy('row.codeId').getRawMany<{ id: string; scans: string | number; matched: string | number }>();
  for (const { id, scans, matched } of visits) Object.assign(counts.get(id)!, { scans: Number(scans), matched: Number(matched) });
  for (const [entity, figure] of [[StoreCustomer, 'added'], [StoreJoin, 'joined']] as const) {
    const rows = await (await visible<StoreCustomer | StoreJoin>(db, entity, {}, sight)).andWhere('row.codeId IN (:...codeIds)', { codeIds })
      .select('row.codeId', 'id').addSelect('COUNT(*)', 'n').groupBy('row.codeId').getRawMany<{ id: string; n: string | number }>();
    for (const { id, n } of rows) counts.get(id)![figure] = Number(n);
  }
  return counts;
}
