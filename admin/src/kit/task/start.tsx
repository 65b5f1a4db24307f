import { App } from 'antd';
import { useRef } from 'react';
import { Link } from 'react-router-dom';
import type { InputOf } from '@scrm/shared/contract';
import type { Task, tasks } from '@scrm/shared/task';
import { api } from '../../api';
import { useAct } from '../act';
import { words } from '../language';

const useWords = words({
  zh: { started: '任务已开始', where: '在「任务进度」中查看' },
  en: { started: 'The task has started', where: 'Follow it under Tasks' },
});

type Start = Omit<InputOf<(typeof tasks)['start']>, 'key'>;

/** Begins long work and says where it can be followed. A second press before the answer begins nothing more. */
export function useStartTask(onDone?: (task: Task) => void) {
  const t = useWords();
  const { notification } = App.useApp();
  const key = useRef(newKey());
  return useAct((start: Start) => api.tasks.start({ ...start, key: key.current }), {
    touches: ['tasks'],
    onDone: (task) => {
      key.current = newKey();
      notification.success({ title: t.started, description: <Link to={`/tasks/${task.id}`} data-testid="see-task">{t.where}</Link>, placement: 'bottomRight', duration: 4 });
      onDone?.(task);
    },
  });
}

/** Made once for each thing that somebody begins. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
