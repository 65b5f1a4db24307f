import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router-dom';
import { counted } from '@scrm/shared/text';
import type { Transfer, TransferKind } from '@scrm/shared/transfer';
import { askPage } from '../../kit/ask';
import { figure, words } from '../../kit/language';
import { ChoiceChip, oneOf, useFilters } from '../../kit/list/filters';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { Said, StaffNames, StaffPerson } from '../../kit/person';
import { Ago } from '../../kit/time';
import { useTransferWords } from './words';

const useWords = words({
  zh: {
    count: (n: string) => `${n} 次交接`, state: '状态', states: { running: '进行中', done: '已结束' }, from: '原跟进人', to: '接替人', progress: '进度', created: '发起', by: (who: string) => `由 ${who}`,
    emptyTitle: '还没有在职交接', emptyHint: '岗位调整、休假或客户太多时，把一部分客户交给同事；客户会看到一条说明，24 小时内可以拒绝。', of: (done: string, total: string) => `${done} / ${total} 已接替`, queued: (n: string) => `${n} 位待重试`,
  },
  en: {
    count: (n: string) => counted(n, 'hand-over'), state: 'State', states: { running: 'Under way', done: 'Ended' }, from: 'From', to: 'To', progress: 'Progress', created: 'Begun', by: (who: string) => `by ${who}`,
    emptyTitle: 'No hand-overs yet', emptyHint: 'When somebody changes places, is away or has too many customers, give some of them to a colleague. The customer reads a notice and may refuse within 24 hours.', of: (done: string, total: string) => `${done} of ${total} taken over`, queued: (n: string) => `${n} to retry`,
  },
});

export function OrderList({ kind, create }: { kind: TransferKind; create?: ReactNode }) {
  const t = useWords();
  const navigate = useNavigate();
  const filters = useFilters(['state']);
  const state = oneOf(filters.values.state, t.states);
  const filter = { kind, state };
  const paging = usePaging(filter);
  const rows = useQuery({ ...askPage('transfers', 'list', { ...filter, limit: pageSize, cursor: paging.cursor }), refetchInterval: ({ state: { data } }) => (data?.items.some((one) => one.state === 'running') ? 5000 : false) });
  const words = useTransferWords();
  const columns: Column<Transfer>[] = [
    { key: 'from', title: t.from, width: 200, render: (row) => <StaffPerson staff={row.from} second={words.ways[row.way]} /> },
    { key: 'to', title: t.to, width: 220, render: (row) => <StaffNames staff={row.takers} /> },
    { key: 'progress', title: t.progress, width: 240, render: (row) => <Progress row={row} /> },
    { key: 'state', title: t.state, width: 90, render: (row) => t.states[row.state] },
    { key: 'created', title: t.created, width: 150, onPhone: 'hidden', render: (row) => <span><Ago at={row.createdAt} /> <span className="soft small block ellipsis"><Said text={t.by(row.createdBy)} /></span></span> },
  ];
  return (
    <ListPage<Transfer>
      testId="transfer-orders" columns={columns} rows={rows} count={t.count} rowLabel={(row) => row.from.name ?? row.from.userId}
      filters={<ChoiceChip name={t.state} value={state} choices={t.states} onChange={(value) => filters.set('state', value)} />} filterCount={filters.count} onClearFilters={filters.clear}
      onOpen={(row) => navigate(`/transfers/${row.id}`)} empty={{ title: t.emptyTitle, hint: t.emptyHint, action: create }} pager={<Pager paging={paging} data={rows.data} />}
    />
  );
}

/** How far an order is, as a bar and in words. */
export function Progress({ row }: { row: Transfer }) {
  const t = useWords();
  const { counts, total } = row;
  const [pending, queued] = [counts.waiting + counts.asking + counts.pending + counts.moving, counts.refused + counts.full + counts.limited + counts.failed];
  const share = (n: number) => ({ width: `${total > 0 ? (n / total) * 100 : 0}%` });
  return (
    <span className="block">
      <span className="transfer-bar" aria-hidden><span className="bar-done" style={share(counts.done)} /><span className="bar-pending" style={share(pending)} /><span className="bar-queued" style={share(queued)} /></span>
      <span className="small figures">{t.of(figure(counts.done), figure(total))}{queued > 0 ? <span className="warning"> · {t.queued(figure(queued))}</span> : null}</span>
    </span>
  );
}
