import { DownloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, DatePicker, Skeleton, Table } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import type { PacketState, PacketSums } from '@scrm/shared/red-packet';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask, askPage } from '../../kit/ask';
import { useCompanyDay } from '../../kit/company-day';
import { ErrorNote } from '../../kit/error-note';
import { Figure, Figures } from '../../kit/figures';
import { figure, words } from '../../kit/language';
import { FilterChip, useFilters } from '../../kit/list/filters';
import '../../kit/list/list.css';
import { Allow } from '../../kit/me';
import { Note } from '../../kit/note';
import { PageHead } from '../../kit/page-head';
import { newKey } from '../../kit/task/start';
import { AccountPanel } from './AccountPanel';
import { PacketsDrawer, type Asked } from './PacketsDrawer';
import { useRedPacketWords } from './words';
import './red-packet.css';

const useWords = words({
  zh: {
    title: '见面红包', about: (zone: string) => `客户通过活码添加后自动收到的红包。每个数字都可以点开看明细，日期是占用预算的那一天（${zone}）。`, span: '时间', code: '活码', export: '导出', started: '已开始导出，在「导出记录」中下载', day: '日期', used: '占用预算', usedHint: '发放中、待领取、已领取之和', all: '合计', empty: '这段时间没有红包', emptyHint: '在活码的编辑页开启见面红包。',
  },
  en: {
    title: 'Red packets', about: (zone: string) => `What customers get when they add by a live code. Each number opens its list; a packet counts on the day whose budget it takes (${zone}).`, span: 'When', code: 'Live code', export: 'Export', started: 'The export has started; fetch it under Exports', day: 'Day', used: 'Budget used', usedHint: 'Being sent + not claimed yet + claimed', all: 'Total', empty: 'No packets in this time', emptyHint: 'Switch them on in the editor of a live code.',
  },
});

const shown = ['wanted', 'sent', 'claimed', 'returned', 'failed', 'skipped'] as const satisfies readonly PacketState[];

/** The merchant's account and the ledger. */
export function RedPacketsPage() {
  const t = useWords();
  const { ago, zone } = useCompanyDay();
  const w = useRedPacketWords();
  const navigate = useNavigate();
  const filters = useFilters(['from', 'to', 'liveCodeId']);
  const [from, to] = [filters.values.from ?? ago(29), filters.values.to ?? ago(0)];
  const { liveCodeId } = filters.values;
  const span = { from, to, liveCodeId };
  const account = useQuery(ask('redPackets', 'account', {}));
  const days = useQuery(askPage('redPackets', 'days', span));
  const code = useQuery({ ...ask('liveCodes', 'get', { id: liveCodeId ?? '' }), enabled: liveCodeId !== undefined });
  const [asked, setAsked] = useState<Asked>();
  const take = useAct(() => api.redPackets.export({ ...span, key: newKey(), format: 'xlsx' }), { done: t.started, onDone: () => void navigate('/exports') });
  const { data } = days;
  const cell = (row: PacketSums, state: PacketState, where: typeof span) => (
    <button type="button" className="packet-cell figures" disabled={row[state].count === 0} onClick={() => setAsked({ state, where })}>{state === 'skipped' ? w.people(figure(row.skipped.count)) : <>{w.money(row[state].fen)}<span className="soft small">{w.count(figure(row[state].count))}</span></>}</button>
  );
  return (
    <section className="stack" data-testid="red-packets">
      <PageHead title={t.title} about={t.about(zone)} action={<Allow to="redPackets.export"><Button icon={<DownloadOutlined />} loading={take.isPending} disabled={!data || data.days.length === 0} onClick={() => take.mutate(undefined)} data-testid="export">{t.export}</Button></Allow>} />
      {account.isPending ? <div className="panel"><Skeleton active paragraph={{ rows: 3 }} /></div> : null}
      {account.error && !account.data ? <div className="panel"><ErrorNote error={account.error} onAgain={() => void account.refetch()} /></div> : null}
      {account.data ? <AccountPanel {...account.data} /> : null}
      <div className="list-bar">
        <div className="list-filters">
          <DatePicker.RangePicker value={[dayjs(from), dayjs(to)]} allowClear={false} aria-label={t.span} onChange={(next) => { filters.set('from', next?.[0]?.format('YYYY-MM-DD')); filters.set('to', next?.[1]?.format('YYYY-MM-DD')); }} />
          {liveCodeId ? <FilterChip name={t.code} value={code.data?.name ?? liveCodeId} onRemove={() => filters.set('liveCodeId', undefined)}>{() => null}</FilterChip> : null}
        </div>
      </div>
      {days.isPending ? <div className="panel"><Skeleton active paragraph={{ rows: 6 }} /></div> : null}
      {days.error && !data ? <div className="panel"><ErrorNote error={days.error} onAgain={() => void days.refetch()} /></div> : null}
      {data && data.days.length === 0 ? <div className="panel" data-testid="empty"><Note title={t.empty} hint={t.emptyHint} /></div> : null}
      {data && data.days.length > 0 ? (
        <>
          <Figures label={t.all}>
            <Figure name={t.used} value={w.money(data.total.usedFen)} hint={t.usedHint} testId="total-used" />
            {shown.map((state) => <Figure key={state} name={w.states[state]} value={state === 'skipped' ? w.people(figure(data.total.skipped.count)) : w.money(data.total[state].fen)} note={state === 'skipped' ? null : w.count(figure(data.total[state].count))} hint={w.definitions[state]} testId={`total-${state}`} onPress={data.total[state].count > 0 ? () => setAsked({ state, where: span }) : undefined} />)}
          </Figures>
          <div className="panel flush">
            <Table
              rowKey="day" size="middle" dataSource={data.days} pagination={data.days.length > 50 ? { pageSize: 50 } : false} scroll={{ x: 900 }} sticky
              columns={[
                { key: 'day', title: t.day, fixed: 'left' as const, width: 120, render: (_: unknown, row: Row) => <span className="figures">{row.day}</span> },
                { key: 'used', title: <span title={t.usedHint}>{t.used}</span>, align: 'right' as const, width: 120, render: (_: unknown, row: Row) => <strong className="figures">{w.money(row.usedFen)}</strong> },
                ...shown.map((state) => ({ key: state, title: <span title={w.definitions[state]}>{w.states[state]}</span>, align: 'right' as const, width: 110, render: (_: unknown, row: Row) => cell(row, state, { from: row.day, to: row.day, liveCodeId }) })),
              ]}
            />
          </div>
        </>
      ) : null}
      {asked ? <PacketsDrawer asked={asked} onClose={() => setAsked(undefined)} /> : null}
    </section>
  );
}

type Row = PacketSums & { day: string };
