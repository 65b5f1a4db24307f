import type { Action, Permission, Role, Scope } from '@scrm/shared/permission';
import type { Api } from '@scrm/shared/api';
import type { RoleRef } from '@scrm/shared/session';
import { useLanguage, words } from '../../kit/language';

interface Text { zh: string; en: string }

/** Each permission by its name, under the feature to which it belongs. */
export const permissionText: Record<Permission, Text & { feature: keyof typeof featureText }> = {
  'customer.read': { feature: 'customer', zh: '查看客户', en: 'See customers' },
  'customer.write': { feature: 'customer', zh: '修改客户', en: 'Change customers' },
  'customer.sync': { feature: 'customer', zh: '同步客户', en: 'Sync customers' },
  'customer.merge': { feature: 'customer', zh: '合并与撤销合并客户', en: 'Merge customers and undo it' },
  'customer.import': { feature: 'customer', zh: '导入客户', en: 'Import customers' },
  'field.write': { feature: 'customer', zh: '管理字段与来源', en: 'Manage fields and sources' },
  'field.reveal': { feature: 'customer', zh: '查看被遮盖的值', en: 'See masked values' },
  'transfer.read': { feature: 'customer', zh: '查看客户继承与流失', en: 'See hand-overs and losses' },
  'transfer.write': { feature: 'customer', zh: '交接客户', en: 'Hand customers over' },
  'consent.read': { feature: 'privacy', zh: '查看客户的同意', en: 'See consents' },
  'consent.write': { feature: 'privacy', zh: '登记客户的同意', en: 'Record consents' },
  'privacy.read': { feature: 'privacy', zh: '查看隐私请求与删除证明', en: 'See privacy requests and erasures' },
  'privacy.write': { feature: 'privacy', zh: '处理隐私请求、导出和删除个人信息', en: 'Settle privacy requests, hand out and erase personal data' },
  'stage.write': { feature: 'customer', zh: '管理客户阶段', en: 'Manage customer stages' },
  'tag.read': { feature: 'tag', zh: '查看标签', en: 'See tags' },
  'tag.write': { feature: 'tag', zh: '管理标签', en: 'Manage tags' },
  'groupChat.read': { feature: 'groupChat', zh: '查看客户群', en: 'See group chats' },
  'groupChat.write': { feature: 'groupChat', zh: '给客户群打标签', en: 'Tag group chats' },
  'groupTag.write': { feature: 'groupChat', zh: '管理群标签', en: 'Manage group tags' },
  'liveCode.read': { feature: 'liveCode', zh: '查看活码', en: 'See live codes' },
  'liveCode.write': { feature: 'liveCode', zh: '管理活码', en: 'Manage live codes' },
  'store.read': { feature: 'liveCode', zh: '查看门店与门店码', en: 'See stores and store codes' },
  'store.export': { feature: 'liveCode', zh: '导出门店数据', en: 'Export figures of stores' },
  'store.write': { feature: 'liveCode', zh: '管理门店与门店码', en: 'Manage stores and store codes' },
  'welcome.read': { feature: 'liveCode', zh: '查看欢迎语记录', en: 'See welcomes' },
  'welcome.write': { feature: 'liveCode', zh: '管理欢迎语规则与入群欢迎语', en: 'Manage welcome rules and group welcomes' },
  'file.write': { feature: 'liveCode', zh: '上传素材文件', en: 'Upload files' },
  'redPacket.read': { feature: 'redPacket', zh: '查看见面红包与账目', en: 'See red packets and their ledger' },
  'redPacket.write': { feature: 'redPacket', zh: '设置活码的见面红包', en: 'Set the red packets of live codes' },
  'redPacket.account': { feature: 'redPacket', zh: '管理商户号、暂停与恢复发放', en: 'Manage the merchant account, pause and resume' },
  'redPacket.export': { feature: 'redPacket', zh: '导出红包账目', en: 'Export the ledger' },
  'org.read': { feature: 'company', zh: '查看员工与部门', en: 'See staff and departments' },
  'org.sync': { feature: 'company', zh: '同步通讯录', en: 'Sync the directory' },
  'corp.read': { feature: 'company', zh: '查看企业接入', en: 'See connected companies' },
  'corp.write': { feature: 'company', zh: '管理企业接入', en: 'Manage connected companies' },
  'access.read': { feature: 'access', zh: '查看成员与权限', en: 'See people and permissions' },
  'access.write': { feature: 'access', zh: '管理成员与权限', en: 'Manage people and permissions' },
  'account.write': { feature: 'access', zh: '管理本地账号', en: 'Manage local accounts' },
  'audit.read': { feature: 'access', zh: '查看审计日志', en: 'See the audit log' },
  'audit.export': { feature: 'access', zh: '导出审计日志', en: 'Export the audit log' },
  'licence.read': { feature: 'system', zh: '席位与许可', en: 'Seats and licences' },
  'system.read': { feature: 'system', zh: '查看系统状态', en: 'See the system' },
  'customer.export': { feature: 'customer', zh: '导出客户', en: 'Export customers' },
  'export.manage': { feature: 'access', zh: '管理所有人的导出文件', en: 'Look after everybody’s exports' },
  'system.write': { feature: 'system', zh: '处理系统任务', en: 'Work on the system' },
};

export const featureText = {
  customer: { zh: '客户', en: 'Customers' }, tag: { zh: '标签', en: 'Tags' }, groupChat: { zh: '客户群', en: 'Group chats' }, liveCode: { zh: '活码与欢迎语', en: 'Live codes and welcomes' },
  redPacket: { zh: '见面红包（资金）', en: 'Red packets (money)' },
  company: { zh: '企业与员工', en: 'Company and staff' }, access: { zh: '权限与审计', en: 'Access and audit' }, privacy: { zh: '隐私合规', en: 'Privacy' }, system: { zh: '系统', en: 'System' },
} satisfies Record<string, Text>;

export const actionText: Record<Action, Text> = {
  view: { zh: '查看', en: 'View' }, create: { zh: '新建', en: 'Create' }, edit: { zh: '修改', en: 'Edit' }, delete: { zh: '删除', en: 'Delete' }, close: { zh: '关闭', en: 'Close' },
  assign: { zh: '分配', en: 'Assign' }, transfer: { zh: '转移', en: 'Transfer' }, approve: { zh: '审批', en: 'Approve' }, run: { zh: '执行', en: 'Run' }, export: { zh: '导出', en: 'Export' }, import: { zh: '导入', en: 'Import' },
};

/** What a call is about, for the audit log. */
export const domainText: Record<keyof Api, Text> = {
  session: { zh: '登录', en: 'Sessions' }, corps: { zh: '企业接入', en: 'Companies' }, org: { zh: '员工', en: 'Staff' }, tags: { zh: '标签', en: 'Tags' }, customers: { zh: '客户', en: 'Customers' },
  stores: { zh: '门店', en: 'Stores' }, storeCodes: { zh: '门店码', en: 'Store codes' }, storeNumbers: { zh: '门店数据', en: 'Store figures' }, codeNumbers: { zh: '活码数据', en: 'Figures of live codes' }, nearby: { zh: '附近门店', en: 'Stores nearby' }, myStores: { zh: '我的门店', en: 'My stores' },
  liveCodes: { zh: '活码', en: 'Live codes' }, reception: { zh: '活码接待', en: 'Reception by live codes' }, waiting: { zh: '活码留言', en: 'Word left at live codes' }, welcome: { zh: '欢迎语', en: 'Welcomes' }, visitor: { zh: '客户小程序', en: 'Mini-program' }, files: { zh: '文件', en: 'Files' }, callbacks: { zh: '回调', en: 'Callbacks' },
  jobs: { zh: '后台任务', en: 'Background jobs' }, wecom: { zh: '企业微信', en: 'WeCom' }, doctor: { zh: '诊断', en: 'Doctor' }, access: { zh: '权限', en: 'Access' }, accounts: { zh: '本地账号', en: 'Local accounts' },
  fields: { zh: '自定义字段', en: 'Custom fields' }, sources: { zh: '客户来源', en: 'Lead sources' }, quality: { zh: '数据质量', en: 'Data quality' }, stages: { zh: '客户阶段', en: 'Customer stages' },
  notes: { zh: '笔记', en: 'Notes' }, tasks: { zh: '批量任务', en: 'Batch tasks' }, transfers: { zh: '客户继承', en: 'Hand-overs' }, lossAlerts: { zh: '流失提醒', en: 'Loss alerts' }, views: { zh: '视图', en: 'Views' },
  audit: { zh: '审计日志', en: 'Audit log' }, licence: { zh: '许可', en: 'Licences' }, privacy: { zh: '隐私请求与删除', en: 'Privacy requests and erasures' }, consents: { zh: '同意记录', en: 'Consents' }, myPrivacy: { zh: '客户本人的隐私设置', en: 'Customers’ own privacy' },
  groupChats: { zh: '客户群', en: 'Group chats' }, groupTags: { zh: '群标签', en: 'Group tags' }, identities: { zh: '客户身份', en: 'Customer identities' }, merges: { zh: '客户合并', en: 'Customer merges' },
  groupCodes: { zh: '群活码', en: 'Group codes' }, groupInvites: { zh: '入群邀请', en: 'Group invitations' },
  conversions: { zh: 'ID 转换', en: 'Id conversions' }, exports: { zh: '导出', en: 'Exports' }, imports: { zh: '客户导入', en: 'Customer imports' },
  calendar: { zh: '工作日历', en: 'Work calendar' }, welcomeRules: { zh: '欢迎语规则', en: 'Welcome rules' }, groupWelcomes: { zh: '入群欢迎语', en: 'Group welcomes' },
  channels: { zh: '渠道', en: 'Channels' }, acquisition: { zh: '获客链接', en: 'Acquisition links' }, prints: { zh: '印制', en: 'Prints' }, codeBatches: { zh: '批量建码', en: 'Codes from a sheet' }, redPackets: { zh: '见面红包', en: 'Red packets' },
};

/** Calls of which domain and action would say too little, or the same twice. */
const callText: Partial<Record<string, Text>> = {
  'exports.again': { zh: '导出 · 再导出一次', en: 'Exports · Made once more' }, 'exports.download': { zh: '导出 · 下载文件', en: 'Exports · File downloaded' },
  'exports.nameStaff': { zh: '导出 · 交给企业微信补上员工姓名', en: 'Exports · Handed to WeCom for the names of staff' }, 'exports.openNamed': { zh: '导出 · 打开带员工姓名的文件', en: 'Exports · File with the names of staff opened' },
};

const useWords = words({
  zh: {
    roles: { owner: '所有者', admin: '管理员', operator: '运营', manager: '主管', staff: '员工', storeOwner: '店主', auditor: '审计员' } satisfies Record<Role, string>,
    scopes: { own: '本人', store: '本门店', department: '本部门及下级', all: '全部' } satisfies Record<Scope, string>,
    lost: '已删除的角色',
  },
  en: {
    roles: { owner: 'Owner', admin: 'Admin', operator: 'Operator', manager: 'Manager', staff: 'Staff', storeOwner: 'Store owner', auditor: 'Auditor' },
    scopes: { own: 'Own', store: 'Own store', department: 'Department and below', all: 'Everything' },
    lost: 'A deleted role',
  },
});

export const useRoleNames = () => useWords().roles;
export const useScopeNames = () => useWords().scopes;

/** A built-in role by our word, a custom one by its own name. */
export function useRoleName(): (role: RoleRef) => string {
  const t = useWords();
  return ({ id, name }) => name ?? t.roles[id as Role] ?? t.lost;
}

/** `tags.remove` → 标签 · 删除 */
export function useCallName(): (call: string, action: Action) => string {
  const language = useLanguage();
  return (call, action) => {
    const own = callText[call];
    if (own) return own[language];
    const domain = call.split('.')[0]!;
    return `${domain in domainText ? domainText[domain as keyof Api][language] : domain} · ${actionText[action][language]}`;
  };
}
