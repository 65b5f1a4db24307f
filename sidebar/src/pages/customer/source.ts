import type { Source } from '@scrm/shared/customer';
import type { Language } from '@scrm/shared/error';

/** WeCom's add_way: https://developer.work.weixin.qq.com/document/path/92114 */
const ways: Record<Language, Record<number, string>> = {
  zh: {
    1: '扫描二维码', 2: '搜索手机号', 3: '名片分享', 4: '群聊', 5: '手机通讯录', 6: '微信联系人', 8: '安装第三方应用时自动添加的客服人员', 9: '搜索邮箱',
    10: '视频号', 11: '日程参与人', 12: '会议参与人', 13: '添加微信好友对应的企业微信', 14: '智慧硬件专属客服', 15: '上门服务客服', 16: '获客链接', 17: '定制开发',
    18: '需求回复', 21: '第三方售前客服', 22: '可能的商务伙伴', 24: '接受微信账号收到的好友申请', 201: '内部成员共享', 202: '管理员或负责人分配',
  },
  en: {
    1: 'Scanned a QR code', 2: 'Phone number search', 3: 'Shared name card', 4: 'Group chat', 5: 'Phone contacts', 6: 'WeChat contact', 8: 'Service staff added by an app', 9: 'E-mail search',
    10: 'Channels', 11: 'Calendar', 12: 'Meeting', 13: 'WeCom account of a WeChat friend', 14: 'Smart device service', 15: 'On-site service', 16: 'Acquisition link', 17: 'Custom development',
    18: 'Reply to a request', 21: 'Third-party pre-sales', 22: 'Possible business partner', 24: 'Request received in WeChat', 201: 'Shared by a colleague', 202: 'Assigned by an admin or manager',
  },
};

const other = { zh: { code: '活码', link: '获客链接', unknown: '未知' }, en: { code: 'Live code', link: 'Acquisition link', unknown: 'Unknown' } };

/** How the customer came, as far as it is known. */
export function sourceName(source: Source, language: Language): string {
  const channel = source.channel ? ` · ${source.channel}` : '';
  if (source.kind === 'liveCode') return `${other[language].code} · ${source.liveCodeName}${channel}`;
  if (source.kind === 'link') return `${other[language].link} · ${source.linkName}${channel}`;
  if (source.kind === 'addWay' && source.addWay !== null) return ways[language][source.addWay] ?? other[language].unknown;
  return other[language].unknown;
}
