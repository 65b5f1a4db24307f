import type { Import, ImportRowState } from '@scrm/shared/import';
import { words } from '../../kit/language';

export const useImportWords = words({
  zh: {
    rowStates: { planned: '将要修改', same: '无变化', waiting: '等待匹配', wrong: '有误', done: '已导入', undone: '已撤销', left: '部分未撤销' } satisfies Record<ImportRowState, string>,
    states: { uploaded: '待对应列', checking: '试运行中', checked: '待开始', failed: '无法读取', started: '已开始', running: '导入中', paused: '已暂停', cancelled: '已取消', done: '已完成', undoing: '撤销中', undone: '已撤销' } satisfies Record<Shown, string>,
    encodings: { 'utf-8': 'UTF-8', gb18030: 'GBK / GB18030', 'utf-16le': 'UTF-16' }, delimiters: { ',': '逗号 ,', ';': '分号 ;', '\t': '制表符' },
  },
  en: {
    rowStates: { planned: 'Would change', same: 'Unchanged', waiting: 'Waiting', wrong: 'Wrong', done: 'Imported', undone: 'Rolled back', left: 'Partly left' },
    states: { uploaded: 'To be matched', checking: 'Trying', checked: 'Ready', failed: 'Unreadable', started: 'Started', running: 'Importing', paused: 'Paused', cancelled: 'Cancelled', done: 'Done', undoing: 'Rolling back', undone: 'Rolled back' },
    encodings: { 'utf-8': 'UTF-8', gb18030: 'GBK / GB18030', 'utf-16le': 'UTF-16' }, delimiters: { ',': 'Comma ,', ';': 'Semicolon ;', '\t': 'Tab' },
  },
});

export type Shown = Import['state'] | 'running' | 'paused' | 'cancelled' | 'done' | 'undoing' | 'undone';

const isOver = (state: string) => ['done', 'failed', 'cancelled'].includes(state);

/** One word for how far an import is: its own state, then its task's. */
export function shownState({ state, task, undo }: Pick<Import, 'state' | 'task' | 'undo'>): Shown {
  if (undo) return isOver(undo.state) ? 'undone' : 'undoing';
  if (state !== 'started' || !task) return state;
  if (task.state === 'waiting') return 'running';
  return task.state === 'failed' ? 'done' : task.state;
}

/** Something is under way: the page looks again by itself. */
export function isMoving(one: Pick<Import, 'state' | 'task' | 'undo'>): boolean {
  return ['checking', 'started', 'running', 'undoing'].includes(shownState(one));
}
