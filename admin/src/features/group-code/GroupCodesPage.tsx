import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Badge, Button, Segmented, Tag } from 'antd';
import { Link, useNavigate } from 'react-router-dom';
import type { GroupCodeRow } from '@scrm/shared/group-code';
import { counted } from '@scrm/shared/text';
import { askPage } from '../../kit/ask';
import { figure, words } from '../../kit/language';
import { SearchBox, useFilters } from '../../kit/list/filters';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { Allow } from '../../kit/me';
import { Ago } from '../../kit/time';
import { stateColours, useGroupCodeWords } from './words';

const useWords = words({
  zh: {
    title: '群活码', about: '一个永不更换的二维码，后面是许多群：满了、过期、解散都自动换下一个。', create: '新建群活码', search: '搜索群活码名称', count: (n: string) => `${n} 个群活码`, name: '名称', state: '状态', rule: '展示规则', free: '剩余名额',
    visitors: '访客', joined: '进群', updated: '更新于', entries: (n: string) => `${n} 个入口`, living: '使用中', archived: '已归档', emptyTitle: '还没有群活码', emptyHint: '建一个群活码，印到海报、包装上：扫码的人看到当前有空位的群。', archivedTitle: '没有归档的群活码', archivedHint: '归档的群活码不在列表里，印出去的二维码继续有效。',
  },
  en: {
    title: 'Group codes', about: 'A code that never changes, with many groups behind it: full, ended or dismissed, the next one takes over.', create: 'New group code', search: 'Search by name', count: (n: string) => counted(n, 'group code'), name: 'Name', state: 'State', rule: 'Which is shown', free: 'Places left',
    visitors: 'Visitors', joined: 'Joined', updated: 'Updated', entries: (n: string) => counted(n, 'entry', 'entries'), living: 'In use', archived: 'Archived', emptyTitle: 'No group codes yet', emptyHint: 'Make one and print it on posters and boxes: whoever scans it sees a group that has room.', archivedTitle: 'Nothing archived', archivedHint: 'Archived codes leave this list; what is printed goes on working.',
  },
});

export function GroupCodesPage() {
  const t = useWords();
  const g = useGroupCodeWords();
  const navigate = useNavigate();
  const filters = useFilters(['keyword', 'archived']);
  const { keyword } = filters.values;
  const archived = filters.values.archived === '1';
  const paging = usePaging(filters.values);
  const rows = useQuery(askPage('groupCodes', 'list', { keyword, archived, limit: pageSize, cursor: paging.cursor }));
  const create = <Allow to="groupCodes.create"><Link to="/group-codes/new"><Button type="primary" icon={<PlusOutlined />} data-testid="new-group-code">{t.create}</Button></Link></Allow>;
  const columns: Column<GroupCodeRow>[] = [
    {
      key: 'name', title: t.name, width: 260,
      render: (code) => <span className="person-lines"><Link className="person-name" title={code.name} to={`/group-codes/${code.id}`}>{code.name}</Link><span className="person-second">{t.entries(figure(code.entryCount))}</span></span>,
    },
    {
      key: 'state', title: t.state, width: 190,
      render: (code) => <span className="row" data-state={code.state}><Badge status={stateColours[code.state]} text={g.states[code.state]} />{code.warnings.map((one) => <Tag key={one} color="warning">{g.warnings[one]}</Tag>)}</span>,
    },
    { key: 'rule', title: t.rule, width: 170, render: (code) => g.rules[code.rule] },
    { key: 'free', title: t.free, width: 100, align: 'right', render: (code) => <span className="figures">{code.free === null ? g.unlimited : figure(code.free)}</span> },
    { key: 'visitors', title: t.visitors, width: 90, align: 'right', render: (code) => <span className="figures">{figure(code.visitors)}</span> },
    { key: 'joined', title: t.joined, width: 90, align: 'right', render: (code) => <span className="figures">{figure(code.joined)}</span> },
    { key: 'updated', title: t.updated, width: 120, onPhone: 'hidden', render: (code) => <Ago at={code.updatedAt} /> },
  ];
  return (
    <ListPage<GroupCodeRow>
      testId="group-codes" title={t.title} about={t.about} action={create} columns={columns} rows={rows} count={t.count} rowLabel={(code) => code.name}
      filters={(
        <>
          <SearchBox value={keyword} placeholder={t.search} onSearch={(text) => filters.set('keyword', text)} />
          <Segmented value={archived ? '1' : ''} onChange={(value) => filters.set('archived', value || undefined)} options={[{ value: '', label: t.living }, { value: '1', label: t.archived }]} />
        </>
      )}
      filterCount={keyword ? 1 : 0} onClearFilters={filters.clear} onOpen={(code) => navigate(`/group-codes/${code.id}`)} pager={<Pager paging={paging} data={rows.data} />}
      empty={archived ? { title: t.archivedTitle, hint: t.archivedHint } : { title: t.emptyTitle, hint: t.emptyHint, action: create }}
    />
  );
}
