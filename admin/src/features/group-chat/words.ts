import { words } from '../../kit/language';

export const useGroupWords = words({
  zh: {
    unnamed: '未命名的群', states: { active: '正常', dismissed: '已解散' }, sizes: { small: '50 人以内', middle: '51–200 人', large: '200 人以上' },
    joins: { 0: '成员邀请', 1: '直接邀请', 2: '邀请链接', 3: '扫群码' } as Record<number, string>, quits: { 0: '自己退群', 1: '被移出群' } as Record<number, string>, left: '已离开',
    owners: { normal: '', resigned: '群主已离职', inheriting: '继承中', inherited: '已继承' },
  },
  en: {
    unnamed: 'Unnamed group', states: { active: 'Active', dismissed: 'Dismissed' }, sizes: { small: 'Up to 50', middle: '51–200', large: 'Over 200' },
    joins: { 0: 'Invited', 1: 'Invited directly', 2: 'Invitation link', 3: 'Group code' } as Record<number, string>, quits: { 0: 'Left', 1: 'Was removed' } as Record<number, string>, left: 'Gone',
    owners: { normal: '', resigned: 'Owner has left', inheriting: 'Being handed over', inherited: 'Handed over' },
  },
});
