import { useQuery } from '@tanstack/react-query';
import type { SessionRow } from '@scrm/shared/session';
import { counted, plainName } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { askPage } from '../../kit/ask';
import { words } from '../../kit/language';
import { SearchBox, useFilters } from '../../kit/list/filters';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { useAllowed } from '../../kit/me';
import { Said } from '../../kit/person';
import { Ago } from '../../kit/time';
import { useRoleNames } from '../access/permission-text';
import { Device, EndSession } from './SessionLine';
import '../access/access.css';

const useWords = words({
  zh: { title: '登录会话', about: '当前登录的人和设备。让某个会话退出后，它的下一次操作就会被拒绝。', count: (n: string) => `${n} 个会话`, search: '搜索姓名或账号', name: '谁', device: '设备', seen: '最近活动', since: '登录于', ended: '已退出', empty: '没有会话' },
  en: { title: 'Sessions', about: 'Who is signed in, and where. What is ended here is refused at its next step.', count: (n: string) => counted(n, 'session'), search: 'Search name or account', name: 'Who', device: 'Device', seen: 'Last seen', since: 'Since', ended: 'Signed out', empty: 'No sessions' },
});

export function SessionsPage() {
  const t = useWords();
  const roles = useRoleNames();
  const allowed = useAllowed();
  const filters = useFilters(['name']);
  const { name } = filters.values;
  const paging = usePaging({ name });
  const rows = useQuery({ ...askPage('session', 'list', { name, limit: pageSize, cursor: paging.cursor }), refetchInterval: 30_000 });
  const end = useAct((id: string) => api.session.revoke({ id }), { done: t.ended, touches: ['session'] });
  const columns: Column<SessionRow>[] = [
    { key: 'name', title: t.name, width: 200, render: (row) => <span className="two-lines"><strong className="ellipsis" title={plainName(row.name)}><Said text={row.name} /></strong><span className="soft small">{roles[row.role]}</span></span> },
    { key: 'device', title: t.device, width: 240, render: (row) => <Device session={row} /> },
    { key: 'seen', title: t.seen, width: 120, render: (row) => <Ago at={row.lastSeenAt} /> },
    { key: 'since', title: t.since, width: 120, render: (row) => <Ago at={row.createdAt} /> },
    { key: 'end', title: '', width: 90, align: 'right', render: (row) => (allowed('session.revoke') ? <EndSession session={row} ending={end.isPending && end.variables === row.id} onEnd={() => end.mutate(row.id)} /> : null) },
  ];
  return (
    <ListPage<SessionRow>
      testId="sessions" title={t.title} about={t.about} columns={columns} rows={rows} count={t.count} rowLabel={(row) => row.name}
      filters={<SearchBox value={name} placeholder={t.search} onSearch={(text) => filters.set('name', text)} />}
      filterCount={filters.count} onClearFilters={filters.clear} pager={<Pager paging={paging} data={rows.data} />} empty={{ title: t.empty, hint: t.about }}
    />
  );
}
