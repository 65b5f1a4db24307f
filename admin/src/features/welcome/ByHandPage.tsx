import { CheckOutlined, CopyOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { Link } from 'react-router-dom';
import { counted } from '@scrm/shared/text';
import type { ByHand } from '@scrm/shared/welcome';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { askPage } from '../../kit/ask';
import { useCopy } from '../../kit/copy';
import { words } from '../../kit/language';
import { ChoiceChip, oneOf, useFilters } from '../../kit/list/filters';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { Allow } from '../../kit/me';
import { Person, StaffNames } from '../../kit/person';
import { Ago } from '../../kit/time';

const useWords = words({
  zh: {
    about: '欢迎语没能发出的客户。员工会收到应用消息，并在侧边栏看到要说的话；打过招呼后标记完成。', count: (n: string) => `${n} 位客户`, state: '状态', states: { open: '待打招呼', done: '已打招呼', over: '不再需要' } satisfies Record<ByHand['state'], string>,
    customer: '客户', words: '要说的话', staff: '员工', at: '添加时间', told: '已通知员工', untold: '即将通知', unclear: '企业微信没有明确答复，可能已经收到，请先看聊天', attachments: (n: number) => `另有 ${n} 个附件`, copy: '复制', copied: '已复制', done: '已打招呼', settled: '已标记', act: '操作', unnamed: '未知客户',
    emptyTitle: '没有等着打招呼的客户', emptyHint: '欢迎语没能按时发出时，客户会出现在这里。',
  },
  en: {
    about: 'Customers whose welcome did not go out. Their staff member gets a note and finds the words in the sidebar; mark it done afterwards.', count: (n: string) => counted(n, 'customer'), state: 'State', states: { open: 'To greet', done: 'Greeted', over: 'Not needed any more' },
    customer: 'Customer', words: 'What to say', staff: 'Staff', at: 'Added', told: 'Staff were told', untold: 'About to be told', unclear: 'WeCom gave no clear answer: it may have arrived, look into the chat first', attachments: (n: number) => `and ${counted(n, 'attachment')}`, copy: 'Copy', copied: 'Copied', done: 'Greeted', settled: 'Marked', act: 'Action', unnamed: 'Unknown customer',
    emptyTitle: 'Nobody waits for a greeting', emptyHint: 'When a welcome cannot be sent in time, the customer is listed here.',
  },
});

export function ByHandPage() {
  const t = useWords();
  const filters = useFilters(['state']);
  const state = oneOf(filters.values.state, t.states);
  const paging = usePaging(state);
  const rows = useQuery(askPage('welcome', 'byHand', { state: state ?? 'open', limit: pageSize, cursor: paging.cursor }));
  const columns: Column<ByHand>[] = [
    { key: 'customer', title: t.customer, width: 180, render: (row) => <Link to={`/customers/${row.customerId}`}><Person name={row.customerName || t.unnamed} url={row.avatarUrl} size={28} /></Link> },
    { key: 'words', title: t.words, width: 340, render: (row) => <span className="by-hand-words">{row.text}{row.attachments.length > 0 ? <span className="soft"> {t.attachments(row.attachments.length)}</span> : null}{row.unclear ? <span className="warning small block">{t.unclear}</span> : null}</span> },
    { key: 'staff', title: t.staff, width: 160, render: (row) => <><StaffNames staff={row.staff ? [row.staff] : []} />{row.state === 'open' ? <span className="soft small">{row.toldAt === null ? t.untold : t.told}</span> : null}</> },
    { key: 'at', title: t.at, width: 110, render: (row) => <Ago at={row.at} /> },
    { key: 'act', title: t.act, width: 190, render: (row) => <Actions row={row} /> },
  ];
  return (
    <ListPage<ByHand>
      testId="by-hand" columns={columns} rows={rows} count={t.count} rowLabel={(row) => row.customerName} above={<p className="soft">{t.about}</p>}
      filters={<ChoiceChip name={t.state} value={state} choices={t.states} onChange={(next) => filters.set('state', next)} />} filterCount={filters.count} onClearFilters={filters.clear}
      pager={<Pager paging={paging} data={rows.data} />} empty={{ title: t.emptyTitle, hint: t.emptyHint }}
    />
  );
}

function Actions({ row }: { row: ByHand }) {
  const t = useWords();
  const { copied, copy } = useCopy();
  const settle = useAct(() => api.welcome.settleByHand({ id: row.id, state: 'done' }), { done: t.settled, touches: ['welcome'] });
  if (row.state !== 'open') return <Tag>{t.states[row.state]}</Tag>;
  return (
    <span className="row">
      <Button size="small" icon={copied ? <CheckOutlined /> : <CopyOutlined />} onClick={() => void copy(row.text)}>{copied ? t.copied : t.copy}</Button>
      <Allow to="welcome.settleByHand"><Button size="small" type="primary" loading={settle.isPending} onClick={() => settle.mutate(undefined)} data-testid={`greeted-${row.customerName}`}>{t.done}</Button></Allow>
    </span>
  );
}
