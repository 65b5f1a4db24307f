import type { groupRules } from '@scrm/shared/group-code';
import { words as make } from '../../kit/language';
import type { Fault } from './draft';

export const groupRuleNames = ['order', 'roundRobin', 'random', 'tag'] as const satisfies typeof groupRules;

export const words = make({
  zh: {
    name: '群活码名称', nameHint: '只有你们看得到', channel: '渠道', channelHint: '投放在哪里；扫码和进群数记在这个渠道下', namePlaceholder: '例如：开学季读者群', behind: '后面的群', rule: '展示规则', addWay: '加企业微信群', addPicture: '加群二维码图片', head: '预留名额', headHint: '每个群到满员前留几位，给被邀请或从别处来的人',
    full: '全部满了怎么办', page: '客户看到的页面', title: '页面标题', titleHint: '不填则显示企业名称', guide: '进群说明', until: '到期时间', untilHint: '到期后扫码显示下面的文字；不填则长期有效', closed: '停用或到期时显示', alerts: '提醒', told: '还要提醒谁',
    toldHint: '群全部满员、图片快过期、群解散、群主离职时，建码人和群主会收到提醒', managers: '也提醒群主的部门负责人', managersHint: '企业微信里设置的部门负责人', save: '保存', cancel: '取消',
    faults: { needName: '请填写群活码名称', needEntry: '请至少加一个入口', needGroups: '有入口没有选择客户群', needPicture: '有入口没有上传群二维码', needContact: '请上传联系人的二维码', needCode: '请选择另一个活码' } satisfies Record<Fault['kind'], string>,
  },
  en: {
    name: 'Name', nameHint: 'Only you see it', channel: 'Channel', channelHint: 'Where it was put: its scans and joins count there', namePlaceholder: 'For example: readers, start of term', behind: 'The groups behind it', rule: 'Which is shown', addWay: 'Add WeCom groups', addPicture: 'Add a picture of a group code', head: 'Reserved places', headHint: 'Places in each group that stay free for people who are invited or come from elsewhere',
    full: 'When all are full', page: 'The customer’s page', title: 'Title', titleHint: 'Empty: the company’s name', guide: 'What the group is for', until: 'Ends', untilHint: 'From then on it shows the words below; empty: no end', closed: 'Shown when closed or ended', alerts: 'Alerts', told: 'Also tell',
    toldHint: 'Who made the code and the groups’ owners are told when all groups are full, a picture ends, a group is dismissed or an owner leaves', managers: 'Tell those who lead the owners', managersHint: 'The heads of their departments in WeCom', save: 'Save', cancel: 'Cancel',
    faults: { needName: 'Give the code a name', needEntry: 'Add at least one entry', needGroups: 'An entry has no groups', needPicture: 'An entry has no picture', needContact: 'Upload the person’s code', needCode: 'Choose another code' },
  },
});
