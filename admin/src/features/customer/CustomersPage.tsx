import { useQuery } from '@tanstack/react-query';
import { Tag } from 'antd';
import { Link, useNavigate } from 'react-router-dom';
import type { CustomerRow } from '@scrm/shared/customer';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask, askPage } from '../../kit/ask';
import { words } from '../../kit/language';
import { ChoiceChip, SearchBox, oneOf, useFilters } from '../../kit/list/filters';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { useAllowed } from '../../kit/me';
import { Face, StaffNames } from '../../kit/person';
import { SyncBar } from '../../kit/progress-bar';
import { TagRow } from '../../kit/tag-row';
import { Ago } from '../../kit/time';
import { DepartmentChip, FlowChip, StageChip } from '../stage/chips';
import { StageMark } from '../stage/StageMark';
import { BulkTags } from './BulkTags';
import { CodeChip, StaffChip, TagChip } from './chips';
import { SourceText } from './SourceText';
import { useLostText } from './words';
import './customer.css';

const useWords = words({
  zh: {
    title: '客户', search: '搜索昵称或备注', count: (n: string, _: number) => `${n} 位客户`, state: '状态', states: { friend: '好友', lost: '已流失' }, sync: '同步客户', syncStarted: '已开始同步客户',
    name: '客户', stage: '阶段', tags: '标签', staff: '跟进员工', source: '来源', added: '添加时间', friend: '好友', lost: '已流失', emptyTitle: '还没有客户', emptyHint: '建一个活码让客户扫码，或从企业微信同步已有的客户。', toCodes: '去建活码', wechat: '微信',
  },
  en: {
    title: 'Customers', search: 'Search name or remark', count: (n: string, many: number) => `${n} ${many === 1 ? 'customer' : 'customers'}`, state: 'State', states: { friend: 'Friend', lost: 'Lost' }, sync: 'Sync customers', syncStarted: 'The sync has started',
    name: 'Customer', stage: 'Stage', tags: 'Tags', staff: 'Staff', source: 'Source', added: 'Added', friend: 'Friend', lost: 'Lost', emptyTitle: 'No customers yet', emptyHint: 'Make a live code for them to scan, or sync those that WeCom already has.', toCodes: 'Make a live code', wechat: 'WeChat',
  },
});

export function CustomersPage() {
  const t = useWords();
  const allowed = useAllowed();
  const navigate = useNavigate();
  const filters = useFilters(['keyword', 'tagIds', 'staffId', 'liveCodeId', 'state', 'stageIds', 'flowId', 'departmentId']);
  const { keyword, staffId, liveCodeId, flowId } = filters.values;
  const departmentId = filters.values.departmentId ? Number(filters.values.departmentId) : undefined;
  const stageIds = filters.list('stageIds');
  const state = oneOf(filters.values.state, t.states);
  const tagIds = filters.list('tagIds');
  const filter = { keyword, staffId, liveCodeId, state, tagIds: tagIds.length > 0 ? tagIds : undefined, stageIds: stageIds.length > 0 ? stageIds : undefined, flowId, departmentId };
  const paging = usePaging(filter);
  const rows = useQuery(askPage('customers', 'list', { ...filter, limit: pageSize, cursor: paging.cursor }));
  const shown = rows.data?.items.map(({ id }) => id) ?? [];
  const standings = useQuery({ ...ask('stages', 'standings', { customerIds: shown }), enabled: shown.length > 0 });
  const stagesOf = (id: string) => standings.data?.items.find((one) => one.customerId === id)?.standings ?? [];
  const progress = useQuery({ ...ask('customers', 'progress', {}), refetchInterval: ({ state: { data } }) => (data?.state === 'running' ? 1500 : false) });
  const sync = useAct(() => api.customers.sync({}), { done: t.syncStarted, touches: ['customers'] });

  const columns: Column<CustomerRow>[] = [
    { key: 'name', title: t.name, width: 240, render: (row) => <CustomerName row={row} /> },
    { key: 'state', title: t.state, width: 150, render: (row) => <LostMark row={row} friend={t.friend} /> },
    { key: 'stage', title: t.stage, width: 130, render: (row) => <span className="stack" style={{ gap: 2 }}>{stagesOf(row.id).map((one) => <StageMark key={one.flowId} stage={one.stage} />)}</span> },
    { key: 'tags', title: t.tags, width: 190, render: (row) => <TagRow tags={row.tags} /> },
    { key: 'staff', title: t.staff, width: 190, render: (row) => <StaffNames staff={row.owners} /> },
    { key: 'source', title: t.source, width: 180, render: (row) => <SourceText source={row.source} /> },
    { key: 'added', title: t.added, width: 120, render: (row) => <Ago at={row.addedAt} /> },
  ];

  return (
    <ListPage<CustomerRow>
      testId="customers" title={t.title} columns={columns} rows={rows} count={t.count} rowLabel={(row) => row.name}
      action={<SyncBar progress={progress.data} label={t.sync} starting={sync.isPending} onSync={allowed('customers.sync') ? () => sync.mutate(undefined) : undefined} />}
      filters={(
        <>
          <SearchBox value={keyword} placeholder={t.search} onSearch={(text) => filters.set('keyword', text)} />
          <TagChip ids={tagIds} onChange={(ids) => filters.set('tagIds', ids)} />
          <StageChip ids={stageIds} onChange={(ids) => filters.set('stageIds', ids)} />
          <FlowChip id={flowId} onChange={(id) => filters.set('flowId', id)} />
          <StaffChip id={staffId} onChange={(id) => filters.set('staffId', id)} />
          <DepartmentChip id={departmentId} onChange={(id) => filters.set('departmentId', id === undefined ? undefined : String(id))} />
          <CodeChip id={liveCodeId} onChange={(id) => filters.set('liveCodeId', id)} />
          <ChoiceChip name={t.state} value={state} choices={t.states} onChange={(next) => filters.set('state', next)} />
        </>
      )}
      filterCount={filters.count} onClearFilters={filters.clear}
      onOpen={(row) => navigate(`/customers/${row.id}`)} pager={<Pager paging={paging} data={rows.data} />}
      selectsAll={{ of: filter }}
      bulk={allowed('customers.tag') && allowed('tasks.start') ? (_, clear, selection) => <BulkTags selection={selection} filter={filter} onStarted={clear} /> : undefined}
      empty={{ title: t.emptyTitle, hint: t.emptyHint, action: allowed('liveCodes.create') ? <Link to="/live-codes/new">{t.toCodes}</Link> : null }}
    />
  );
}

function CustomerName({ row }: { row: CustomerRow }) {
  const t = useWords();
  const from = row.type === 2 ? `@${row.corpName}` : `@${t.wechat}`;
  return (
    <span className="person">
      <Face name={row.name} url={row.avatarUrl} size={36} />
      <span className="person-lines">
        <Link className="person-name" to={`/customers/${row.id}`} title={row.name}>{row.name}</Link>
        <span className="person-second">{row.remark ? `${row.remark} · ${from}` : from}</span>
      </span>
    </span>
  );
}

/** Friend, or since when lost and by whom. */
export function LostMark({ row, friend }: { row: Pick<CustomerRow, 'lostAt' | 'lostBy'>; friend: string }) {
  const t = useWords();
  const lostText = useLostText();
  if (row.lostAt === null) return <span className="success">{friend}</span>;
  return (
    <span className="lost-mark" data-testid="lost">
      <span><Tag color="error">{t.lost}</Tag><Ago at={row.lostAt} /></span>
      <span className="soft small">{lostText(row.lostBy)}</span>
    </span>
  );
}
