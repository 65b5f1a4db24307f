import type { FollowUser, Source } from './customer';
import type { Language } from './error';

/** WeCom's add_way: https://developer.work.weixin.qq.com/document/path/92114 */
const addWays: Record<number, Record<Language, string>> = {
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
export const addWayNames = (language: Language): Map<number, string> => new Map(Object.entries(addWays).map(([way, names]) => [Number(way), names[language]]));

const words = {
  zh: {
    unknown: '未知来源', other: (way: string) => `企业微信来源 ${way}`, code: (name: string) => `活码「${name}」`, deletedCode: '已删除的活码', link: (name: string) => `获客链接「${name}」`, of: (text: string, channel: string) => `${text} · ${channel}`,
    lostBy: { customer: '客户删除了员工', staff: '员工删除了客户', transfer: '客户被转接' },
  },
  en: {
    unknown: 'Unknown', other: (way: string) => `WeCom way ${way}`, code: (name: string) => `Live code “${name}”`, deletedCode: 'A deleted live code', link: (name: string) => `Acquisition link “${name}”`, of: (text: string, channel: string) => `${text} · ${channel}`,
    lostBy: { customer: 'The customer left', staff: 'Staff removed the customer', transfer: 'Handed to somebody else' },
  },
};

/** How a customer came, as lists and exports show it. */
export function sourceText({ kind, liveCodeName, linkName, channel, addWay }: Source, language: Language): string {
  const t = words[language];
  const inChannel = (text: string) => (channel ? t.of(text, channel) : text);
  if (kind === 'liveCode') return inChannel(liveCodeName ? t.code(liveCodeName) : t.deletedCode);
  if (kind === 'link') return inChannel(t.link(linkName));
  return addWay === null ? t.unknown : addWays[addWay]?.[language] ?? t.other(String(addWay));
}

/** Who left whom. */
export const lostText = (by: FollowUser['lostBy'], language: Language): string => (by ? words[language].lostBy[by] : '');

/** Heads of the columns of the customer list. */
export const columnNames = {
  zh: { name: '客户', state: '状态', stage: '阶段', tags: '标签', staff: '跟进员工', source: '来源', leadSource: '客户来源', added: '添加时间', active: '最近活跃', remark: '备注', company: '企业', externalUserid: '外部联系人 ID' },
  en: { name: 'Customer', state: 'State', stage: 'Stage', tags: 'Tags', staff: 'Staff', source: 'Source', leadSource: 'Lead source', added: 'Added', active: 'Last active', remark: 'Remark', company: 'Company', externalUserid: 'External ID' },
} as const;
export const stateNames = { zh: { friend: '好友', lost: '已流失' }, en: { friend: 'Friend', lost: 'Lost' } } as const;
