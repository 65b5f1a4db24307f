import { useQuery } from '@tanstack/react-query';
import { Button, DatePicker, Tag } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router-dom';
import type { GroupRow } from '@scrm/shared/group-chat';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask, askPage } from '../../kit/ask';
import { figure, words } from '../../kit/language';
import { ChoiceChip, FilterChip, SearchBox, oneOf, useFilters } from '../../kit/list/filters';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { useAllowed } from '../../kit/me';
import { StaffNames } from '../../kit/person';
import { SyncBar } from '../../kit/progress-bar';
import { TagRow } from '../../kit/tag-row';
import { Ago, absolute } from '../../kit/time';
import { StaffChip } from '../customer/chips';
import { GroupTagChip, GroupTagDialog } from './GroupTagChoice';
import { useGroupWords } from './words';

const useWords = words({
  zh: {
    title: '客户群', search: '搜索群名', count: (n: string) => `${n} 个客户群`, name: '群名', owner: '群主', members: '人数', ofThem: (n: string) => `其中客户 ${n}`, tags: '群标签', state: '状态', size: '人数', created: '创建时间', sync: '同步客户群', started: '已开始同步客户群',
    emptyTitle: '还没有客户群', emptyHint: '在企业微信里建一个客户群，或同步已有的客户群，群和成员就会显示在这里。', tag: '打群标签', dismissed: '已解散', library: '群标签库',
  },
  en: {
    title: 'Group chats', search: 'Search group name', count: (n: string) => counted(n, 'group'), name: 'Group', owner: 'Owner', members: 'Members', ofThem: (n: string) => counted(n, 'customer'), tags: 'Group tags', state: 'State', size: 'Size', created: 'Created', sync: 'Sync groups', started: 'The sync has started',
    emptyTitle: 'No group chats yet', emptyHint: 'Make a customer group in WeCom, or sync those that are there, and it shows here with its members.', tag: 'Tag groups', dismissed: 'Dismissed', library: 'Group tag library',
  },
});

export function GroupsPage() {
  const t = useWords();
  const g = useGroupWords();
  const allowed = useAllowed();
  const navigate = useNavigate();
  const filters = useFilters(['keyword', 'ownerId', 'tagIds', 'state', 'size', 'from', 'to']);
  const { keyword, ownerId, from, to } = filters.values;
  const tagIds = filters.list('tagIds');
  const filter = {
    keyword, ownerId, tagIds: tagIds.length > 0 ? tagIds : undefined, state: oneOf(filters.values.state, g.states), size: oneOf(filters.values.size, g.sizes),
    createdFrom: Number(from) || undefined, createdTo: Number(to) || undefined,
  };
  const paging = usePaging(filter);
  const rows = useQuery(askPage('groupChats', 'list', { ...filter, limit: pageSize, cursor: paging.cursor }));
  const progress = useQuery({ ...ask('groupChats', 'progress', {}), refetchInterval: ({ state: { data } }) => (data?.state === 'running' ? 1500 : false) });
  const sync = useAct(() => api.groupChats.sync({}), { done: t.started, touches: ['groupChats'] });
  const [tagging, setTagging] = useState<{ ids: string[]; clear: () => void }>();

  const columns: Column<GroupRow>[] = [
    { key: 'name', title: t.name, width: 240, render: (row) => <GroupName row={row} /> },
    { key: 'owner', title: t.owner, width: 170, render: (row) => <span className="stack" style={{ gap: 2 }}><StaffNames staff={[row.owner]} />{row.ownerState === 'normal' ? null : <span className="warning small">{g.owners[row.ownerState]}</span>}</span> },
    { key: 'members', title: t.members, width: 120, render: (row) => <span className="figures">{figure(row.memberCount)} <span className="soft small">{t.ofThem(figure(row.customerCount))}</span></span> },
    { key: 'tags', title: t.tags, width: 200, render: (row) => <TagRow tags={row.tags.map(({ id, name, categoryName }) => ({ id, name, groupName: categoryName }))} /> },
    { key: 'created', title: t.created, width: 120, render: (row) => <Ago at={row.createdAt} /> },
  ];
  const range = [from ? dayjs(Number(from)) : null, to ? dayjs(Number(to)).subtract(1, 'ms') : null] as const;

  return (
    <>
      <ListPage<GroupRow>
        testId="groups" title={t.title} columns={columns} rows={rows} count={t.count} rowLabel={(row) => row.name || g.unnamed}
        action={<><Link to="/group-tags"><Button>{t.library}</Button></Link><SyncBar progress={progress.data} label={t.sync} starting={sync.isPending} onSync={allowed('groupChats.sync') ? () => sync.mutate(undefined) : undefined} /></>}
        filters={(
          <>
            <SearchBox value={keyword} placeholder={t.search} onSearch={(text) => filters.set('keyword', text)} />
            <GroupTagChip ids={tagIds} onChange={(ids) => filters.set('tagIds', ids)} />
            <StaffChip ids={ownerId ? [ownerId] : undefined} onChange={(ids) => filters.set('ownerId', ids.at(-1))} />
            <ChoiceChip name={t.state} value={filter.state} choices={g.states} onChange={(next) => filters.set('state', next)} />
            <ChoiceChip name={t.size} value={filter.size} choices={g.sizes} onChange={(next) => filters.set('size', next)} />
            <FilterChip
              name={t.created} value={from || to ? [from, to].map((at, index) => (at ? absolute(Number(at) - index).slice(0, 10) : '')).join(' – ') : undefined}
              onRemove={() => { filters.set('from', undefined); filters.set('to', undefined); }} wide
            >
              {() => (
                <DatePicker.RangePicker
                  value={[...range]} allowEmpty={[true, true]} style={{ width: '100%' }}
                  onChange={(next) => {
                    filters.set('from', next?.[0] ? String(next[0].startOf('day').valueOf()) : undefined);
                    filters.set('to', next?.[1] ? String(next[1].endOf('day').valueOf() + 1) : undefined);
                  }}
                />
              )}
            </FilterChip>
          </>
        )}
        filterCount={filters.count} onClearFilters={filters.clear} onOpen={(row) => navigate(`/groups/${row.id}`)} pager={<Pager paging={paging} data={rows.data} />}
        bulk={allowed('groupChats.tag') ? (ids, clear) => <Button onClick={() => setTagging({ ids, clear })} data-testid="bulk-tag">{t.tag}</Button> : undefined}
        empty={{ title: t.emptyTitle, hint: t.emptyHint, action: allowed('groupChats.sync') ? <Button type="primary" loading={sync.isPending} onClick={() => sync.mutate(undefined)}>{t.sync}</Button> : null }}
      />
      {tagging ? <GroupTagDialog ids={tagging.ids} onClose={() => setTagging(undefined)} onDone={tagging.clear} /> : null}
    </>
  );
}

export function GroupName({ row }: { row: GroupRow }) {
  const t = useWords();
  const g = useGroupWords();
  return (
    <span className="row" style={{ flexWrap: 'nowrap' }}>
      <Link className="ellipsis" to={`/groups/${row.id}`} title={row.name}>{row.name || g.unnamed}</Link>
      {row.state === 'dismissed' ? <Tag>{t.dismissed}</Tag> : null}
    </span>
  );
}
