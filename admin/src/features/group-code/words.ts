import type { EntryVerdict, GroupCodeEventKind, GroupCodeList, GroupCodeRow, GroupOfCode, groupCodeWarnings } from '@scrm/shared/group-code';
import { counted } from '@scrm/shared/text';
import { words } from '../../kit/language';

type Warning = (typeof groupCodeWarnings)[number];

export const verdictColours = { open: 'success', full: 'warning', off: 'default', ended: 'error', gone: 'error', notReady: 'processing' } as const satisfies Record<EntryVerdict, string>;
export const stateColours = { open: 'success', closed: 'default', expired: 'warning', archived: 'default' } as const satisfies Record<GroupCodeRow['state'], string>;

export const useGroupCodeWords = words({
  zh: {
    rules: { order: '按顺序，满了换下一个', roundRobin: '轮流展示', random: '随机展示', tag: '按客户标签' } satisfies Record<GroupCodeRow['rule'], string>,
    ruleHints: { order: '从上到下，前一个满了才展示下一个', roundRobin: '每位新访客换一个', random: '每位新访客随机一个', tag: '带有标签的客户看到对应的群，其他人看到没有标签的群' } satisfies Record<GroupCodeRow['rule'], string>,
    kinds: { way: '企业微信群', picture: '群二维码图片' },
    states: { open: '使用中', closed: '已停用', expired: '已到期', archived: '已归档' } satisfies Record<GroupCodeRow['state'], string>,
    verdicts: { open: '可进群', full: '已满', off: '已关闭', ended: '图片已过期', gone: '没有可用的群', notReady: '正在准备' } satisfies Record<EntryVerdict, string>,
    groupStates: { open: '', full: '已满', ownerLeft: '群主已离职', dismissed: '已解散' } satisfies Record<GroupOfCode['state'], string>,
    warnings: { full: '全部群已满', ends: '图片快过期', gone: '有群不可用', failed: '企业微信未接受' } satisfies Record<Warning, string>,
    events: {
      added: '加入口', removed: '移除入口', on: '启用', off: '停用', full: '已满，换下一个', allFull: '所有群都已满', ends2: '图片 2 天后过期', ends1: '图片 1 天后过期', ended: '图片已过期，停止展示', replaced: '换上新图片', dismissed: '群已解散，自动移出',
      ownerLeft: '群主离职，自动移出', room: '企业微信自动建了新群', shown: '开始展示', failed: '企业微信没有接受',
    } satisfies Record<GroupCodeEventKind, string>,
    lists: { scans: '扫码', visitors: '访客', shown: '看到群的访客', turnedAway: '没有看到群', joined: '进群', left: '退群', unjoined: '看到但没进群' } satisfies Record<GroupCodeList, string>,
    unlimited: '不限', places: (n: string) => `余 ${n} 位`, unnamed: '未命名的群',
  },
  en: {
    rules: { order: 'In order, next when full', roundRobin: 'In turn', random: 'At random', tag: 'By the customer’s tags' },
    ruleHints: { order: 'From the top; the next is shown once one is full', roundRobin: 'Each new visitor sees the next', random: 'Each new visitor sees any', tag: 'Customers with a tag see its group, everybody else the groups without tags' },
    kinds: { way: 'WeCom groups', picture: 'Picture of a group code' },
    states: { open: 'In use', closed: 'Closed', expired: 'Ended', archived: 'Archived' },
    verdicts: { open: 'Has room', full: 'Full', off: 'Off', ended: 'Picture has ended', gone: 'No usable group', notReady: 'Being prepared' },
    groupStates: { open: '', full: 'Full', ownerLeft: 'Owner has left', dismissed: 'Dismissed' },
    warnings: { full: 'All groups full', ends: 'Picture ends soon', gone: 'A group is gone', failed: 'WeCom refused' },
    events: {
      added: 'Entry added', removed: 'Entry removed', on: 'Turned on', off: 'Turned off', full: 'Full, on to the next', allFull: 'No group has room', ends2: 'Picture ends in 2 days', ends1: 'Picture ends in 1 day', ended: 'Picture has ended, not shown any more', replaced: 'New picture',
      dismissed: 'Dismissed, taken out', ownerLeft: 'Owner left, taken out', room: 'WeCom opened a new group', shown: 'Shown from here on', failed: 'WeCom refused',
    },
    lists: { scans: 'Scans', visitors: 'Visitors', shown: 'Saw a group', turnedAway: 'Saw no group', joined: 'Joined', left: 'Left', unjoined: 'Saw a group, not in it' },
    unlimited: 'Unlimited', places: (n: string) => `${counted(n, 'place')} left`, unnamed: 'Unnamed group',
  },
});
