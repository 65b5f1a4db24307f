import type { Task, TaskItem } from '@scrm/shared/task';
import { words } from '../../kit/language';

const textsOf = (value: unknown) => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []);
const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

export const useTaskWords = words({
  zh: {
    states: { waiting: '等待开始', running: '进行中', paused: '已暂停', cancelled: '已取消', done: '已完成', failed: '未成功' } satisfies Record<Task['state'], string>,
    itemStates: { waiting: '未处理', done: '成功', failed: '失败' } satisfies Record<TaskItem['state'], string>,
    add: (names: string) => `打标签「${names}」`, remove: (names: string) => `去掉标签「${names}」`, merge: (from: string, into: string) => `把标签「${from}」合并到「${into}」`, stage: (to: string) => `移到阶段「${to}」`, assign: (to: string) => `分配给「${to}」`, undo: (title: string) => `撤销：${title}`, import: (name: string) => `导入「${name}」`, batch: (name: string) => `批量建码「${name}」`, importUndo: (name: string) => `撤销导入「${name}」`, and: '、', then: '，',
    of: (done: string, total: string) => `${done} / ${total}`, gathering: (n: string) => `正在统计范围，已找到 ${n} 位`, quota: (at: string) => `企业微信额度用尽，约 ${at} 继续`, failedCount: (n: string) => `${n} 位失败`,
  },
  en: {
    states: { waiting: 'Waiting', running: 'Running', paused: 'Paused', cancelled: 'Cancelled', done: 'Done', failed: 'Not done' },
    itemStates: { waiting: 'Not yet', done: 'Done', failed: 'Failed' },
    add: (names: string) => `Tag “${names}”`, remove: (names: string) => `Remove the tag “${names}”`, merge: (from: string, into: string) => `Merge the tag “${from}” into “${into}”`, stage: (to: string) => `Move to “${to}”`, assign: (to: string) => `Hand over to “${to}”`, undo: (title: string) => `Undo: ${title}`, import: (name: string) => `Import “${name}”`, batch: (name: string) => `Live codes from “${name}”`, importUndo: (name: string) => `Roll back “${name}”`, and: ', ', then: ', ',
    of: (done: string, total: string) => `${done} / ${total}`, gathering: (n: string) => `Finding out who is meant, ${n} so far`, quota: (at: string) => `WeCom’s quota is used up, goes on at about ${at}`, failedCount: (n: string) => `${n} failed`,
  },
});

/** What a task is called. */
export function useTaskTitle(): (task: Pick<Task, 'kind' | 'facts' | 'undoOf'>) => string {
  const t = useTaskWords();
  const plain = ({ kind, facts }: Pick<Task, 'kind' | 'facts'>): string => {
    switch (kind) {
      case 'customer.tag': {
        const parts = [[t.add, textsOf(facts.add)] as const, [t.remove, textsOf(facts.remove)] as const];
        return parts.filter(([, names]) => names.length > 0).map(([say, names]) => say(names.join(t.and))).join(t.then);
      }
      case 'customer.stage':
        return t.stage(textOf(facts.to));
      case 'customer.assign':
        return t.assign(textOf(facts.to));
      case 'tag.merge':
        return t.merge(textOf(facts.from), textOf(facts.into));
      case 'customer.import':
        return t.import(textOf(facts.name));
      case 'liveCode.batch':
        return t.batch(textOf(facts.name));
      case 'customer.importUndo':
        return t.importUndo(textOf(facts.name));
    }
  };
  return (task) => (task.undoOf ? t.undo(plain(task)) : plain(task));
}
