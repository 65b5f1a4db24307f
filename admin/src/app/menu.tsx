import { ApartmentOutlined, ApiOutlined, BankOutlined, CloudServerOutlined, FormOutlined, FunnelPlotOutlined, MedicineBoxOutlined, MessageOutlined, NodeIndexOutlined, PartitionOutlined, ProfileOutlined, QrcodeOutlined, SafetyCertificateOutlined, TagsOutlined, TeamOutlined, UnorderedListOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { CallName } from '../api';

/** One entry of the menu. It is shown to those who may make the call that its page stands on. */
export interface MenuEntry {
  path: string;
  icon: ReactNode;
  text: { zh: string; en: string };
  needs: CallName;
  group: 'work' | 'settings' | 'company' | 'system';
}

export const menuGroups: Record<MenuEntry['group'], { zh: string; en: string }> = {
  work: { zh: '获客与客户', en: 'Customers' },
  settings: { zh: '客户设置', en: 'Customer settings' },
  company: { zh: '企业', en: 'Company' },
  system: { zh: '系统', en: 'System' },
};

export const menu: readonly MenuEntry[] = [
  { path: '/live-codes', icon: <QrcodeOutlined />, text: { zh: '活码', en: 'Live codes' }, needs: 'liveCodes.list', group: 'work' },
  { path: '/customers', icon: <TeamOutlined />, text: { zh: '客户', en: 'Customers' }, needs: 'customers.list', group: 'work' },
  { path: '/stage-overview', icon: <FunnelPlotOutlined />, text: { zh: '阶段概览', en: 'Stage overview' }, needs: 'stages.overview', group: 'work' },
  { path: '/notes', icon: <FormOutlined />, text: { zh: '笔记', en: 'Notes' }, needs: 'notes.search', group: 'work' },
  { path: '/stages', icon: <NodeIndexOutlined />, text: { zh: '客户阶段', en: 'Customer stages' }, needs: 'stages.saveTemplate', group: 'settings' },
  { path: '/welcome', icon: <MessageOutlined />, text: { zh: '欢迎语', en: 'Welcomes' }, needs: 'welcome.list', group: 'work' },
  { path: '/tags', icon: <TagsOutlined />, text: { zh: '标签', en: 'Tags' }, needs: 'tags.list', group: 'work' },
  { path: '/fields', icon: <ProfileOutlined />, text: { zh: '自定义字段', en: 'Custom fields' }, needs: 'fields.create', group: 'settings' },
  { path: '/lead-sources', icon: <PartitionOutlined />, text: { zh: '客户来源', en: 'Lead sources' }, needs: 'sources.create', group: 'settings' },
  { path: '/data-quality', icon: <SafetyCertificateOutlined />, text: { zh: '数据质量', en: 'Data quality' }, needs: 'quality.get', group: 'settings' },
  { path: '/staff', icon: <ApartmentOutlined />, text: { zh: '员工', en: 'Staff' }, needs: 'org.staff', group: 'company' },
  { path: '/corps', icon: <BankOutlined />, text: { zh: '企业接入', en: 'Connected companies' }, needs: 'corps.list', group: 'company' },
  { path: '/system/callbacks', icon: <ApiOutlined />, text: { zh: '回调', en: 'Callbacks' }, needs: 'callbacks.list', group: 'system' },
  { path: '/system/jobs', icon: <UnorderedListOutlined />, text: { zh: '任务', en: 'Jobs' }, needs: 'jobs.list', group: 'system' },
  { path: '/system/wecom', icon: <CloudServerOutlined />, text: { zh: '企业微信', en: 'WeCom' }, needs: 'wecom.status', group: 'system' },
  { path: '/system/doctor', icon: <MedicineBoxOutlined />, text: { zh: '诊断', en: 'Doctor' }, needs: 'doctor.run', group: 'system' },
];
