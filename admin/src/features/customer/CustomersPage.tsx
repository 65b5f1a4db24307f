import { ImportOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { Link, useNavigate } from 'react-router-dom';
import type { CustomerColumn } from '@scrm/shared/audience';
import type { CustomerRow } from '@scrm/shared/customer';
import { columnNames, lostText, stateNames } from '@scrm/shared/customer-text';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask, askPage } from '../../kit/ask';
import { useLanguage, words } from '../../kit/language';
import { ChoiceChip, SearchBox } from '../../kit/list/filters';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { Allow, useAllowed } from '../../kit/me';
import { Face, StaffNames } from '../../kit/person';
import { SyncBar } from '../../kit/progress-bar';
import { TagRow } from '../../kit/tag-row';
import { Ago } from '../../kit/time';
import { AddWaysChip, CodesChip, DepartmentsChip, LeadSourcesChip, SourceChip, StaffChip, TagsChip } from './chips';
import { Columns } from './Columns';
import { FieldChips } from './FieldChip';
import { countFilters, useListState } from './list-state';
import { RangeChip } from './RangeChip';
import { SourceText } from './SourceText';
import { Views } from './Views';
import { FlowChip, StageChip } from '../stage/chips';
import { StageMark } from '../stage/StageMark';
import { ExportButton } from '../export/ExportButton';
import { BulkActions } from './BulkActions';
import './customer.css';

const useWords = words({
  zh: {
    import: '导入', title: '客户', search: '搜索昵称、备注、企业或完整手机号', count: (n: string) => `${n} 位客户`, sync: '同步客户', syncStarted: '已开始同步客户',
    emptyTitle: '还没有客户', emptyHint: '建一个活码让客户扫码，或从企业微信同步已有的客户。', toCodes: '去建活码', wechat: '微信',
  },
  en: {
    import: 'Import', title: 'Customers', search: 'Search name, remark, company or a whole phone number', count: (n: string) => counted(n, 'customer'), sync: 'Sync customers', syncStarted: 'The sync has started',
    emptyTitle: 'No customers yet', emptyHint: 'Make a live code for them to scan, or sync those that WeCom already has.', toCodes: 'Make a live code', wechat: 'WeChat',
  },
});

export function CustomersPage() {
  const t = useWords();
  const language = useLanguage();
  const titles = columnNames[language];
  const allowed = useAllowed();
  const navigate = useNavigate();
  const list = useListState();
  const { filter, change } = list;
  const paging = usePaging(filter);
  const rows = useQuery(askPage('customers', 'list', { ...filter, limit: pageSize, cursor: paging.cursor }));
  const shown = rows.data?.items.map(({ id }) => id) ?? [];
  const standings = useQuery({ ...ask('stages', 'standings', { customerIds: shown }), enabled: shown.length > 0 && list.columns.includes('stage') });
  const stagesOf = (id: string) => standings.data?.items.find((one) => one.customerId === id)?.standings ?? [];
  const leadSources = useQuery({ ...ask('sources', 'ofMany', { customerIds: shown }), enabled: shown.length > 0 && list.columns.includes('leadSource') });
  const progress = useQuery({ ...ask('customers', 'progress', {}), refetchInterval: ({ state: { data } }) => (data?.state === 'running' ? 1500 : false) });
  const sync = useAct(() => api.customers.sync({}), { done: t.syncStarted, touches: ['customers'] });

  const cells: Record<CustomerColumn, Omit<Column<CustomerRow>, 'key' | 'title'>> = {
    state: { width: 130, render: (row) => <LostMark row={row} friend={stateNames[language].friend} /> },
    stage: { width: 120, render: (row) => <span className="stack" style={{ gap: 2 }}>{stagesOf(row.id).map((one) => <StageMark key={one.flowId} stage={one.stage} />)}</span> },
    tags: { width: 180, render: (row) => <TagRow tags={row.tags} /> },
    staff: { width: 170, render: (row) => <StaffNames staff={row.owners} /> },
    source: { width: 160, render: (row) => <SourceText source={row.source} /> },
    leadSource: { width: 160, render: (row) => <Plain text={leadSources.data?.items.find((one) => one.customerId === row.id)?.name ?? ''} /> },
    added: { width: 110, render: (row) => <Ago at={row.addedAt} /> },
    active: { width: 120, render: (row) => <Ago at={row.activeAt} /> },
    remark: { width: 160, render: (row) => <Plain text={row.remark} /> },
    company: { width: 160, render: (row) => <Plain text={row.corpName} /> },
    externalUserid: { width: 200, render: (row) => <Plain text={row.externalUserid} /> },
  };
  const columns: Column<CustomerRow>[] = [
    { key: 'name', title: titles.name, width: 220, render: (row) => <CustomerName row={row} /> },
    ...list.columns.map((key) => ({ key, title: titles[key], ...cells[key] })),
  ];

  return (
    <ListPage<CustomerRow>
      testId="customers" title={t.title} columns={columns} rows={rows} count={t.count} rowLabel={(row) => row.name}
      action={(
        <>
          <Allow to="imports.upload"><Link to="/imports/new"><Button icon={<ImportOutlined />} data-testid="import-customers">{t.import}</Button></Link></Allow>
          {allowed('exports.customers') ? <ExportButton whom={{ filter }} count={rows.data?.total ?? 0} columns={list.columns} /> : null}
          <SyncBar progress={progress.data} label={t.sync} starting={sync.isPending} onSync={allowed('customers.sync') ? () => sync.mutate(undefined) : undefined} />
        </>
      )}
      above={<div className="views-bar"><Views list={list} /><Columns shown={list.columns} titles={titles} onChange={list.setColumns} /></div>}
      filters={(
        <>
          <SearchBox value={filter.keyword} placeholder={t.search} onSearch={(keyword) => change({ keyword })} />
          <TagsChip tags={filter.tags} onChange={(tags) => change({ tags })} />
          <StageChip ids={filter.stageIds ?? []} onChange={(stageIds) => change({ stageIds })} />
          <FlowChip id={filter.flowId} onChange={(flowId) => change({ flowId })} />
          <StaffChip ids={filter.staffIds} onChange={(staffIds) => change({ staffIds })} />
          <DepartmentsChip ids={filter.departmentIds} onChange={(departmentIds) => change({ departmentIds })} />
          <ChoiceChip name={titles.state} value={filter.state} choices={stateNames[language]} onChange={(state) => change({ state })} />
          <SourceChip kinds={filter.sourceKinds} onChange={(sourceKinds) => change({ sourceKinds })} />
          <LeadSourcesChip name={titles.leadSource} ids={filter.leadSourceIds ?? []} onChange={(leadSourceIds) => change({ leadSourceIds })} />
          <CodesChip ids={filter.liveCodeIds} onChange={(liveCodeIds) => change({ liveCodeIds })} />
          <AddWaysChip ways={filter.addWays} onChange={(addWays) => change({ addWays })} />
          <RangeChip name={titles.added} range={filter.addedAt} onChange={(addedAt) => change({ addedAt })} />
          <RangeChip name={titles.active} range={filter.activeAt} onChange={(activeAt) => change({ activeAt })} />
          <FieldChips filters={filter.fields} onChange={(fields) => change({ fields })} />
        </>
      )}
      filterCount={countFilters(filter)} onClearFilters={list.clear}
      onOpen={(row) => navigate(`/customers/${row.id}`)} pager={<Pager paging={paging} data={rows.data} />}
      selectsAll={{ of: filter }}
      bulk={allowed('customers.tag') || allowed('exports.customers') ? (_, clear, selection) => <BulkActions selection={selection} filter={filter} columns={list.columns} onStarted={clear} /> : undefined}
      empty={{ title: t.emptyTitle, hint: t.emptyHint, action: allowed('liveCodes.create') ? <Link to="/live-codes/new">{t.toCodes}</Link> : null }}
    />
  );
}

function Plain({ text }: { text: string }) {
  return text === '' ? <span className="soft">–</span> : <span className="ellipsis plain-cell" title={text}>{text}</span>;
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
  const language = useLanguage();
  if (row.lostAt === null) return <span className="success">{friend}</span>;
  return (
    <span className="lost-mark" data-testid="lost">
      <span><Tag color="error">{stateNames[language].lost}</Tag><Ago at={row.lostAt} /></span>
      <span className="soft small">{lostText(row.lostBy, language)}</span>
    </span>
  );
}
