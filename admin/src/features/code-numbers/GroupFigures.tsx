import { DownloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Segmented, Skeleton, Table, Tooltip } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router-dom';
import type { ReplyOf } from '@scrm/shared/contract';
import type { Language } from '@scrm/shared/error';
import type { groupCodes, GroupFigures as Counts } from '@scrm/shared/group-code';
import { toldSentence } from '@scrm/shared/group-told';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { askPage } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { Figure, Figures } from '../../kit/figures';
import { figure, useLanguage, words } from '../../kit/language';
import { Allow } from '../../kit/me';
import { useOpened } from '../../kit/opened';
import { newKey } from '../../kit/task/start';
import { RowsDrawer } from '../group-code/RowsDrawer';
import { percent } from './steps';

const useWords = words({
  zh: {
    title: '群活码：从扫码到进群', about: '群活码不经过员工，所以单独看。经门店码看到的群也算在它的群活码里。', by: { code: '按群活码', channel: '按渠道', day: '按日期' }, name: { code: '群活码', channel: '渠道', day: '日期' }, loose: '未分类', none: '这段时间没有人扫群活码',
    steps: { scans: '扫码', visitors: '扫码人数', joined: '进群', left: '退群' },
    hints: { scans: '群活码页面被打开的次数', visitors: '打开过页面的人，按浏览器计', joined: '这段时间通过群活码进群的人次；百分比是进群人次除以扫码人数', left: '通过群活码进群的人里，在这段时间退群的' },
    part: '部分', export: '导出', started: '已开始导出，在「导出记录」中下载',
  },
  en: {
    title: 'Group codes: from the scan to the group', about: 'Group codes lead past the staff, so they are counted apart. A group seen by a store code counts for its group code, too.', by: { code: 'By code', channel: 'By channel', day: 'By day' }, name: { code: 'Group code', channel: 'Channel', day: 'Day' }, loose: 'Not classified', none: 'Nobody scanned a group code in this time',
    steps: { scans: 'Scans', visitors: 'Visitors', joined: 'Joined', left: 'Left' },
    hints: { scans: 'How often pages of group codes were opened', visitors: 'Who opened them, by browser', joined: 'Stays that began in this time, by a group code; the rate is of visitors', left: 'Of those who came by a group code, who left within this time' },
    part: 'part', export: 'Export', started: 'The export has started; fetch it under Exports',
  },
});

const steps = ['scans', 'visitors', 'joined', 'left'] as const;
type Step = (typeof steps)[number];
type Reply = ReplyOf<(typeof groupCodes)['figures']>;
const groupings = ['code', 'channel', 'day'] as const;
type Grouping = (typeof groupings)[number];
interface Row extends Counts { key: string; name: string; where: { id?: string; channelId?: string; withBelow?: boolean; from: number; to: number } }

function rowsOf({ codes, channels, days, span: { from, until } }: Reply, channelId: string | undefined): Record<Grouping, Row[]> {
  const where = { from, to: until, ...(channelId !== undefined && { channelId }) };
  return {
    code: codes.map(({ id, ...counts }) => ({ ...counts, key: id, where: { id, from, to: until } })),
    channel: channels.map(({ id, ...counts }) => ({ ...counts, key: id, where: { ...where, channelId: id, withBelow: false } })),
    day: days.map(({ day, from: begin, until: end, ...counts }) => ({ ...counts, key: day, name: day, where: { ...where, from: begin, to: end } })),
  };
}

/** What group codes bring: nobody of the staff stands between, so the steps are others. */
export function GroupFigures({ from, to, channelId }: { from: string; to: string; channelId: string | undefined }) {
  const t = useWords();
  const navigate = useNavigate();
  const language = useLanguage();
  const [by, setBy] = useState<Grouping>('code');
  const figures = useQuery(askPage('groupCodes', 'figures', { from, to, channelId }));
  const take = useAct(() => api.codeNumbers.exportGroups({ from, to, channelId, by, key: newKey(), format: 'xlsx' }), { done: t.started, onDone: () => void navigate('/exports') });
  const { values, open, close } = useOpened(['group', 'groupRow']);
  const { data } = figures;
  const step = steps.find((one) => one === values.group);
  const rows = data && rowsOf(data, channelId);
  const openRow = rows && Object.values(rows).flat().find(({ key }) => key === values.groupRow);
  const where = openRow?.where ?? (data && values.groupRow === undefined ? { from: data.span.from, to: data.span.until, ...(channelId !== undefined && { channelId }) } : null);
  const nameOf = (row: Row) => row.name || t.loose;
  return (
    <section className="stack" data-testid="group-figures">
      <div className="between">
        <div><h2>{t.title}</h2><p className="soft small">{t.about}</p></div>
        <Allow to="codeNumbers.exportGroups"><Button icon={<DownloadOutlined />} loading={take.isPending} disabled={!data || data.codes.length === 0} onClick={() => take.mutate(undefined)} data-testid="export-groups">{t.export}</Button></Allow>
      </div>
      {figures.isPending ? <div className="panel"><Skeleton active paragraph={{ rows: 3 }} /></div> : null}
      {figures.error ? <div className="panel"><ErrorNote error={figures.error} onAgain={() => void figures.refetch()} /></div> : null}
      {data && data.codes.length === 0 ? <div className="panel soft" data-testid="no-group-scans">{t.none}</div> : null}
      {data && rows && data.codes.length > 0 ? (
        <>
          <Figures label={t.title}>
            {steps.map((one) => <Figure key={one} name={t.steps[one]} value={data.total[one] === null ? '—' : figure(data.total[one])} note={noteOf(data.total, one, t)} hint={[t.hints[one], caveatOf(data.total, one, language)].filter(Boolean).join('\n')} testId={`group-${one}`} onPress={data.total[one] ? () => open({ group: one }) : undefined} />)}
          </Figures>
          <Segmented value={by} onChange={setBy} options={groupings.map((value) => ({ value, label: t.by[value] }))} style={{ alignSelf: 'flex-start' }} />
          <div className="panel flush">
            <Table<Row>
              rowKey="key" size="middle" dataSource={rows[by]} pagination={rows[by].length > 50 ? { pageSize: 50, showSizeChanger: false } : false} scroll={{ x: 590 }}
              columns={[
                { key: 'name', title: t.name[by], fixed: 'left', width: 150, ellipsis: true, render: (_, row) => (row.where.id ? <Link to={`/group-codes/${row.where.id}`} title={row.name}>{row.name}</Link> : <span className={row.name ? undefined : 'soft'}>{nameOf(row)}</span>) },
                ...steps.map((one) => ({ key: one, title: <span title={t.hints[one]}>{t.steps[one]}</span>, align: 'right' as const, width: 110, sorter: (a: Row, b: Row) => (a[one] ?? -1) - (b[one] ?? -1), render: (_: unknown, row: Row) => <Cell row={row} step={one} onOpen={() => open({ group: one, groupRow: row.key })} /> })),
              ]}
            />
          </div>
        </>
      ) : null}
      {step && where ? <RowsDrawer range={where} opened={{ list: step, title: [openRow ? nameOf(openRow) : '', t.steps[step]].filter(Boolean).join(' · ') }} onClose={close} /> : null}
    </section>
  );
}

type Words = ReturnType<typeof useWords>;
const rateOf = ({ joined, visitors }: Counts, step: Step) => (step === 'joined' && joined !== null && visitors > 0 ? percent(joined / visitors) : undefined);
const isTold = (step: Step) => step === 'joined' || step === 'left';
const caveatOf = ({ told }: Counts, step: Step, language: Language) => (isTold(step) ? toldSentence(told, language) : '');
const noteOf = (row: Counts, step: Step, t: Words) => (isTold(step) && row.told === 'part' ? t.part : rateOf(row, step));

function Cell({ row, step, onOpen }: { row: Counts; step: Step; onOpen: () => void }) {
  const t = useWords();
  const value = row[step];
  const caveat = caveatOf(row, step, useLanguage());
  if (value === null) return <Tooltip title={caveat}><span className="soft" tabIndex={0} aria-label={caveat} data-testid="untold">—</span></Tooltip>;
  const note = noteOf(row, step, t);
  return (
    <span className="code-number">
      <button type="button" disabled={value === 0} onClick={onOpen}>{figure(value)}</button>
      {note ? <Tooltip title={caveat}><span className="soft small figures" tabIndex={caveat ? 0 : undefined}>{note}</span></Tooltip> : null}
    </span>
  );
}
