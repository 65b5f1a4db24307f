import { useQuery } from '@tanstack/react-query';
import { Button, Popconfirm, Skeleton } from 'antd';
import { Link, useParams, useSearchParams } from 'react-router-dom';
import { counted } from '@scrm/shared/text';
import type { ItemState, TransferItem } from '@scrm/shared/transfer';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask, askPage } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { Figure, Figures } from '../../kit/figures';
import { figure, words } from '../../kit/language';
import { oneOf, useFilters } from '../../kit/list/filters';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { Allow } from '../../kit/me';
import { PageHead } from '../../kit/page-head';
import { StaffName, StaffNames, StaffPerson } from '../../kit/person';
import { Ago, Until } from '../../kit/time';
import { CustomerCell } from './CustomerCell';
import { DossierDrawer } from './DossierDrawer';
import { Progress } from './OrderList';
import { RefusedGroups } from './RefusedGroups';
import { StateTag } from './StateTag';
import { isMoving, useTransferWords } from './words';
import './transfer.css';

const useWords = words({
  zh: {
    back: '客户继承', before: '', title: ' 的客户交接', count: (n: string) => `${n} 位客户`, cancel: '停止未发起的', cancelAsk: '停止还没有发起的部分？已经发起的会继续。', cancelled: '已停止', customer: '客户', to: '接替人', state: '状态', when: '时间', brief: '交接简报',
    groups: '客户群', groupOf: (done: number, total: number) => `${done} / ${total} 个已转移`, message: '给客户的说明', next: '下一步', takers: '接替人', emptyTitle: '这次交接没有客户', emptyHint: '只转移了客户群。', effect: '生效', retry: '重试', parts: { going: '进行中', done: '已接替', queued: '待重试', over: '已放弃' },
    hints: { going: '已告知客户，24 小时内可拒绝', done: '客户已在接替人名下，资料已搬移', queued: '被拒绝、受限或失败，见拒绝队列', over: '留在原跟进人名下' }, queue: '去拒绝队列',
  },
  en: {
    back: 'Hand-over', before: 'Customers of ', title: '', count: (n: string) => counted(n, 'customer'), cancel: 'Stop what has not begun', cancelAsk: 'Stop what has not begun? What has begun goes on.', cancelled: 'Stopped', customer: 'Customer', to: 'Taker', state: 'State', when: 'When', brief: 'Brief',
    groups: 'Groups', groupOf: (done: number, total: number) => `${done} of ${total} moved`, message: 'What the customer read', next: 'Next step', takers: 'Takers', emptyTitle: 'No customers in this one', emptyHint: 'Only groups were moved.', effect: 'Takes effect', retry: 'Next try', parts: { going: 'Under way', done: 'Taken over', queued: 'To retry', over: 'Given up' },
    hints: { going: 'The customer knows and may refuse within 24 hours', done: 'With the taker, and all that was held of them', queued: 'Refused, held back or failed; see the queue', over: 'Still with the giver' }, queue: 'To the queue',
  },
});

/** One hand-over: how far it is, and how each customer stands. */
export function TransferPage() {
  const t = useWords();
  const { ways, kinds } = useTransferWords();
  const { id = '' } = useParams();
  const [search, setSearch] = useSearchParams();
  const transfer = useQuery({ ...ask('transfers', 'get', { id }), refetchInterval: ({ state }) => (isMoving(state.data) ? 3000 : false) });
  const cancel = useAct(() => api.transfers.cancel({ id }), { done: t.cancelled, touches: ['transfers'] });
  const { data } = transfer;
  if (transfer.error && !data) return <div className="panel"><ErrorNote error={transfer.error} onAgain={() => void transfer.refetch()} /></div>;
  if (!data) return <div className="panel"><Skeleton active avatar paragraph={{ rows: 8 }} /></div>;
  const { counts } = data;
  const open = (itemId: string | null) => setSearch((now) => {
    if (itemId) now.set('brief', itemId);
    else now.delete('brief');
    return now;
  }, { replace: true });

  return (
    <section className="stack" data-testid="transfer-page">
      <PageHead
        title={<>{t.before}<StaffName staff={data.from} />{t.title}</>} back={<Link to={data.kind === 'resigned' ? '/transfers?tab=resigned' : '/transfers'}>{t.back}</Link>}
        action={counts.waiting > 0 || data.chats.some((one) => one.retryAt !== null) ? <Allow to="transfers.cancel"><Popconfirm title={t.cancelAsk} onConfirm={() => cancel.mutate(undefined)}><Button danger loading={cancel.isPending}>{t.cancel}</Button></Popconfirm></Allow> : null}
      />
      <div className="panel stack">
        <div className="between" style={{ flexWrap: 'wrap' }}><StaffPerson staff={data.from} second={`${kinds[data.kind]} · ${ways[data.way]}`} /><span className="row"><span className="soft">{t.takers}</span><StaffNames staff={data.takers} limit={3} /></span></div>
        <Progress row={data} />
        {data.message ? <div><span className="soft small block">{t.message}</span>{data.message}</div> : null}
        {data.nextStep ? <div className="break"><span className="soft small block">{t.next}</span>{data.nextStep}</div> : null}
        {data.groups.total > 0 ? <div><span className="soft small block">{t.groups}</span>{t.groupOf(data.groups.done, data.groups.total)}</div> : null}
        {data.groups.failed > 0 ? <RefusedGroups id={id} groups={data.chats.filter((one) => one.state === 'failed')} autoRetry={data.autoRetry} /> : null}
      </div>
      <Figures label={t.state}>
        <Figure testId="going" name={t.parts.going} hint={t.hints.going} value={figure(counts.waiting + counts.asking + counts.pending + counts.moving)} />
        <Figure testId="done" name={t.parts.done} hint={t.hints.done} value={figure(counts.done)} />
        <Figure testId="queued" name={t.parts.queued} hint={t.hints.queued} tone={counts.refused + counts.full + counts.limited + counts.failed > 0 ? 'warning' : undefined} value={figure(counts.refused + counts.full + counts.limited + counts.failed)} note={<Link to="/transfers?tab=queue">{t.queue}</Link>} />
        <Figure testId="over" name={t.parts.over} hint={t.hints.over} value={figure(counts.givenUp)} />
      </Figures>
      <Items id={id} running={isMoving(data)} onBrief={open} />
      {search.get('brief') ? <DossierDrawer itemId={search.get('brief')!} onClose={() => open(null)} /> : null}
    </section>
  );
}

function Items({ id, running, onBrief }: { id: string; running: boolean; onBrief: (itemId: string) => void }) {
  const t = useWords();
  const { states } = useTransferWords();
  const filters = useFilters(['state']);
  const state = oneOf(filters.values.state, states);
  const paging = usePaging({ id, state });
  const rows = useQuery({ ...askPage('transfers', 'items', { id, state, limit: pageSize, cursor: paging.cursor }), refetchInterval: running ? 3000 : false });
  const columns: Column<TransferItem>[] = [
    { key: 'customer', title: t.customer, width: 220, render: (row) => <CustomerCell item={row} /> },
    { key: 'to', title: t.to, width: 140, render: (row) => <StaffName staff={row.to} /> },
    { key: 'state', title: t.state, width: 220, render: (row) => <span><StateTag state={row.state} />{row.reason ? <span className="soft small block">{row.reason}</span> : null}</span> },
    { key: 'when', title: t.when, width: 180, render: (row) => <Moment row={row} /> },
    { key: 'brief', title: '', width: 110, render: (row) => <Button size="small" type="link" data-testid={`brief-${row.id}`} onClick={() => onBrief(row.id)}>{t.brief}</Button> },
  ];
  return (
    <ListPage<TransferItem>
      testId="transfer-items" columns={columns} rows={rows} count={t.count} rowLabel={(row) => row.customer.name} empty={{ title: t.emptyTitle, hint: t.emptyHint }} pager={<Pager paging={paging} data={rows.data} />}
      filters={<StateFilter value={state} onChange={(value) => filters.set('state', value)} />} filterCount={filters.count} onClearFilters={filters.clear}
    />
  );
}

function StateFilter({ value, onChange }: { value: TransferItem['state'] | undefined; onChange: (value: string | undefined) => void }) {
  const { states } = useTransferWords();
  const t = useWords();
  const offered = (Object.keys(states) as ItemState[]).filter((one) => one !== 'asking');
  return (
    <span className="row" role="group" aria-label={t.state}>
      {offered.map((one) => <Button key={one} size="small" type={value === one ? 'primary' : 'default'} aria-pressed={value === one} onClick={() => onChange(value === one ? undefined : one)}>{states[one]}</Button>)}
    </span>
  );
}

function Moment({ row }: { row: TransferItem }) {
  const t = useWords();
  if (row.state === 'pending' && row.dueAt) return <span className="soft">{t.effect} <Until at={row.dueAt} /></span>;
  if (row.retryAt !== null) return <span className="soft">{t.retry} <Until at={row.retryAt} /></span>;
  return <Ago at={row.settledAt ?? row.askedAt} />;
}
