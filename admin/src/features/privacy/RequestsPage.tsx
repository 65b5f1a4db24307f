import { useQuery } from '@tanstack/react-query';
import { Badge, Tag } from 'antd';
import { Outlet, useLocation, useNavigate, useParams } from 'react-router-dom';
import type { PrivacyRequest } from '@scrm/shared/privacy';
import { answerWithin } from '@scrm/shared/privacy-rule';
import { counted } from '@scrm/shared/text';
import { askPage } from '../../kit/ask';
import { useLanguage, words } from '../../kit/language';
import { ChoiceChip, oneOf, useFilters } from '../../kit/list/filters';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { Ago, Until, useNow } from '../../kit/time';
import { CustomerName } from './CustomerName';
import { usePrivacyWords } from './words';
import './privacy.css';

const useWords = words({
  zh: {
    title: '隐私请求', about: (rule: string) => `客户对自己个人信息的要求，每一条都有期限。期限依据：${rule}。`, count: (n: string) => `${n} 条请求`, type: '类型', state: '状态', customer: '客户', note: '内容', received: '收到', due: '期限', overdue: '已超期', channel: '渠道', noNote: '没有说明',
    emptyTitle: '还没有隐私请求', emptyHint: '客户在小程序「我的隐私」里提出的要求会出现在这里；电话、聊天里提出的，在客户页的「隐私」里登记。',
  },
  en: {
    title: 'Privacy requests', about: (rule: string) => `What customers ask about their own data; each has a date. Ground: ${rule}.`, count: (n: string) => counted(n, 'request'), type: 'Kind', state: 'State', customer: 'Customer', note: 'Content', received: 'Received', due: 'Due', overdue: 'Overdue', channel: 'Channel', noNote: 'Nothing said',
    emptyTitle: 'No privacy requests yet', emptyHint: 'What customers ask in the mini-program under “My privacy” appears here; what they ask by phone or chat is written down on the customer’s privacy page.',
  },
});

export function RequestsPage() {
  const t = useWords();
  const names = usePrivacyWords();
  const language = useLanguage();
  const navigate = useNavigate();
  const { search } = useLocation();
  const { id } = useParams();
  const filters = useFilters(['type', 'state']);
  const type = oneOf(filters.values.type, names.types);
  const state = oneOf(filters.values.state, names.states);
  const paging = usePaging({ type, state });
  const rows = useQuery(askPage('privacy', 'requests', { type, state, limit: pageSize, cursor: paging.cursor }));

  const columns: Column<PrivacyRequest>[] = [
    { key: 'type', title: t.type, width: 110, render: (row) => <Tag>{names.types[row.type]}</Tag> },
    { key: 'customer', title: t.customer, width: 180, render: (row) => <CustomerName id={row.customerId} name={row.customerName} /> },
    { key: 'note', title: t.note, width: 260, render: (row) => <span className="ellipsis block" title={row.note}>{row.note || <span className="soft">{t.noNote}</span>}</span> },
    { key: 'state', title: t.state, width: 160, render: (row) => <RequestState row={row} /> },
    { key: 'channel', title: t.channel, width: 100, render: (row) => names.channels[row.channel] },
    { key: 'received', title: t.received, width: 110, render: (row) => <Ago at={row.receivedAt} /> },
  ];

  return (
    <>
      <ListPage<PrivacyRequest>
        testId="privacy-requests" title={t.title} about={t.about(answerWithin[language])} columns={columns} rows={rows} count={t.count} rowLabel={(row) => names.types[row.type]}
        filters={(
          <>
            <ChoiceChip name={t.state} value={state} choices={names.states} onChange={(next) => filters.set('state', next)} />
            <ChoiceChip name={t.type} value={type} choices={names.types} onChange={(next) => filters.set('type', next)} />
          </>
        )}
        filterCount={filters.count} onClearFilters={filters.clear} onOpen={(row) => navigate({ pathname: `/privacy/requests/${row.id}`, search })} openId={id}
        pager={<Pager paging={paging} data={rows.data} />} empty={{ title: t.emptyTitle, hint: t.emptyHint }}
      />
      <Outlet />
    </>
  );
}

/** Open with its date, in a warning colour once it is past; else how it ended. */
export function RequestState({ row }: { row: Pick<PrivacyRequest, 'state' | 'dueAt' | 'settledAt'> }) {
  const t = useWords();
  const names = usePrivacyWords();
  const now = useNow();
  if (row.state !== 'open') return <span><Badge status={row.state === 'done' ? 'success' : 'default'} text={names.states[row.state]} /> <span className="soft small"><Ago at={row.settledAt} /></span></span>;
  const isLate = now > row.dueAt;
  return <span><Badge status={isLate ? 'error' : 'processing'} text={isLate ? t.overdue : names.states.open} /> <span className={isLate ? 'danger small' : 'soft small'}>{t.due} <Until at={row.dueAt} /></span></span>;
}
