import { useQuery } from '@tanstack/react-query';
import { Tag } from 'antd';
import { Link } from 'react-router-dom';
import type { Staff } from '@scrm/shared/org';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask, askPage } from '../../kit/ask';
import { figure, marks, words } from '../../kit/language';
import { ChoiceChip, FilterChip, SearchBox, oneOf, useFilters } from '../../kit/list/filters';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { useAllowed } from '../../kit/me';
import { StaffPerson } from '../../kit/person';
import { SyncBar } from '../../kit/progress-bar';
import { useNarrow } from '../../kit/wide';
import { DepartmentName, DepartmentTree } from './DepartmentTree';
import { LabelCell } from './LabelCell';
import './org.css';

const useWords = words({
  zh: {
    title: '员工', about: '来自企业微信通讯录，只包含应用可见范围内的成员。', search: '搜索员工姓名', count: (n: string) => `${n} 名员工`, sync: '同步通讯录', started: '已开始同步通讯录', department: '部门', receiving: '接待', onlyReceiving: { yes: '只看能接待客户的' },
    name: '姓名', position: '职位', departments: '部门', state: '状态', states: { active: '正常', disabled: '已禁用', notActivated: '未激活', left: '已离职' } satisfies Record<Staff['state'], string>, can: '能接待客户', cannot: '未开通客户联系', refused: '企业微信不让接待', customers: '客户数', notYours: '不在你能看到的范围内', labels: '擅长',
    emptyTitle: '还没有员工', emptyHint: '先同步通讯录。如果同步后仍为空，请检查应用的可见范围。',
  },
  en: {
    title: 'Staff', about: 'From WeCom’s directory: those whom the app may see.', search: 'Search staff by name', count: (n: string) => `${n} staff`, sync: 'Sync directory', started: 'The sync has started', department: 'Department', receiving: 'Receiving', onlyReceiving: { yes: 'Only those who can receive' },
    name: 'Name', position: 'Position', departments: 'Departments', state: 'State', states: { active: 'Active', disabled: 'Disabled', notActivated: 'Not activated', left: 'Left' }, can: 'Can receive', cannot: 'No customer contact', refused: 'Refused by WeCom', customers: 'Customers', notYours: 'Not among those whom you may see', labels: 'Good for',
    emptyTitle: 'No staff yet', emptyHint: 'Sync the directory first. If it stays empty, check the app’s visible range.',
  },
});

export function StaffPage() {
  const t = useWords();
  const allowed = useAllowed();
  const narrow = useNarrow();
  const filters = useFilters(['keyword', 'department', 'receiving']);
  const { keyword } = filters.values;
  const departmentId = filters.values.department ? Number(filters.values.department) : undefined;
  const receiving = oneOf(filters.values.receiving, t.onlyReceiving);
  const filter = { keyword, departmentId, onlyReceiving: receiving ? true : undefined };
  const paging = usePaging(filter);
  const rows = useQuery(askPage('org', 'staff', { ...filter, limit: pageSize, cursor: paging.cursor }));
  const departments = useQuery(ask('org', 'departments', {}));
  const progress = useQuery({ ...ask('org', 'progress', {}), refetchInterval: ({ state }) => (state.data?.state === 'running' ? 1500 : false) });
  const sync = useAct(() => api.org.sync({}), { done: t.started, touches: ['org'] });
  const known = departments.data?.items ?? [];
  const chosen = known.find((one) => one.departmentId === departmentId);
  const choose = (id: number | undefined) => filters.set('department', id === undefined ? undefined : String(id));
  const tree = <DepartmentTree departments={departments} value={departmentId} onChange={choose} />;

  const columns: Column<Staff>[] = [
    { key: 'name', title: t.name, width: 200, render: (staff) => <StaffPerson staff={staff} second={staff.position || undefined} /> },
    { key: 'departments', title: t.departments, width: 180, render: (staff) => <DepartmentNames ids={staff.departmentIds} known={known} /> },
    { key: 'state', title: t.state, width: 190, render: (staff) => <Receives staff={staff} /> },
    { key: 'labels', title: t.labels, width: 180, render: (staff) => <LabelCell staff={staff} /> },
    { key: 'customers', title: t.customers, width: 90, align: 'right', render: ({ id, customerCount }) => (customerCount === null ? <span className="soft" title={t.notYours}>–</span> : <Link className="figures" to={`/customers?staffId=${id}&state=friend`}>{figure(customerCount)}</Link>) },
  ];

  const list = (
    <ListPage<Staff>
      testId="staff" columns={columns} rows={rows} count={t.count} rowLabel={(staff) => staff.name ?? staff.userId}
      title={t.title} about={t.about}
      action={<SyncBar progress={progress.data} label={t.sync} starting={sync.isPending} onSync={allowed('org.sync') ? () => sync.mutate(undefined) : undefined} />}
      filters={(
        <>
          <SearchBox value={keyword} placeholder={t.search} onSearch={(text) => filters.set('keyword', text)} />
          {narrow || chosen ? (
            <FilterChip name={t.department} value={chosen ? <DepartmentName department={chosen} /> : undefined} onRemove={() => choose(undefined)}>{() => tree}</FilterChip>
          ) : null}
          <ChoiceChip name={t.receiving} value={receiving} choices={t.onlyReceiving} onChange={(next) => filters.set('receiving', next)} />
        </>
      )}
      filterCount={filters.count} onClearFilters={filters.clear} pager={<Pager paging={paging} data={rows.data} />}
      empty={{ title: t.emptyTitle, hint: t.emptyHint }}
    />
  );
  if (narrow) return list;
  return <div className="org"><aside className="panel org-tree" aria-label={t.department}>{tree}</aside>{list}</div>;
}

function Receives({ staff }: { staff: Staff }) {
  const t = useWords();
  if (staff.state !== 'active') return <Tag>{t.states[staff.state]}</Tag>;
  if (staff.refusal) return <><span className="warning">{t.refused}</span><div className="soft small">{staff.refusal}</div></>;
  return staff.canReceive ? <span className="success">{t.can}</span> : <span className="soft">{t.cannot}</span>;
}

function DepartmentNames({ ids, known }: { ids: number[]; known: Parameters<typeof DepartmentName>[0]['department'][] }) {
  const found = known.filter(({ departmentId }) => ids.includes(departmentId));
  if (found.length === 0) return <span className="soft">–</span>;
  return <span className="soft">{found.map((department, index) => <span key={department.departmentId}>{index > 0 ? marks().comma : ''}<DepartmentName department={department} /></span>)}</span>;
}
