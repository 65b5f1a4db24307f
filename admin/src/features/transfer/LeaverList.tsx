import { useQuery } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { Link, useNavigate } from 'react-router-dom';
import { counted } from '@scrm/shared/text';
import type { Leaver } from '@scrm/shared/transfer';
import { askPage } from '../../kit/ask';
import { figure, words } from '../../kit/language';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { Allow } from '../../kit/me';
import { StaffPerson } from '../../kit/person';
import { daysSince } from './words';

const useWords = words({
  zh: {
    count: (n: string) => `${n} 位离职员工`, who: '离职员工', days: (n: number) => (n === 0 ? '今天离职' : `离职 ${n} 天`), waiting: '待继承', pending: '交接中', done: '已接替', queued: '被拒或受限', groups: '客户群', codes: '相关活码', hand: '交接', unconfirmed: '企业微信未列为离职',
    emptyTitle: '没有待继承的客户', emptyHint: '员工离职后，名下的客户和客户群会立即出现在这里；没有人处理也不会丢失。',
  },
  en: {
    count: (n: string) => counted(n, 'leaver'), who: 'Who left', days: (n: number) => (n === 0 ? 'left today' : `left ${counted(n, 'day')} ago`), waiting: 'Waiting', pending: 'On the way', done: 'Taken over', queued: 'Refused or limited', groups: 'Groups', codes: 'Live codes', hand: 'Hand over', unconfirmed: 'Not listed by WeCom as having left',
    emptyTitle: 'Nobody waits for a new owner', emptyHint: 'When somebody leaves, their customers and groups are listed here at once. Nothing is lost if nobody acts.',
  },
});

/** Whoever left, with what waits for a new owner. */
export function LeaverList() {
  const t = useWords();
  const navigate = useNavigate();
  const paging = usePaging('leavers');
  const found = useQuery(askPage('transfers', 'leavers', { limit: pageSize, cursor: paging.cursor }));
  const rows = { ...found, data: found.data && { ...found.data, items: found.data.items.map((one) => ({ ...one, id: one.staff.id })) } };
  const number = (n: number, tone = '') => <span className={n > 0 ? `figures ${tone}` : 'figures soft'}>{figure(n)}</span>;
  const columns: Column<Leaver & { id: string }>[] = [
    { key: 'who', title: t.who, width: 220, render: (row) => <StaffPerson staff={row.staff} second={<>{t.days(daysSince(row.leftAt))}{row.confirmed ? null : <> · {t.unconfirmed}</>}</>} /> },
    { key: 'waiting', title: t.waiting, width: 90, align: 'right', render: (row) => (row.waiting > 0 ? <Tag color="error" className="figures">{figure(row.waiting)}</Tag> : number(0)) },
    { key: 'pending', title: t.pending, width: 90, align: 'right', render: (row) => number(row.pending) },
    { key: 'done', title: t.done, width: 90, align: 'right', render: (row) => number(row.done) },
    { key: 'queued', title: t.queued, width: 110, align: 'right', render: (row) => number(row.queued, 'warning') },
    { key: 'groups', title: t.groups, width: 80, align: 'right', render: (row) => number(row.groups) },
    { key: 'codes', title: t.codes, width: 90, align: 'right', onPhone: 'hidden', render: (row) => number(row.codes) },
    { key: 'act', title: '', width: 90, render: (row) => (row.waiting + row.groups > 0 ? <Allow to="transfers.create"><Link to={`/transfers/new?kind=resigned&from=${row.staff.id}`}><Button size="small">{t.hand}</Button></Link></Allow> : null) },
  ];
  return (
    <ListPage<Leaver & { id: string }>
      testId="leavers" columns={columns} rows={rows} count={t.count} rowLabel={(row) => row.staff.name ?? row.staff.userId}
      onOpen={(row) => navigate(`/transfers/leavers/${row.staff.id}`)} empty={{ title: t.emptyTitle, hint: t.emptyHint }} pager={<Pager paging={paging} data={found.data} />}
    />
  );
}
