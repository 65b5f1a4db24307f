import type { TagGroup } from '@scrm/shared/tag';
import { counted } from '@scrm/shared/text';
import { words } from '../../kit/language';

export const useTagWords = words({
  zh: {
    foreign: '只读', foreignHint: '在企业微信或其他应用中创建，只能在那里修改', system: '系统标签', locks: { lost: '客户流失的自动标签在使用，不能修改', interaction: '互动的自动标签在使用，不能修改' } satisfies Record<NonNullable<TagGroup['lockedFor']>, string>,
    scoped: '指定部门可用', notYours: '你不在可用部门内', rename: '改名', up: '上移', down: '下移', remove: '删除', merge: '合并到…', move: '移到其他组…', more: '更多操作', cancel: '取消', save: '保存', keep: '保留',
    renamed: '已改名', removed: '已删除', ordered: '顺序已更新', scopeSaved: '使用范围已更新', scope: '使用部门', name: '名称', needName: '请填写名称', customers: (n: string) => `${n} 位客户`,
  },
  en: {
    foreign: 'Read only', foreignHint: 'Made in WeCom or by another app, it can be changed only there', system: 'System tag', locks: { lost: 'The automatic tag of lost customers stands on it', interaction: 'The automatic tags of interactions stand on it' },
    scoped: 'For certain departments', notYours: 'Your department does not use it', rename: 'Rename', up: 'Move up', down: 'Move down', remove: 'Delete', merge: 'Merge into…', move: 'Move to another group…', more: 'More', cancel: 'Cancel', save: 'Save', keep: 'Keep',
    renamed: 'Renamed', removed: 'Deleted', ordered: 'The order is saved', scopeSaved: 'Saved', scope: 'Departments', name: 'Name', needName: 'Give it a name', customers: (n: string) => counted(n, 'customer'),
  },
});

/** Whether it may be changed here. */
export const isChangeable = ({ ours, lockedFor }: { ours: boolean; lockedFor: string | null }): boolean => ours && lockedFor === null;
