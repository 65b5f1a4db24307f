import { useQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { Link } from 'react-router-dom';
import type { GroupCodeItem, GroupCodeList } from '@scrm/shared/group-code';
import { counted } from '@scrm/shared/text';
import { askPage } from '../../kit/ask';
import { words } from '../../kit/language';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { Person } from '../../kit/person';
import { absolute } from '../../kit/time';
import { useGroupCodeWords } from './words';

const useWords = words({
  zh: { who: '谁', at: '时间', group: '群', left: '退群时间', visitor: (id: string) => `访客 …${id}`, times: (n: number) => `共 ${n} 次`, outcomes: { shown: '看到群', own: '已在群里', full: '全部满了', closed: '已停用', expired: '已到期' } as Record<string, string>, result: '结果', count: (n: string) => `${n} 条`, empty: '没有记录', emptyHint: '换一段时间看看。', stranger: '不是你能看到的客户' },
  en: { who: 'Who', at: 'When', group: 'Group', left: 'Left', visitor: (id: string) => `Visitor …${id}`, times: (n: number) => counted(n, 'time'), outcomes: { shown: 'Saw a group', own: 'In a group already', full: 'All full', closed: 'Closed', expired: 'Ended' } as Record<string, string>, result: 'Result', count: (n: string) => counted(n, 'row'), empty: 'No rows', emptyHint: 'Look at another time.', stranger: 'A customer out of your reach' },
});

export interface Opened { list: GroupCodeList; title: string; entryId?: string; groupId?: string }

/** The rows behind one number. */
export function RowsDrawer({ range, opened: { title, ...opened }, onClose }: { range: { id?: string; channelId?: string; withBelow?: boolean; from: number; to: number }; opened: Opened; onClose: () => void }) {
  const t = useWords();
  const g = useGroupCodeWords();
  const paging = usePaging({ ...range, ...opened });
  const rows = useQuery(askPage('groupCodes', 'rows', { ...range, ...opened, limit: pageSize, cursor: paging.cursor }));
  const isStay = opened.list === 'joined' || opened.list === 'left';
  const isScan = opened.list === 'scans' || opened.list === 'turnedAway';
  const columns: Column<GroupCodeItem>[] = [
    { key: 'who', title: t.who, width: 200, render: (row) => <Who row={row} /> },
    { key: 'at', title: t.at, width: 160, render: (row) => <span className="figures nowrap">{absolute(row.at).slice(0, 16)}</span> },
    ...(opened.list === 'visitors' ? [] : [{ key: 'group', title: t.group, width: 160, render: (row: GroupCodeItem) => row.groupName || (isStay ? g.unnamed : '–') }]),
    ...(isStay ? [{ key: 'left', title: t.left, width: 150, render: (row: GroupCodeItem) => (row.leftAt === null ? '–' : <span className="figures nowrap">{absolute(row.leftAt).slice(0, 16)}</span>) }] : []),
    ...(isScan ? [{ key: 'result', title: t.result, width: 110, render: (row: GroupCodeItem) => t.outcomes[row.outcome] ?? row.outcome }] : []),
  ];
  return (
    <Drawer open title={title} size={760} onClose={onClose} data-testid="rows-drawer">
      <ListPage<GroupCodeItem> testId="group-code-rows" columns={columns} rows={rows} count={t.count} rowLabel={(row) => row.name || row.visitor} pager={<Pager paging={paging} data={rows.data} />} empty={{ title: t.empty, hint: t.emptyHint }} />
    </Drawer>
  );
}

function Who({ row }: { row: GroupCodeItem }) {
  const t = useWords();
  const times = row.times > 1 ? t.times(row.times) : undefined;
  if (row.customer) return <Person name={row.customer.name} url={row.customer.avatarUrl} shown={<Link to={`/customers/${row.customer.id}`}>{row.customer.name}</Link>} second={times} size={28} />;
  return <span>{row.name || (row.visitor ? t.visitor(row.visitor) : t.stranger)}{times ? <span className="soft small"> · {times}</span> : null}</span>;
}
