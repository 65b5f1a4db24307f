import { ApartmentOutlined, ApiOutlined, BankOutlined, CloudServerOutlined, MedicineBoxOutlined, MergeCellsOutlined, MessageOutlined, QrcodeOutlined, SwapOutlined, TagsOutlined, TeamOutlined, UnorderedListOutlined, UsergroupAddOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { CallName } from '../api';

/** One entry of the menu. It is shown to those who may make the call that its page stands on. */
export interface MenuEntry {
  path: string;
  icon: ReactNode;
  text: { zh: string; en: string };
  needs: CallName;
  group: 'work' | 'company' | 'system';
}

export const menuGroups: Record<MenuEntry['group'], { zh: string; en: string }> = {
  work: { zh: '获客与客户', en: 'Customers' },
  company: { zh: '企业', en: 'Company' },
  system: { zh: '系统', en: 'System' },
};

export const menu: readonly MenuEntry[] = [
  { path: '/live-codes', icon: <QrcodeOutlined />, text: { zh: '活码', en: 'Live codes' }, needs: 'liveCodes.list', group: 'work' },
  { path: '/customers', icon: <TeamOutlined />, text: { zh: '客户', en: 'Customers' }, needs: 'customers.list', group: 'work' },
  { path: '/groups', icon: <UsergroupAddOutlined />, text: { zh: '客户群', en: 'Group chats' }, needs: 'groupChats.list', group: 'work' },
  { path: '/same-person', icon: <MergeCellsOutlined />, text: { zh: '疑似同一人', en: 'Maybe one person' }, needs: 'merges.suggestions', group: 'work' },
  { path: '/welcome', icon: <MessageOutlined />, text: { zh: '欢迎语', en: 'Welcomes' }, needs: 'welcome.list', group: 'work' },
  { path: '/tags', icon: <TagsOutlined />, text: { zh: '标签', en: 'Tags' }, needs: 'tags.list', group: 'work' },
  { path: '/group-tags', icon: <TagsOutlined />, text: { zh: '群标签', en: 'Group tags' }, needs: 'groupTags.list', group: 'work' },
  { path: '/staff', icon: <ApartmentOutlined />, text: { zh: '员工', en: 'Staff' }, needs: 'org.staff', group: 'company' },
  { path: '/corps', icon: <BankOutlined />, text: { zh: '企业接入', en: 'Connected companies' }, needs: 'corps.list', group: 'company' },
  { path: '/system/callbacks', icon: <ApiOutlined />, text: { zh: '回调', en: 'Callbacks' }, needs: 'callbacks.list', group: 'system' },
  { path: '/system/jobs', icon: <UnorderedListOutlined />, text: { zh: '任务', en: 'Jobs' }, needs: 'jobs.list', group: 'system' },
  { path: '/system/wecom', icon: <CloudServerOutlined />, text: { zh: '企业微信', en: 'WeCom' }, needs: 'wecom.status', group: 'system' },
  { path: '/system/conversions', icon: <SwapOutlined />, text: { zh: 'ID 转换', en: 'Id conversions' }, needs: 'conversions.list', group: 'system' },
  { path: '/system/doctor', icon: <MedicineBoxOutlined />, text: { zh: '诊断', en: 'Doctor' }, needs: 'doctor.run', group: 'system' },
];
