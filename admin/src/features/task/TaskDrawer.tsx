import { DownloadOutlined, PauseOutlined, PlayCircleOutlined, RedoOutlined, RollbackOutlined, StopOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { App, Button, Drawer, Segmented, Skeleton } from 'antd';
import { useState } from 'react';
import { Link, useLocation, useNavigate, useParams } from 'react-router-dom';
import type { Task, TaskItem } from '@scrm/shared/task';
import { counted } from '@scrm/shared/text';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { ask, askAll } from '../../kit/ask';
import { ErrorNote } from '../../kit/error-note';
import { figure, words } from '../../kit/language';
import { Growing } from '../../kit/list/growing';
import { ActorName, Said } from '../../kit/person';
import { Ago, milliseconds } from '../../kit/time';
import { TaskProgress } from './TaskProgress';
import { useTaskTitle, useTaskWords } from './words';

const useWords = words({
  zh: {
    pause: '暂停', resume: '继续', cancel: '取消任务', retry: '重试失败的', undo: '撤销', download: '下载失败明细', by: '发起人', at: '发起于', took: '用时', ended: '结束于', keep: '返回', undoneBy: '已撤销，查看撤销任务', undoOf: '查看原任务',
    cancelTitle: '取消这个任务？', cancelText: '还没有处理的客户不再处理；已经处理的保留，可以再撤销。', undoTitle: '撤销这个任务？', undoText: (n: string) => `将为 ${n} 位客户恢复原样：只撤回由本任务改动的，之后别人改过的不受影响。`,
    all: '全部', none: '没有客户', unknown: '未知客户',
  },
  en: {
    pause: 'Pause', resume: 'Resume', cancel: 'Cancel', retry: 'Try the failed again', undo: 'Undo', download: 'Download failures', by: 'Started by', at: 'Started', took: 'Took', ended: 'Ended', keep: 'Back', undoneBy: 'Undone, see that task', undoOf: 'See the first task',
    cancelTitle: 'Cancel this task?', cancelText: 'Customers that were not reached yet are left alone; what is done stays and can be undone.', undoTitle: 'Undo this task?', undoText: (n: string) => `${counted(n, 'customer gets', 'customers get')} back what was there: only what this task changed, not what others changed since.`,
    all: 'All', none: 'No customers', unknown: 'Unknown customer',
  },
});

export function TaskDrawer() {
  const { id = '' } = useParams();
  const { search } = useLocation();
  const navigate = useNavigate();
  const title = useTaskTitle();
  const task = useQuery(ask('tasks', 'get', { id }));
  return (
    <Drawer open onClose={() => void navigate({ pathname: '/tasks', search })} size={560} title={<span className="task-title">{task.data ? <Said text={title(task.data)} /> : ' '}</span>} data-testid="task-drawer">
      {task.isPending ? <Skeleton active paragraph={{ rows: 6 }} /> : null}
      {task.error ? <ErrorNote error={task.error} onAgain={() => void task.refetch()} /> : null}
      {task.data ? <Body key={id} task={task.data} /> : null}
    </Drawer>
  );
}

function Body({ task }: { task: Task }) {
  const t = useWords();
  return (
    <div className="task-detail">
      <TaskProgress task={task} wide />
      <Actions task={task} />
      <dl className="facts">
        <dt>{t.by}</dt><dd><ActorName name={task.by} /></dd>
        <dt>{t.at}</dt><dd><Ago at={task.createdAt} /></dd>
        {task.finishedAt !== null ? <><dt>{t.ended}</dt><dd><Ago at={task.finishedAt} /></dd></> : null}
        {task.finishedAt !== null && task.startedAt !== null ? <><dt>{t.took}</dt><dd>{milliseconds(Math.max(0, task.finishedAt - task.startedAt))}</dd></> : null}
      </dl>
      {task.undoneBy ? <Link to={`/tasks/${task.undoneBy}`}>{t.undoneBy}</Link> : null}
      {task.undoOf ? <Link to={`/tasks/${task.undoOf}`}>{t.undoOf}</Link> : null}
      <Items task={task} />
    </div>
  );
}

function Actions({ task }: { task: Task }) {
  const t = useWords();
  const { modal } = App.useApp();
  const navigate = useNavigate();
  const { id, state } = task;
  const touches = ['tasks', 'customers', 'tags'] as const;
  const turn = useAct((to: 'pause' | 'resume' | 'cancel' | 'retry') => api.tasks[to]({ id }), { touches: [...touches] });
  const undo = useAct(() => api.tasks.undo({ id }), { touches: [...touches], onDone: (made) => void navigate(`/tasks/${made.id}`) });
  const runs = state === 'waiting' || state === 'running';
  const ended = state === 'done' || state === 'failed';

  function askToCancel(): void {
    modal.confirm({ title: t.cancelTitle, content: t.cancelText, okText: t.cancel, cancelText: t.keep, okButtonProps: { danger: true }, onOk: () => turn.mutateAsync('cancel').catch(() => undefined) });
  }
  function askToUndo(): void {
    modal.confirm({ title: t.undoTitle, content: t.undoText(figure(task.done)), okText: t.undo, cancelText: t.keep, okButtonProps: { danger: true }, onOk: () => undo.mutateAsync(undefined).catch(() => undefined) });
  }

  return (
    <div className="row">
      {runs ? <Button icon={<PauseOutlined />} loading={turn.isPending} onClick={() => turn.mutate('pause')} data-testid="task-pause">{t.pause}</Button> : null}
      {state === 'paused' ? <Button type="primary" icon={<PlayCircleOutlined />} loading={turn.isPending} onClick={() => turn.mutate('resume')} data-testid="task-resume">{t.resume}</Button> : null}
      {runs || state === 'paused' ? <Button danger icon={<StopOutlined />} onClick={askToCancel} data-testid="task-cancel">{t.cancel}</Button> : null}
      {ended && task.failed > 0 ? <Button type="primary" icon={<RedoOutlined />} loading={turn.isPending} onClick={() => turn.mutate('retry')} data-testid="task-retry">{t.retry}</Button> : null}
      {task.failed > 0 ? <Button icon={<DownloadOutlined />} href={`/api/tasks.failures?id=${encodeURIComponent(id)}`} data-testid="task-failures">{t.download}</Button> : null}
      {task.canUndo ? <Button icon={<RollbackOutlined />} loading={undo.isPending} onClick={askToUndo} data-testid="task-undo">{t.undo}</Button> : null}
    </div>
  );
}

function Items({ task }: { task: Task }) {
  const t = useWords();
  const all = useTaskWords();
  const [chosen, setChosen] = useState<TaskItem['state'] | 'all'>(task.failed > 0 ? 'failed' : 'all');
  const items = useInfiniteQuery(askAll('tasks', 'items', { id: task.id, state: chosen === 'all' ? undefined : chosen, limit: 50 }));
  // An import is about the rows of a file.
  const ofCustomers = task.kind === 'customer.tag' || task.kind === 'tag.merge';
  const options = [{ value: 'all' as const, label: t.all }, ...(['done', 'failed', 'waiting'] as const).map((value) => ({ value, label: all.itemStates[value] }))];
  return (
    <section className="stack">
      <Segmented block value={chosen} onChange={setChosen} options={options} />
      <Growing rows={items} none={t.none}>
        {(rows) => (
          <ul className="task-items">
            {rows.map((row) => (
              <li key={row.id}>
                {row.name ? <span>{ofCustomers ? <Link to={`/customers/${row.itemId}`}>{row.name}</Link> : row.name}</span> : <span className="soft">{t.unknown}</span>}
                <span className={row.state === 'failed' ? 'task-reason danger' : 'task-reason soft'}>{row.reason || all.itemStates[row.state]}</span>
              </li>
            ))}
          </ul>
        )}
      </Growing>
    </section>
  );
}
