import { useQuery } from '@tanstack/react-query';
import { Progress } from 'antd';
import { Link } from 'react-router-dom';
import { plainName } from '@scrm/shared/text';
import { ask } from '../../kit/ask';
import { figure, words } from '../../kit/language';
import { Said } from '../../kit/person';
import { useNow } from '../../kit/time';
import { shareOf } from './TaskProgress';
import { useTaskTitle, useTaskWords } from './words';
import './task.css';

const useWords = words({
  zh: { more: (n: number) => `等 ${n} 个任务`, label: '任务进度' },
  en: { more: (n: number) => `and ${n - 1} more`, label: 'Tasks' },
});

/** How long what has ended is still shown. */
const shownAfterMs = 120_000;

/** One's own work that goes on or has just ended; nothing when there is none. */
export function TaskTray() {
  const t = useWords();
  const all = useTaskWords();
  const title = useTaskTitle();
  const now = useNow();
  const tasks = useQuery(ask('tasks', 'list', { limit: 10 }));
  const shown = (tasks.data?.items ?? []).filter(({ mine, finishedAt }) => mine && (finishedAt === null || now - finishedAt < shownAfterMs));
  const [first] = shown;
  if (!first) return null;
  const isBad = first.finishedAt !== null && first.failed > 0;
  return (
    <Link to={shown.length === 1 ? `/tasks/${first.id}` : '/tasks'} className="task-tray" aria-label={t.label} data-testid="task-tray" data-state={first.state}>
      <Progress type="circle" percent={first.state === 'done' ? 100 : shareOf(first)} size={28} status={isBad ? 'exception' : first.state === 'done' ? 'success' : 'normal'} />
      <span className="task-tray-text">
        <span className="ellipsis" title={plainName(title(first))}><Said text={title(first)} /></span>
        <span className="small soft ellipsis">{all.states[first.state]}{isBad ? <span className="danger"> · {all.failedCount(figure(first.failed))}</span> : null}{shown.length > 1 ? ` · ${t.more(shown.length)}` : ''}</span>
      </span>
    </Link>
  );
}
