import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useNavigate, useParams } from 'react-router-dom';
import type { Task } from '@scrm/shared/task';
import { counted } from '@scrm/shared/text';
import { askPage } from '../../kit/ask';
import { words } from '../../kit/language';
import { ChoiceChip, oneOf, useFilters } from '../../kit/list/filters';
import type { Column } from '../../kit/list/ListPage';
import { ListPage } from '../../kit/list/ListPage';
import { Pager, pageSize, usePaging } from '../../kit/list/paging';
import { useAllowed } from '../../kit/me';
import { ActorCell, Said } from '../../kit/person';
import { Ago } from '../../kit/time';
import { TaskProgress } from './TaskProgress';
import { useTaskTitle } from './words';

const useWords = words({
  zh: {
    title: '任务进度', about: '批量打标签、移动阶段、分配客户等需要一些时间的工作。关掉页面也会继续，可以暂停、取消、重试和撤销。', count: (n: string) => `${n} 个任务`, state: '状态', states: { open: '进行中' },
    name: '任务', progress: '进度', by: '发起人', at: '发起于', emptyTitle: '还没有任务', emptyHint: '在客户列表选中客户，批量打标签、移动阶段或分配，进度会出现在这里。', toCustomers: '去选客户',
  },
  en: {
    title: 'Tasks', about: 'Work that takes a while, such as tagging, moving or handing over many customers. It goes on when the page is closed; it can be paused, cancelled, tried again and undone.', count: (n: string) => counted(n, 'task'), state: 'State', states: { open: 'In progress' },
    name: 'Task', progress: 'Progress', by: 'Started by', at: 'Started', emptyTitle: 'No tasks yet', emptyHint: 'Select customers on their list and tag, move or hand them over all at once; you can follow it here.', toCustomers: 'Select customers',
  },
});

export function TasksPage() {
  const t = useWords();
  const navigate = useNavigate();
  const allowed = useAllowed();
  const title = useTaskTitle();
  const { id } = useParams();
  const filters = useFilters(['state']);
  const state = oneOf(filters.values.state, t.states);
  const paging = usePaging(filters.values);
  const rows = useQuery(askPage('tasks', 'list', { open: state ? true : undefined, limit: pageSize, cursor: paging.cursor }));

  const columns: Column<Task>[] = [
    { key: 'name', title: t.name, width: 320, render: (task) => <Link className="task-title" to={{ pathname: `/tasks/${task.id}`, search: location.search }}><Said text={title(task)} /></Link> },
    { key: 'progress', title: t.progress, width: 260, render: (task) => <TaskProgress task={task} /> },
    { key: 'by', title: t.by, width: 120, render: (task) => <ActorCell name={task.by} /> },
    { key: 'at', title: t.at, width: 120, render: (task) => <Ago at={task.createdAt} /> },
  ];

  return (
    <>
      <ListPage<Task>
        testId="tasks" title={t.title} about={t.about} columns={columns} rows={rows} count={t.count} rowLabel={title}
        filters={<ChoiceChip name={t.state} value={state} choices={t.states} onChange={(next) => filters.set('state', next)} />}
        filterCount={filters.count} onClearFilters={filters.clear}
        onOpen={(task) => navigate({ pathname: `/tasks/${task.id}`, search: location.search })} openId={id}
        empty={{ title: t.emptyTitle, hint: t.emptyHint, action: allowed('customers.list') ? <Link to="/customers">{t.toCustomers}</Link> : null }} pager={<Pager paging={paging} data={rows.data} />}
      />
      <Outlet />
    </>
  );
}
