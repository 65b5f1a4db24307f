import { ApartmentOutlined, ApiOutlined, AuditOutlined, BankOutlined, BarChartOutlined, CalendarOutlined, CarryOutOutlined, CloudServerOutlined, DesktopOutlined, EnvironmentOutlined, ExportOutlined, FileDoneOutlined, FileProtectOutlined, FormOutlined, FunnelPlotOutlined, HistoryOutlined, IdcardOutlined, ImportOutlined, LineChartOutlined, LinkOutlined, MedicineBoxOutlined, MergeCellsOutlined, MessageOutlined, NodeIndexOutlined, PartitionOutlined, ProfileOutlined, QrcodeOutlined, RedEnvelopeOutlined, SafetyCertificateOutlined, SafetyOutlined, ShopOutlined, SwapOutlined, TagsOutlined, TeamOutlined, UnorderedListOutlined, UserDeleteOutlined, UsergroupAddOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { CallName } from '../api';
import { exportCalls } from '../features/export/calls';

/** One entry of the menu. It is shown to those who may make the call that its page stands on, or one of them. */
export interface MenuEntry {
  path: string;
  icon: ReactNode;
  text: { zh: string; en: string };
  needs: CallName | readonly CallName[];
  group: 'acquire' | 'work' | 'settings' | 'company' | 'compliance' | 'system';
  /** One line on the first page. */
  about?: { zh: string; en: string };
}

/** Whether somebody who may make these calls sees the entry. */
export const isOffered = ({ needs }: MenuEntry, allowed: (call: CallName) => boolean): boolean => [needs].flat().some(allowed);

export const menuGroups: Record<MenuEntry['group'], { zh: string; en: string }> = {
  acquire: { zh: '获客', en: 'Acquisition' },
  work: { zh: '客户', en: 'Customers' },
  settings: { zh: '客户设置', en: 'Customer settings' },
  company: { zh: '企业', en: 'Company' },
  compliance: { zh: '合规', en: 'Compliance' },
  system: { zh: '系统', en: 'System' },
};

export const menu: readonly MenuEntry[] = [
  { path: '/live-codes', icon: <QrcodeOutlined />, text: { zh: '活码', en: 'Live codes' }, needs: 'liveCodes.list', group: 'acquire', about: { zh: '建码、看每个码带来的客户', en: 'Make codes, see whom each brought' } },
  { path: '/code-numbers', icon: <LineChartOutlined />, text: { zh: '活码数据', en: 'Live code figures' }, needs: 'codeNumbers.table', group: 'acquire', about: { zh: '从扫码到成交，每一步多少人', en: 'From the scan to the stage, how many at each step' } },
  { path: '/welcome', icon: <MessageOutlined />, text: { zh: '欢迎语', en: 'Welcomes' }, needs: 'welcome.list', group: 'acquire', about: { zh: '给谁说什么、何时说，是否按时发出', en: 'What is said to whom and when, and whether it went out' } },
  { path: '/red-packets', icon: <RedEnvelopeOutlined />, text: { zh: '见面红包', en: 'Red packets' }, needs: 'redPackets.days', group: 'acquire', about: { zh: '商户号、预算和每一分钱的去向', en: 'The merchant, the budgets and where each fen went' } },
  { path: '/group-codes', icon: <QrcodeOutlined />, text: { zh: '群活码', en: 'Group codes' }, needs: 'groupCodes.list', group: 'acquire', about: { zh: '一个码，后面许多群', en: 'One code, many groups behind it' } },
  { path: '/group-invites', icon: <UsergroupAddOutlined />, text: { zh: '入群邀请', en: 'Group invitations' }, needs: 'groupInvites.tasks', group: 'acquire', about: { zh: '添加时邀请，或按标签邀请', en: 'Invite on adding, or by tag' } },
  { path: '/acquisition', icon: <LinkOutlined />, text: { zh: '获客链接', en: 'Acquisition links' }, needs: 'acquisition.list', group: 'acquire', about: { zh: '把链接放进广告和文章，点开就能添加', en: 'Links for adverts and articles that add your staff' } },
  { path: '/stores', icon: <ShopOutlined />, text: { zh: '门店', en: 'Stores' }, needs: 'stores.list', group: 'acquire', about: { zh: '门店的位置、营业时间和店主', en: 'Where stores are, their hours and owners' } },
  { path: '/store-codes', icon: <EnvironmentOutlined />, text: { zh: '门店码', en: 'Store codes' }, needs: 'storeCodes.list', group: 'acquire', about: { zh: '一个码，带客户到最近的门店', en: 'One code that leads to the nearest store' } },
  { path: '/store-numbers', icon: <BarChartOutlined />, text: { zh: '门店数据', en: 'Store figures' }, needs: 'storeNumbers.report', group: 'acquire', about: { zh: '扫码、到店、添加，按门店和区域', en: 'Scans, matches and adds by store and region' } },
  { path: '/customers', icon: <TeamOutlined />, text: { zh: '客户', en: 'Customers' }, needs: 'customers.list', group: 'work', about: { zh: '查找、打标签、看往来', en: 'Find, tag, see what happened' } },
  { path: '/imports', icon: <ImportOutlined />, text: { zh: '导入客户', en: 'Import' }, needs: 'imports.list', group: 'work', about: { zh: '用表格批量补全客户，可以撤销', en: 'Fill customers in from a sheet, and take it back' } },
  { path: '/stage-overview', icon: <FunnelPlotOutlined />, text: { zh: '阶段概览', en: 'Stage overview' }, needs: 'stages.overview', group: 'work', about: { zh: '客户走到哪一步，在哪里流失', en: 'How far customers are, and where they are lost' } },
  { path: '/groups', icon: <UsergroupAddOutlined />, text: { zh: '客户群', en: 'Group chats' }, needs: 'groupChats.list', group: 'work', about: { zh: '谁在哪个群，何时进退', en: 'Who is in which group, and since when' } },
  { path: '/notes', icon: <FormOutlined />, text: { zh: '笔记', en: 'Notes' }, needs: 'notes.search', group: 'work', about: { zh: '查找记录，看谁提到了你', en: 'Find what was written, see who mentions you' } },
  { path: '/transfers', icon: <SwapOutlined />, text: { zh: '客户继承', en: 'Hand-over' }, needs: 'transfers.list', group: 'work', about: { zh: '把客户交给同事，处理被拒绝的', en: 'Give customers to colleagues, look after refusals' } },
  { path: '/losses', icon: <UserDeleteOutlined />, text: { zh: '流失提醒', en: 'Losses' }, needs: 'lossAlerts.list', group: 'work', about: { zh: '谁删除了谁，通知该知道的人', en: 'Who deleted whom, and who is told' } },
  { path: '/same-person', icon: <MergeCellsOutlined />, text: { zh: '疑似同一人', en: 'Maybe one person' }, needs: 'merges.suggestions', group: 'work' },
  { path: '/tasks', icon: <CarryOutOutlined />, text: { zh: '任务进度', en: 'Tasks' }, needs: 'tasks.list', group: 'work' },
  { path: '/exports', icon: <ExportOutlined />, text: { zh: '导出记录', en: 'Exports' }, needs: Object.values(exportCalls), group: 'work' },
  { path: '/tags', icon: <TagsOutlined />, text: { zh: '标签库', en: 'Tag library' }, needs: 'tags.list', group: 'settings', about: { zh: '整理企业标签', en: 'Keep the company’s tags' } },
  { path: '/group-tags', icon: <TagsOutlined />, text: { zh: '群标签', en: 'Group tags' }, needs: 'groupTags.list', group: 'settings' },
  { path: '/stages', icon: <NodeIndexOutlined />, text: { zh: '客户阶段', en: 'Customer stages' }, needs: 'stages.saveTemplate', group: 'settings' },
  { path: '/fields', icon: <ProfileOutlined />, text: { zh: '自定义字段', en: 'Custom fields' }, needs: 'fields.create', group: 'settings' },
  { path: '/lead-sources', icon: <PartitionOutlined />, text: { zh: '客户来源', en: 'Lead sources' }, needs: 'sources.create', group: 'settings' },
  { path: '/data-quality', icon: <SafetyCertificateOutlined />, text: { zh: '数据质量', en: 'Data quality' }, needs: 'quality.get', group: 'settings' },
  { path: '/staff', icon: <ApartmentOutlined />, text: { zh: '员工', en: 'Staff' }, needs: 'org.staff', group: 'company', about: { zh: '团队成员和他们的客户数', en: 'The team and its customers' } },
  { path: '/work-days', icon: <CalendarOutlined />, text: { zh: '工作日', en: 'Workdays' }, needs: 'calendar.get', group: 'company', about: { zh: '节假日、调休和公司自己的休息日', en: 'Holidays, make-up days and the company’s own' } },
  { path: '/corps', icon: <BankOutlined />, text: { zh: '企业接入', en: 'Connected companies' }, needs: 'corps.list', group: 'company', about: { zh: '接入企业、检查授权', en: 'Connect companies, check authorisation' } },
  { path: '/privacy/requests', icon: <FileProtectOutlined />, text: { zh: '隐私请求', en: 'Privacy requests' }, needs: 'privacy.requests', group: 'compliance', about: { zh: '在期限内答复客户的要求', en: 'Answer what customers ask, in time' } },
  { path: '/privacy/erasures', icon: <SafetyCertificateOutlined />, text: { zh: '删除与证明', en: 'Erasures' }, needs: 'privacy.erasures', group: 'compliance' },
  { path: '/privacy/consents', icon: <FileDoneOutlined />, text: { zh: '同意记录', en: 'Consents' }, needs: 'consents.ledger', group: 'compliance' },
  { path: '/system/callbacks', icon: <ApiOutlined />, text: { zh: '回调', en: 'Callbacks' }, needs: 'callbacks.list', group: 'system' },
  { path: '/system/jobs', icon: <UnorderedListOutlined />, text: { zh: '后台任务', en: 'Background jobs' }, needs: 'jobs.list', group: 'system' },
  { path: '/system/wecom', icon: <CloudServerOutlined />, text: { zh: '企业微信', en: 'WeCom' }, needs: 'wecom.status', group: 'system' },
  { path: '/system/doctor', icon: <MedicineBoxOutlined />, text: { zh: '诊断', en: 'Doctor' }, needs: 'doctor.run', group: 'system', about: { zh: '检查事件能否到达', en: 'Check that events arrive' } },
  { path: '/system/access', icon: <SafetyOutlined />, text: { zh: '成员与权限', en: 'People and permissions' }, needs: 'access.people', group: 'system', about: { zh: '分配角色、看谁能做什么', en: 'Give roles, see who may do what' } },
  { path: '/system/sessions', icon: <DesktopOutlined />, text: { zh: '登录会话', en: 'Sessions' }, needs: 'session.list', group: 'system' },
  { path: '/system/sign-ins', icon: <HistoryOutlined />, text: { zh: '登录记录', en: 'Sign-in log' }, needs: 'session.signIns', group: 'system', about: { zh: '谁在何时何地登录', en: 'Who signed in, when and from where' } },
  { path: '/system/audit', icon: <AuditOutlined />, text: { zh: '审计日志', en: 'Audit log' }, needs: 'audit.list', group: 'system', about: { zh: '谁改了什么、导出了什么', en: 'Who changed or exported what' } },
  { path: '/system/licence', icon: <IdcardOutlined />, text: { zh: '席位与许可', en: 'Seats and licences' }, needs: 'licence.summary', group: 'system' },
  { path: '/system/conversions', icon: <SwapOutlined />, text: { zh: 'ID 转换', en: 'Id conversions' }, needs: 'conversions.list', group: 'system' },
];
