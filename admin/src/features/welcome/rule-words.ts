import type { DayKind } from '@scrm/shared/calendar';
import type { Acquaintance, Contender, RuleTarget, Scene, Window } from '@scrm/shared/welcome-rule';
import { useLanguage, words } from '../../kit/language';
import type { CodeKind } from './CodePicker';

export const useRuleWords = words({
  zh: {
    targets: { code: '活码或门店', staff: '员工', department: '部门', company: '全公司' } satisfies Record<RuleTarget, string>,
    days: { workday: '工作日', weekend: '周末', holiday: '节假日' } satisfies Record<DayKind, string>,
    scenes: {
      liveCode: '我们的活码', storeCode: '门店码', otherQr: '扫其他二维码', phone: '搜索手机号', card: '名片分享', group: '群聊', contacts: '手机通讯录', wechat: '微信好友', email: '搜索邮箱', channels: '视频号', meeting: '日程或会议',
      link: '获客链接', shared: '同事分享', assigned: '管理员分配', other: '其他方式',
    } satisfies Record<Scene, string>,
    acquaintances: { new: '首次添加的客户', returning: '曾经是客户' } satisfies Record<Acquaintance, string>,
    verdicts: {
      chosen: '就用这条', outranked: '排在后面', off: '已停用', empty: '没有内容', time: '不在时间段内', scene: '添加方式不符', sceneUnknown: '还不知道怎样添加的', acquaintance: '新老客户不符', tags: '没有所选标签',
    } satisfies Record<Contender['verdict'], string>,
    codes: { liveCodes: '活码', storeCodes: '门店码', stores: '门店' } satisfies Record<CodeKind, string>,
    always: '任何时候', nextDay: '次日', and: '、', own: '活码自带的欢迎语',
  },
  en: {
    targets: { code: 'Code or store', staff: 'Staff', department: 'Department', company: 'Company' },
    days: { workday: 'Workdays', weekend: 'Weekends', holiday: 'Holidays' },
    scenes: {
      liveCode: 'A live code of ours', storeCode: 'A store’s code', otherQr: 'Another QR code', phone: 'Phone number', card: 'Name card', group: 'Group chat', contacts: 'Phone contacts', wechat: 'WeChat friend', email: 'E-mail', channels: 'WeChat channel', meeting: 'Calendar or meeting',
      link: 'Acquisition link', shared: 'Shared by a colleague', assigned: 'Assigned by an admin', other: 'Another way',
    },
    acquaintances: { new: 'New', returning: 'Returning' },
    verdicts: {
      chosen: 'This one greets', outranked: 'Comes after it', off: 'Turned off', empty: 'Has no content', time: 'Outside its time slots', scene: 'Came another way', sceneUnknown: 'Not known how they came', acquaintance: 'New or known does not fit', tags: 'Has none of the tags',
    },
    codes: { liveCodes: 'Live codes', storeCodes: 'Store codes', stores: 'Stores' },
    always: 'At any time', nextDay: 'next day', and: ', ', own: 'The live code’s own welcome',
  },
});

export const clock = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** 工作日 18:00–次日 09:00 */
export function useWindowText(): (window: Window) => string {
  const t = useRuleWords();
  const isEnglish = useLanguage() === 'en';
  return ({ days, from, to }) => `${days.map((day) => t.days[day]).join(t.and)} ${clock(from)}–${to < from ? `${t.nextDay}${isEnglish ? ' ' : ''}` : ''}${clock(to)}`;
}
