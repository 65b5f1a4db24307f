import type { FollowUser, Source } from '@scrm/shared/customer';
import { words } from '../../kit/language';

/** WeCom's add_way: https://developer.work.weixin.qq.com/document/path/92114 */
const addWays: Record<number, { zh: string; en: string }> = {
  0: { zh: '未知来源', en: 'Unknown way' },
  1: { zh: '扫描二维码', en: 'Scanned a QR code' },
  2: { zh: '搜索手机号', en: 'Searched the phone number' },
  3: { zh: '名片分享', en: 'Shared name card' },
  4: { zh: '群聊', en: 'Group chat' },
  5: { zh: '手机通讯录', en: 'Phone contacts' },
  6: { zh: '微信联系人', en: 'WeChat contact' },
  8: { zh: '安装第三方应用时自动添加的客服', en: 'Service added with an app' },
  9: { zh: '搜索邮箱', en: 'Searched the e-mail' },
  10: { zh: '视频号', en: 'WeChat channel' },
  11: { zh: '日程参与人', en: 'Calendar guest' },
  12: { zh: '会议参与人', en: 'Meeting guest' },
  13: { zh: '微信好友对应的企业微信', en: 'WeCom of a WeChat friend' },
  14: { zh: '智慧硬件专属客服', en: 'Hardware service' },
  15: { zh: '上门服务客服', en: 'Home service' },
  16: { zh: '获客链接', en: 'Acquisition link' },
  17: { zh: '定制开发', en: 'Custom development' },
  18: { zh: '需求回复', en: 'Reply to a request' },
  21: { zh: '第三方售前客服', en: 'Pre-sales service' },
  22: { zh: '可能的商务伙伴', en: 'Possible partner' },
  24: { zh: '接受微信账号收到的好友申请', en: 'Request accepted in WeChat' },
  201: { zh: '内部成员共享', en: 'Shared by a colleague' },
  202: { zh: '管理员分配', en: 'Assigned by an admin' },
};

/** For a choice, in the order of WeCom's numbers. */
export const addWayNames = (language: 'zh' | 'en'): Map<number, string> => new Map(Object.entries(addWays).map(([way, names]) => [Number(way), names[language]]));

const useText = words({
  zh: {
    unknown: '未知来源', other: (way: string) => `企业微信来源 ${way}`, code: (name: string) => `活码「${name}」`, deletedCode: '已删除的活码',
    lostBy: { customer: '客户删除了员工', staff: '员工删除了客户', transfer: '客户被转接' },
  },
  en: {
    unknown: 'Unknown', other: (way: string) => `WeCom way ${way}`, code: (name: string) => `Live code “${name}”`, deletedCode: 'A deleted live code',
    lostBy: { customer: 'The customer left', staff: 'Staff removed the customer', transfer: 'Handed to somebody else' },
  },
});

export function useSourceText(): (source: Source, language: 'zh' | 'en') => string {
  const t = useText();
  return (source, language) => {
    if (source.kind === 'liveCode') return source.liveCodeName ? t.code(source.liveCodeName) : t.deletedCode;
    if (source.addWay === null) return t.unknown;
    return addWays[source.addWay]?.[language] ?? t.other(String(source.addWay));
  };
}

export function useLostText(): (by: FollowUser['lostBy']) => string {
  const t = useText();
  return (by) => (by ? t.lostBy[by] : '');
}
