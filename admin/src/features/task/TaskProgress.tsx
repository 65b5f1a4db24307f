import { Progress } from 'antd';
import dayjs from 'dayjs';
import type { Task } from '@scrm/shared/task';
import { figure } from '../../kit/language';
import { useTaskWords } from './words';
import './task.css';

export function shareOf({ done, failed, total }: Pick<Task, 'done' | 'failed' | 'total'>): number {
  return total > 0 ? Math.floor(((done + failed) / total) * 100) : 0;
}

const status: Record<Task['state'], 'active' | 'normal' | 'success' | 'exception'> = {
  waiting: 'active', running: 'active', paused: 'normal', cancelled: 'normal', done: 'success', failed: 'exception',
};

/** How far a task is, and what holds it up. */
export function TaskProgress({ task, wide }: { task: Task; wide?: boolean }) {
  const t = useTaskWords();
  const share = task.state === 'done' && task.total === 0 ? 100 : shareOf(task);
  return (
    <div className="task-progress" data-testid="task-progress" data-state={task.state} data-done={task.done} data-failed={task.failed}>
      <Progress percent={share} size={wide ? undefined : 'small'} showInfo={false} status={task.resumesAt === null ? status[task.state] : 'normal'} aria-label={t.states[task.state]} />
      <span className="small soft figures">
        {t.states[task.state]} · {task.collected ? t.of(figure(task.done + task.failed), figure(task.total)) : t.gathering(figure(task.total))}
        {task.failed > 0 ? <span className="danger"> · {t.failedCount(figure(task.failed))}</span> : null}
      </span>
      {task.resumesAt !== null ? <span className="small warning" role="status" data-testid="task-quota">{t.quota(dayjs(task.resumesAt).format('HH:mm'))}</span> : null}
      {task.problem && task.state !== 'done' ? <span className="small danger break">{task.problem}</span> : null}
    </div>
  );
}
