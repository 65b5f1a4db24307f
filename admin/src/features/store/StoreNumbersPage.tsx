import { DownloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, DatePicker, Segmented, Skeleton, Table, TreeSelect } from 'antd';
import dayjs from 'dayjs';
import { useNavigate } from 'react-router-dom';
import type { ReplyOf } from '@scrm/shared/contract';
import type { bands, StoreFigure, storeNumbers } from '@scrm/shared/store-code';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask, askPage } from '../../kit/ask';
import { useCompanyDay } from '../../kit/company-day';
import { ErrorNote } from '../../kit/error-note';
import { Figure, Figures } from '../../kit/figures';
import { figure, words } from '../../kit/language';
import { FilterChip, oneOf, useFilters } from '../../kit/list/filters';
import '../../kit/list/list.css';
import { Allow } from '../../kit/me';
import { Note } from '../../kit/note';
import { useOpened } from '../../kit/opened';
import { PageHead } from '../../kit/page-head';
import { newKey } from '../../kit/task/start';
import { NumberDrawer } from './NumberDrawer';
import { regionTree } from './regions';
import { BandsChart, DaysChart } from './StoreCharts';
import { StoreSelect } from './StoreSelect';
import { useStoreWords } from './words';
import './store.css';

const useWords = words({
  zh: {
    title: '门店数据', about: (zone: string) => `每个数字都可以点开看明细。日期按${zone}。`, groups: { store: '按门店', region: '按区域', day: '按日期' }, span: '时间', code: '门店码', store: '门店', region: '区域', export: '导出', started: '已开始导出，在「导出记录」中下载', empty: '这段时间没有扫码', emptyHint: '换个时间，或把门店码放到客户看得到的地方。', none: { store: '没有匹配到门店', region: '不分区域', day: '' }, trend: '每天', bands: '扫码或查看时离门店多远', far: '离门店', bandsHint: '只记录大致距离，不保存位置', name: { store: '门店', region: '区域', day: '日期' },
  },
  en: {
    title: 'Store figures', about: (zone: string) => `Each number opens its list. Days are in ${zone}.`, groups: { store: 'By store', region: 'By region', day: 'By day' }, span: 'When', code: 'Store code', store: 'Store', region: 'Region', export: 'Export', started: 'The export has started; fetch it under Exports', empty: 'No scans in this time', emptyHint: 'Choose another time, or put the code where customers see it.', none: { store: 'No store matched', region: 'No region', day: '' }, trend: 'By day', bands: 'How far from the store they were', far: 'Distance from the store', bandsHint: 'Rough distances only; no place is kept', name: { store: 'Store', region: 'Region', day: 'Day' },
  },
});

const shown: readonly StoreFigure[] = ['scans', 'opened', 'located', 'refused', 'byHand', 'matched', 'added', 'lost', 'joined', 'left'];

export function StoreNumbersPage() {
  const t = useWords();
  const { ago, zone } = useCompanyDay();
  const w = useStoreWords();
  const navigate = useNavigate();
  const filters = useFilters(['from', 'to', 'codeId', 'storeId', 'regionId', 'by']);
  const { codeId, storeId, regionId } = filters.values;
  const by = oneOf(filters.values.by, t.groups) ?? 'store';
  const [from, to] = [filters.values.from ?? ago(29), filters.values.to ?? ago(0)];
  const span = { from, to, codeId, storeId, regionId };
  const report = useQuery(askPage('storeNumbers', 'report', { ...span, by }));
  const regions = useQuery(ask('stores', 'regions', {}));
  const code = useQuery({ ...ask('storeCodes', 'get', { id: codeId ?? '' }), enabled: codeId !== undefined });
  const store = useQuery({ ...ask('stores', 'get', { id: storeId ?? '' }), enabled: storeId !== undefined });
  const take = useAct(() => api.storeNumbers.export({ ...span, by, key: newKey(), format: 'xlsx' }), { done: t.started, onDone: () => void navigate('/exports') });
  const { data } = report;
  const whereOf = (key: string) => (by === 'day' ? { ...span, from: key, to: key } : by === 'region' ? (key ? { ...span, regionId: key, exact: true } : { ...span, noRegion: true }) : key ? { ...span, storeId: key } : { ...span, noStore: true });
  const { values: opened, open, close } = useOpened(['what', 'row', 'band']);
  const what = oneOf(opened.what, w.figures);
  const where = { ...(opened.row === undefined ? span : whereOf(opened.row)), ...(opened.band !== undefined && { band: oneOf<(typeof bands)[number]>(opened.band, w.bands) }) };

  return (
    <section className="stack" data-testid="store-numbers">
      <PageHead title={t.title} about={t.about(zone)} action={<Allow to="storeNumbers.export"><Button icon={<DownloadOutlined />} loading={take.isPending} disabled={!data || data.rows.length === 0} onClick={() => take.mutate(undefined)} data-testid="export">{t.export}</Button></Allow>} />
      <div className="list-bar">
        <div className="list-filters">
          <DatePicker.RangePicker value={[dayjs(from), dayjs(to)]} allowClear={false} aria-label={t.span} onChange={(next) => { filters.set('from', next?.[0]?.format('YYYY-MM-DD')); filters.set('to', next?.[1]?.format('YYYY-MM-DD')); }} />
          {codeId ? <FilterChip name={t.code} value={code.data?.name ?? codeId} onRemove={() => filters.set('codeId', undefined)}>{() => null}</FilterChip> : null}
          <FilterChip name={t.region} value={regions.data?.items.find(({ id }) => id === regionId)?.name} onRemove={() => filters.set('regionId', undefined)}>
            {(close) => <TreeSelect aria-label={t.region} value={regionId} treeDefaultExpandAll placeholder={t.region} treeData={regionTree(regions.data?.items ?? [])} style={{ width: '100%' }} onChange={(id: string) => { filters.set('regionId', id); close(); }} />}
          </FilterChip>
          <FilterChip name={t.store} value={storeId ? store.data?.name ?? storeId : undefined} onRemove={() => filters.set('storeId', undefined)} wide>
            {(close) => <StoreSelect label={t.store} value={store.data ?? null} onChange={(next) => { filters.set('storeId', next?.id); close(); }} />}
          </FilterChip>
        </div>
      </div>
      {report.isPending ? <div className="panel"><Skeleton active paragraph={{ rows: 8 }} /></div> : null}
      {report.error ? <div className="panel"><ErrorNote error={report.error} onAgain={() => void report.refetch()} /></div> : null}
      {data ? (
        <>
          <Figures label={t.title}>
            {shown.map((what) => <Figure key={what} name={w.figures[what]} value={figure(data.total[what])} hint={w.definitions[what]} testId={`total-${what}`} onPress={data.total[what] > 0 ? () => open({ what }) : undefined} />)}
          </Figures>
          {data.rows.length === 0 ? <div className="panel" data-testid="empty"><Note title={t.empty} hint={t.emptyHint} /></div> : (
            <>
              <Segmented value={by} onChange={(next) => filters.set('by', next === 'store' ? undefined : next)} options={(['store', 'region', 'day'] as const).map((value) => ({ value, label: t.groups[value] }))} style={{ alignSelf: 'flex-start' }} />
              <div className="panel flush">
                <Table
                  rowKey="key" size="middle" dataSource={data.rows} pagination={data.rows.length > 50 ? { pageSize: 50 } : false} scroll={{ x: 1930 }} sticky
                  columns={[
                    { key: 'name', title: t.name[by], fixed: 'left', width: 160, render: (_: unknown, row: Row) => row.name || <span className="soft">{t.none[by]}</span> },
                    ...shown.map((what) => ({ key: what, title: <span title={w.definitions[what]}>{w.figures[what]}</span>, align: 'right' as const, width: 110, sorter: (a: Row, b: Row) => a[what] - b[what], render: (_: unknown, row: Row) => <NumberCell value={row[what]} onPress={() => open({ what, row: row.key })} /> })),
                    {
                      key: 'bands', title: <span title={t.bandsHint}>{t.far}</span>,
                      children: data.bands.map(({ band }, nth) => ({ key: band, title: w.bands[band], align: 'right' as const, width: 136, sorter: (a: Row, b: Row) => a.bands[nth]!.visits - b.bands[nth]!.visits, render: (_: unknown, row: Row) => <NumberCell value={row.bands[nth]!.visits} onPress={() => open({ what: 'matched', row: row.key, band })} /> })),
                    },
                  ]}
                />
              </div>
              {by === 'day' ? <div className="panel"><h2>{t.trend}</h2><DaysChart rows={data.rows} from={from} to={to} /></div> : null}
              <div className="panel"><h2>{t.bands}</h2><p className="soft small">{t.bandsHint}</p><BandsChart bands={data.bands} onAsk={(band) => open({ what: 'matched', band })} /></div>
            </>
          )}
        </>
      ) : null}
      {what ? <NumberDrawer asked={{ what, where }} onClose={close} /> : null}
    </section>
  );
}

type Row = ReplyOf<(typeof storeNumbers)['report']>['rows'][number];

function NumberCell({ value, onPress }: { value: number; onPress: () => void }) {
  return <button type="button" className="number-cell" disabled={value === 0} onClick={onPress}>{figure(value)}</button>;
}
