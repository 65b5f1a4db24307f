import { DownloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Segmented, Skeleton, Table } from 'antd';
import { Link, useNavigate } from 'react-router-dom';
import { codeGroupings, codeRate, codeSteps, untoldSentence, type CodeGrouping, type CodeStep } from '@scrm/shared/code-figures';
import type { CodeNumberRow } from '@scrm/shared/code-numbers';
import { nameIn } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { askPage } from '../../kit/ask';
import { useCompanyDay } from '../../kit/company-day';
import { ErrorNote } from '../../kit/error-note';
import { Figure, Figures } from '../../kit/figures';
import { figure, useLanguage } from '../../kit/language';
import { oneOf, useFilters } from '../../kit/list/filters';
import '../../kit/list/list.css';
import { Allow } from '../../kit/me';
import { Note } from '../../kit/note';
import { useOpened } from '../../kit/opened';
import { PageHead } from '../../kit/page-head';
import { StaffName } from '../../kit/person';
import { newKey } from '../../kit/task/start';
import { DayChart, FunnelChart } from './Charts';
import { filterNames, NumberFilters, personFilters } from './Filters';
import { GroupFigures } from './GroupFigures';
import { NumberCell } from './NumberCell';
import { RowsDrawer } from './RowsDrawer';
import { percent, useStepNames } from './steps';
import { useNumberWords } from './words';
import './code-numbers.css';

export function CodeNumbersPage() {
  const t = useNumberWords();
  const language = useLanguage();
  const navigate = useNavigate();
  const filters = useFilters(filterNames);
  const { ago, zone } = useCompanyDay();
  const { from = ago(29), to = ago(0), by: asked, way, ...others } = filters.values;
  const by = oneOf(asked, t.groups) ?? 'channel';
  const span = { from, to, way: oneOf(way, t.ways), ...others };
  const table = useQuery(askPage('codeNumbers', 'table', { ...span, by }));
  const days = useQuery(askPage('codeNumbers', 'table', { ...span, by: 'day' }));
  const opened = useOpened(['step', 'row']);
  const open = (step: CodeStep, row?: string) => opened.open({ step, row });
  const take = useAct(() => api.codeNumbers.export({ ...span, by, key: newKey(), format: 'xlsx' }), { done: t.started, onDone: () => void navigate('/exports') });
  const { data } = table;
  const names = useStepNames(data?.stage?.name ?? '');
  const step = oneOf(opened.values.step, names);
  const nameOf = useRowName(by);
  const openRow = data?.rows.find(({ key }) => key === opened.values.row);
  const isEmpty = data ? data.total.added + (data.total.scans ?? 0) === 0 : false;

  return (
    <section className="stack" data-testid="code-numbers">
      <PageHead title={t.title} about={t.about(zone)} action={<Allow to="codeNumbers.export"><Button icon={<DownloadOutlined />} loading={take.isPending} disabled={!data || isEmpty} onClick={() => take.mutate(undefined)} data-testid="export">{t.export}</Button></Allow>} />
      <NumberFilters filters={filters} from={from} to={to} data={data} />
      {table.isPending ? <div className="panel"><Skeleton active paragraph={{ rows: 8 }} /></div> : null}
      {table.error ? <div className="panel"><ErrorNote error={table.error} onAgain={() => void table.refetch()} /></div> : null}
      {data && isEmpty ? <div className="panel" data-testid="empty"><Note title={t.empty} hint={t.emptyHint}><Allow to="liveCodes.list"><Link to="/live-codes">{t.toCodes}</Link></Allow></Note></div> : null}
      {data && !isEmpty ? (
        <>
          <Figures label={t.title}>
            {codeSteps.map((step) => {
              const value = data.total[step];
              const rate = codeRate(data.total, step);
              const untold = untoldSentence(data.total.ways, step, language);
              const note = value === null ? t.untold : untold ? t.part : rate === null ? undefined : percent(rate);
              return <Figure key={step} name={names[step]} value={value === null ? '—' : figure(value)} note={note} hint={[t.hints[step], untold].filter(Boolean).join('\n')} testId={`total-${step}`} onPress={value ? () => open(step) : undefined} />;
            })}
          </Figures>
          <div className="code-charts">
            <FunnelChart total={data.total} stageName={data.stage?.name ?? ''} />
            {days.data ? <DayChart days={days.data.rows} /> : null}
          </div>
          <div className="code-groups"><Segmented<CodeGrouping> aria-label={t.groupBy} value={by} onChange={(next) => filters.set('by', next === 'channel' ? undefined : next)} options={codeGroupings.map((value) => ({ value, label: t.groups[value] }))} /></div>
          <NumberTable rows={data.rows} by={by} names={names} onOpen={open} />
        </>
      ) : null}
      {personFilters.some((name) => filters.values[name]) ? null : <Allow to="groupCodes.figures"><GroupFigures from={from} to={to} channelId={others.channelId} /></Allow>}
      {step ? <RowsDrawer span={span} opened={{ by, step, key: opened.values.row, title: [openRow ? nameOf(openRow) : '', names[step]].filter(Boolean).join(' · ') }} onClose={opened.close} /> : null}
    </section>
  );
}

/** Of a channel its own name first: paths begin alike and are cut at their end. */
function RowName({ name, isKnown, by }: { name: string; isKnown: boolean; by: CodeGrouping }) {
  const [own, ...above] = by === 'channel' && isKnown ? name.split('/').reverse() : [name];
  return (
    <span className="person-lines" title={name}>
      <span className={isKnown ? 'ellipsis' : 'soft ellipsis'}>{own}</span>
      {above.length > 0 ? <span className="soft small ellipsis">{above.reverse().join('/')}</span> : null}
    </span>
  );
}

/** A row by its name, for `Said`; one without is what belongs to nothing. */
function useRowName(by: CodeGrouping): (row: CodeNumberRow) => string {
  const t = useNumberWords();
  const none: Partial<Record<CodeGrouping, string>> = { channel: t.loose, staff: t.nobody, store: t.noStore, region: t.noRegion };
  return (row) => (row.staff ? nameIn(row.staff) : row.name) || (row.key === '' ? none[by] ?? '—' : '—');
}

function NumberTable({ rows, by, names, onOpen }: { rows: CodeNumberRow[]; by: CodeGrouping; names: Record<CodeStep, string>; onOpen: (step: CodeStep, row: string) => void }) {
  const t = useNumberWords();
  const nameOf = useRowName(by);
  return (
    <div className="panel flush">
      <Table<CodeNumberRow>
        rowKey="key" size="middle" dataSource={rows} pagination={rows.length > 50 ? { pageSize: 50, showSizeChanger: false } : false} scroll={{ x: 860 }} sticky
        columns={[
          { key: 'name', title: t.groups[by], fixed: 'left', width: 180, render: (_, row) => (row.staff ? <StaffName staff={row.staff} /> : <RowName name={nameOf(row)} isKnown={row.name !== ''} by={by} />) },
          ...codeSteps.map((step) => ({
            key: step, title: <span title={t.hints[step]}>{names[step]}</span>, align: 'right' as const, width: 110, sorter: (a: CodeNumberRow, b: CodeNumberRow) => (a[step] ?? -1) - (b[step] ?? -1),
            render: (_: unknown, row: CodeNumberRow) => <NumberCell row={row} step={step} onOpen={() => onOpen(step, row.key)} />,
          })),
        ]}
      />
    </div>
  );
}
