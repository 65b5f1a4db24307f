import { SettingOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { App, Button, Segmented, Tag } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import type { LossAlert } from '@scrm/shared/loss-alert';
import { yuan } from '@scrm/shared/money';
import { counted } from '@scrm/shared/text';
import { askPage } from '../../kit/ask';
import { Figure, Figures } from '../../kit/figures';
import { figure, words } from '../../kit/language';
import { ChoiceChip, oneOf, useFilters } from '../../kit/list/filters';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { Allow } from '../../kit/me';
import { Person, StaffName, StaffNames, StaffPerson } from '../../kit/person';
import { Ago } from '../../kit/time';
import { StaffChip } from '../customer/chips';
import { LossSettingsDrawer } from './LossSettingsDrawer';
import { WorthText } from './worth';
import './transfer.css';

const useWords = words({
  zh: {
    title: '流失提醒', about: '客户删除员工、员工删除客户，都记在这里，并按设置通知该知道的人。', settings: '提醒设置', count: (n: string) => `${n} 条流失`, kind: '类型', kinds: { byStaff: '员工删除客户', byCustomer: '客户删除员工' }, period: '时间', periods: { d7: '近 7 天', d30: '近 30 天', all: '全部' },
    customer: '客户', staff: '员工', at: '时间', told: '已通知', nobody: '未通知', back: '已重新添加', worth: '客户价值', most: '员工删除客户的人', del: (n: string) => `删除 ${n} 位`, beyond: '你能看到的员工里已没有人添加这位客户，资料打不开', emptyTitle: '没有流失', emptyHint: '有人删除好友时会立即出现在这里。先设好通知谁。', hint: { byStaff: '员工主动删除客户的次数，点开看明细', byCustomer: '客户删除员工的次数，点开看明细' },
  },
  en: {
    title: 'Losses', about: 'Customers who deleted staff, and staff who deleted customers; whoever should know is told.', settings: 'Alerts', count: (n: string) => counted(n, 'loss', 'losses'), kind: 'Kind', kinds: { byStaff: 'Staff deleted a customer', byCustomer: 'A customer deleted staff' }, period: 'Period', periods: { d7: '7 days', d30: '30 days', all: 'All' },
    customer: 'Customer', staff: 'Staff', at: 'When', told: 'Told', nobody: 'Nobody', back: 'Friends again', worth: 'Customer value', most: 'Who deleted customers', del: (n: string) => `deleted ${n}`, beyond: 'None of the staff whom you see has this customer any more, so the page does not open', emptyTitle: 'No losses', emptyHint: 'When somebody deletes a friend it is listed here at once. Choose who is told.', hint: { byStaff: 'How often staff deleted a customer; press to see them', byCustomer: 'How often a customer deleted staff; press to see them' },
  },
});

type Period = 'd7' | 'd30' | 'all';

/** Who left whom, with deletions by staff on top. */
export function LossesPage() {
  const t = useWords();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const filters = useFilters(['kind', 'staffId', 'period']);
  const kind = oneOf(filters.values.kind, t.kinds);
  const period: Period = oneOf(filters.values.period, t.periods) ?? 'd30';
  const from = period === 'all' ? undefined : dayjs().startOf('day').subtract(period === 'd7' ? 6 : 29, 'day').valueOf();
  const span = { staffId: filters.values.staffId, from };
  const paging = usePaging({ ...span, kind });
  const rows = useQuery({ ...askPage('lossAlerts', 'list', { ...span, kind, limit: pageSize, cursor: paging.cursor }), refetchInterval: 15_000 });
  const summary = useQuery({ ...askPage('lossAlerts', 'summary', span), refetchInterval: 15_000 });
  const press = (value: 'byStaff' | 'byCustomer') => filters.set('kind', kind === value ? undefined : value);
  const settings = <Allow to="lossAlerts.settings"><Button icon={<SettingOutlined />} onClick={() => setOpen(true)} data-testid="loss-settings">{t.settings}</Button></Allow>;
  const deleting = summary.data?.staff.filter((one) => one.byStaff > 0) ?? [];

  const columns: Column<LossAlert>[] = [
    { key: 'customer', title: t.customer, width: 210, render: (row) => <span className={row.kind === 'byStaff' ? 'loss-mine block' : 'block'}><Person name={row.customer.name || row.customer.externalUserid} url={row.customer.avatarUrl} second={row.isBack ? t.back : undefined} /></span> },
    { key: 'kind', title: t.kind, width: 150, render: (row) => <Tag color={row.kind === 'byStaff' ? 'error' : 'default'}>{t.kinds[row.kind]}</Tag> },
    { key: 'staff', title: t.staff, width: 150, render: (row) => <StaffName staff={row.staff} /> },
    ...(summary.data?.worth.state === 'known' ? [{ key: 'worth', title: t.worth, width: 120, render: (row: LossAlert) => <WorthText worth={row.worth} /> }] : []),
    { key: 'at', title: t.at, width: 130, render: (row) => <Ago at={row.at} /> },
    { key: 'told', title: t.told, width: 180, render: (row) => (row.toldAt === null ? <span className="soft">{t.nobody}</span> : <StaffNames staff={row.told} />) },
  ];

  return (
    <>
      <ListPage<LossAlert>
        testId="losses" title={t.title} about={t.about} action={settings} columns={columns} rows={rows} count={t.count} rowLabel={(row) => row.customer.name} onOpen={(row) => (row.reachable ? navigate(`/customers/${row.customer.id}`) : void message.info(t.beyond))}
        above={summary.data ? (
          <div className="stack">
            <Figures label={t.kind}>
              <Figure testId="by-staff" name={t.kinds.byStaff} hint={t.hint.byStaff} tone={summary.data.byStaff > 0 ? 'error' : undefined} value={figure(summary.data.byStaff)} pressed={kind === 'byStaff'} onPress={() => press('byStaff')} />
              <Figure testId="by-customer" name={t.kinds.byCustomer} hint={t.hint.byCustomer} value={figure(summary.data.byCustomer)} pressed={kind === 'byCustomer'} onPress={() => press('byCustomer')} />
              <div className="figure panel" data-testid="loss-worth"><span className="soft small">{t.worth}</span>{summary.data.worth.state === 'known' ? <strong className="figure-value">¥{yuan(summary.data.worth.fen)}</strong> : <WorthText worth={summary.data.worth} />}</div>
            </Figures>
            {deleting.length > 0 ? (
              <section className="panel row" aria-label={t.most}>
                <strong>{t.most}</strong>
                {deleting.slice(0, 6).map((one) => <Button key={one.staff.id} type="text" style={{ height: 'auto' }} onClick={() => filters.set('staffId', one.staff.id)}><StaffPerson staff={one.staff} size={28} second={<span className="danger figures">{t.del(figure(one.byStaff))}</span>} /></Button>)}
              </section>
            ) : null}
          </div>
        ) : null}
        filters={(
          <>
            <Segmented<Period> aria-label={t.period} value={period} onChange={(value) => filters.set('period', value === 'd30' ? undefined : value)} options={(Object.keys(t.periods) as Period[]).map((value) => ({ value, label: t.periods[value] }))} />
            <ChoiceChip name={t.kind} value={kind} choices={t.kinds} onChange={(value) => filters.set('kind', value)} />
            <StaffChip ids={filters.list('staffId')} onChange={(ids) => filters.set('staffId', ids.at(-1))} />
          </>
        )}
        filterCount={filters.count} onClearFilters={filters.clear} empty={{ title: t.emptyTitle, hint: t.emptyHint, action: settings }} pager={<Pager paging={paging} data={rows.data} />}
      />
      {open ? <LossSettingsDrawer onClose={() => setOpen(false)} /> : null}
    </>
  );
}
