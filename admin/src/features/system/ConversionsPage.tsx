import { ReloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { Link } from 'react-router-dom';
import type { Conversion } from '@scrm/shared/conversion';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { askPage } from '../../kit/ask';
import { figure, words } from '../../kit/language';
import { ChoiceChip, oneOf, useFilters } from '../../kit/list/filters';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { Allow } from '../../kit/me';
import { Person } from '../../kit/person';
import { Ago } from '../../kit/time';

const useWords = words({
  zh: {
    title: 'ID 转换', about: '小程序访客与企业微信客户之间的身份转换：每人一行，看得到结果和原因，失败的可以重试。', count: (n: string) => `${n} 条`, state: '状态', states: { done: '已转换', pending: '待成为客户', failed: '失败' }, kind: '转换', kinds: { unionidToExternal: '访客 → 客户', externalToPending: '客户 → 访客' },
    who: '对象', visitor: '访客', error: '错误', last: '最近一次', tries: (n: string) => `${n} 次`, retry: '重试', retried: '已重试', retryAll: (n: string) => `重试全部失败（${n}）`, started: '已开始重试', emptyTitle: '还没有 ID 转换', emptyHint: '第三方应用和代开发应用的访客打开小程序时，会向企业微信查询 TA 是哪位客户，结果记在这里。', code: '错误码', action: '',
  },
  en: {
    title: 'Id conversions', about: 'Who of the mini-program’s visitors is which WeCom customer: one line each, with the result and the reason; what failed can be tried again.', count: (n: string) => counted(n, 'line'), state: 'State', states: { done: 'Converted', pending: 'Not a customer yet', failed: 'Failed' }, kind: 'Conversion', kinds: { unionidToExternal: 'Visitor → customer', externalToPending: 'Customer → visitor' },
    who: 'Who', visitor: 'Visitor', error: 'Error', last: 'Last tried', tries: (n: string) => counted(n, 'time'), retry: 'Try again', retried: 'Tried again', retryAll: (n: string) => `Try all failed again (${n})`, started: 'Trying again', emptyTitle: 'No conversions yet', emptyHint: 'When a visitor of a third-party or agency-built app opens the mini-program, WeCom is asked which customer that is; the answer is listed here.', code: 'Code', action: '',
  },
});

const tones = { done: 'success', pending: 'default', failed: 'error' } as const;

export function ConversionsPage() {
  const t = useWords();
  const filters = useFilters(['state', 'kind']);
  const state = oneOf(filters.values.state, t.states);
  const kind = oneOf(filters.values.kind, t.kinds);
  const paging = usePaging({ state, kind });
  const rows = useQuery(askPage('conversions', 'list', { state, kind, limit: pageSize, cursor: paging.cursor }));
  const retry = useAct((id: string) => api.conversions.retry({ id }), { done: (row) => (row.state === 'failed' ? row.error : t.retried), touches: ['conversions'] });
  const retryAll = useAct(() => api.conversions.retryFailed({}), { done: t.started, touches: ['conversions'] });
  const failed = rows.data?.counts.failed ?? 0;
  const columns: Column<Conversion>[] = [
    { key: 'who', title: t.who, width: 220, render: (row) => (row.customer ? <Person name={row.customer.name} url={row.customer.avatarUrl} shown={<Link to={`/customers/${row.customer.id}`}>{row.customer.name}</Link>} second={row.subject} /> : <Person name={t.visitor} url="" second={row.subject} />) },
    { key: 'kind', title: t.kind, width: 150, render: (row) => t.kinds[row.kind] },
    { key: 'state', title: t.state, width: 130, render: (row) => <Tag color={tones[row.state]}>{t.states[row.state]}</Tag> },
    { key: 'error', title: t.error, width: 240, render: (row) => (row.error ? <span className="break">{row.error}{row.errcode > 0 ? <span className="soft small"> · {t.code} {row.errcode}</span> : null}</span> : <span className="soft">–</span>) },
    { key: 'last', title: t.last, width: 150, render: (row) => <span><Ago at={row.lastAt} /> <span className="soft small">{t.tries(figure(row.tries))}</span></span> },
    { key: 'act', title: t.action, width: 110, render: (row) => (row.state === 'done' ? null : <Allow to="conversions.retry"><Button icon={<ReloadOutlined />} loading={retry.isPending && retry.variables === row.id} onClick={() => retry.mutate(row.id)}>{t.retry}</Button></Allow>) },
  ];
  return (
    <ListPage<Conversion>
      testId="conversions" title={t.title} about={t.about} columns={columns} rows={rows} count={t.count} rowLabel={(row) => row.customer?.name ?? row.subject} filterCount={filters.count} onClearFilters={filters.clear}
      action={failed > 0 ? <Allow to="conversions.retryFailed"><Button loading={retryAll.isPending} onClick={() => retryAll.mutate(undefined)}>{t.retryAll(figure(failed))}</Button></Allow> : null}
      filters={<><ChoiceChip name={t.state} value={state} choices={t.states} onChange={(next) => filters.set('state', next)} /><ChoiceChip name={t.kind} value={kind} choices={t.kinds} onChange={(next) => filters.set('kind', next)} /></>}
      pager={<Pager paging={paging} data={rows.data} />} empty={{ title: t.emptyTitle, hint: t.emptyHint }}
    />
  );
}
