import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import type { Reveal } from '@scrm/shared/field';
import { counted } from '@scrm/shared/text';
import { askPage } from '../../kit/ask';
import { words } from '../../kit/language';
import { ListPage, type Column } from '../../kit/list/ListPage';
import { pageSize, Pager, usePaging } from '../../kit/list/paging';
import { ActorName } from '../../kit/person';
import { Ago } from '../../kit/time';

const useWords = words({
  zh: { title: '敏感内容的查看记录', count: (n: string) => `${n} 次查看`, who: '谁', what: '看了', reason: '原因', at: '时间', emptyTitle: '还没有人查看过', emptyHint: '有人查看完整的手机号等敏感内容时，这里会记下谁、何时、为什么。' },
  en: { title: 'Who looked at sensitive values', count: (n: string) => `shown ${counted(n, 'time')}`, who: 'Who', what: 'Looked at', reason: 'Reason', at: 'When', emptyTitle: 'Nobody has looked yet', emptyHint: 'When somebody has a phone number or another sensitive value shown in full, who, when and why is listed here.' },
});

export function Reveals() {
  const t = useWords();
  const paging = usePaging('');
  const rows = useQuery(askPage('fields', 'reveals', { limit: pageSize, cursor: paging.cursor }));
  const columns: Column<Reveal>[] = [
    { key: 'who', title: t.who, render: (row) => <strong><ActorName name={row.by} /></strong> },
    { key: 'what', title: t.what, render: (row) => <><Link to={`/customers/${row.customerId}`}>{row.customerName || row.customerId}</Link> · {row.fieldName}</> },
    { key: 'reason', title: t.reason, render: (row) => <bdi className="break">{row.reason}</bdi> },
    { key: 'at', title: t.at, width: 140, render: (row) => <Ago at={row.at} /> },
  ];
  return (
    <ListPage<Reveal>
      testId="reveals" rows={rows} columns={columns} rowLabel={(row) => `${row.by} ${row.customerName}`} count={t.count} filters={<h2>{t.title}</h2>} empty={{ title: t.emptyTitle, hint: t.emptyHint }} pager={<Pager paging={paging} data={rows.data} />}
    />
  );
}
