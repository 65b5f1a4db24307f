import type { Activity } from '@scrm/shared/customer';
import type { Language } from '@scrm/shared/error';
import { yuan } from '@scrm/shared/money';
import { nameIn } from '@scrm/shared/text';

type Facts = Activity['data'];
/** `{staff}` is where the colleague's name stands. */
type Sentences = Record<Activity['kind'], (facts: Facts) => { title: string; more?: string }>;
type Named = Record<string, string>;

const text = (value: unknown) => (typeof value === 'string' ? value : '');
const texts = (value: unknown) => (Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []);
const seconds = (value: unknown) => (typeof value === 'number' ? (value / 1000).toFixed(1) : '');
/** The colleague of a hand-over, with the mark of `Said`; '' for a line that does not say. */
const other = ({ otherName, otherUserId }: Facts) => text(otherName) || (text(otherUserId) && nameIn({ name: null, userId: text(otherUserId) }));
const named = (value: string, names: Named) => names[value] ?? value;

const fieldsZh: Named = { name: '昵称', avatar: '头像', gender: '性别', position: '职务', corpName: '企业', type: '类型', description: '描述', transfer: '转接未成功', leadSource: '客户来源' };
const fieldsEn: Named = { name: 'name', avatar: 'avatar', gender: 'gender', position: 'position', corpName: 'company', type: 'type', description: 'description', transfer: 'handing over failed', leadSource: 'lead source' };

const missedZh: Named = { late: '超过了企业微信的 20 秒', noCode: '企业微信没有给出欢迎语凭证', takenByOther: '已由其他应用发送', failed: '企业微信拒绝了发送' };
const missedEn: Named = { late: 'WeCom’s 20 seconds were over', noCode: 'WeCom gave no welcome code', takenByOther: 'Another app had sent one', failed: 'WeCom refused it' };

const zh: Sentences = {
  'customer.added': (facts) => ({
    title: '{staff} 添加了客户',
    more: lines(text(facts.liveCodeName) && `通过活码「${text(facts.liveCodeName)}」`, pickedAmong(facts, '名单中只有这一名员工', (count) => `企业微信在名单中的 ${count} 人里选择`)),
  }),
  'customer.welcomed': ({ ms }) => ({ title: seconds(ms) ? `欢迎语已送达，用时 ${seconds(ms)} 秒` : '欢迎语已送达' }),
  'customer.welcomeMissed': ({ reason, detail }) => ({ title: '欢迎语没有送达', more: lines(named(text(reason), missedZh), text(detail)) }),
  'customer.tagged': ({ tagNames }) => ({ title: `添加标签 ${texts(tagNames).join('、')}` }),
  'customer.untagged': ({ tagNames }) => ({ title: `移除标签 ${texts(tagNames).join('、')}` }),
  'customer.remarked': ({ remark }) => ({ title: text(remark) ? `备注改为「${text(remark)}」` : '备注已清空' }),
  'customer.lost': ({ by }) => ({ title: by === 'staff' ? '{staff} 删除了客户' : by === 'transfer' ? '客户由 {staff} 转给了其他员工' : '客户删除了 {staff}' }),
  'customer.edited': ({ fields, reason }) => ({ title: '客户资料有更新', more: lines(texts(fields).map((field) => named(field, fieldsZh)).join('、'), text(reason)) }),
  'customer.merged': ({ otherName, by }) => ({ title: `与「${text(otherName) || '已删除的客户'}」合并为同一位客户`, more: text(by) && `操作人 ${text(by)}` }),
  'customer.unmerged': ({ otherName, by }) => ({ title: `撤销合并，与「${text(otherName) || '已删除的客户'}」分开`, more: text(by) && `操作人 ${text(by)}` }),
  'group.joined': ({ groupName }) => ({ title: `加入客户群「${text(groupName) || '未命名的群'}」` }),
  'group.left': ({ groupName, quitScene, dismissed }) => ({ title: `${dismissed === true ? '所在的客户群已解散：' : quitScene === 1 ? '被移出客户群' : '离开客户群'}「${text(groupName) || '未命名的群'}」` }),
  'customer.half': () => ({ title: '客户已申请添加，等待 {staff} 确认' }),
  'customer.synced': () => ({ title: '从企业微信同步了资料' }),
  'customer.restored': () => ({ title: '{staff} 与客户重新成为好友' }),
  'customer.stageMoved': (facts) => ({ title: `阶段 ${text(facts.from)} → ${text(facts.to)}`, more: lines(facts.automatic === true ? '自动' : text(facts.by), text(facts.reason), facts.automatic === true ? '' : text(facts.note)) }),
  'customer.noted': ({ by }) => ({ title: `${text(by)} 写了一条笔记` }),
  'customer.handedOver': (facts) => ({ title: other(facts) ? `{staff} 把客户交接给${other(facts)}` : '{staff} 把客户交接给了同事' }),
  'customer.takenOver': (facts) => ({ title: other(facts) ? `{staff} 从${other(facts)}接手` : '{staff} 接手了这位客户' }),
  'consent.given': ({ purpose }) => ({ title: `客户同意「${text(purpose)}」` }),
  'consent.withdrawn': ({ purpose }) => ({ title: `客户撤回对「${text(purpose)}」的同意` }),
  'privacy.exported': ({ by }) => ({ title: '导出了客户的个人信息', more: text(by) }),
  'redPacket.sent': ({ amountFen }) => ({ title: `发出见面红包 ${yuan(Number(amountFen))} 元` }),
  'redPacket.claimed': ({ amountFen }) => ({ title: `客户领取了见面红包 ${yuan(Number(amountFen))} 元` }),
  'redPacket.returned': ({ amountFen }) => ({ title: `见面红包 ${yuan(Number(amountFen))} 元没有领取，已退回` }),
};

const en: Sentences = {
  'customer.added': (facts) => ({
    title: '{staff} added the customer',
    more: lines(text(facts.liveCodeName) && `Through the live code “${text(facts.liveCodeName)}”`, pickedAmong(facts, 'The only one on the list', (count) => `WeCom picked among the ${count} on the list`)),
  }),
  'customer.welcomed': ({ ms }) => ({ title: seconds(ms) ? `Welcomed within ${seconds(ms)} s` : 'Welcomed' }),
  'customer.welcomeMissed': ({ reason, detail }) => ({ title: 'The welcome was not delivered', more: lines(named(text(reason), missedEn), text(detail)) }),
  'customer.tagged': ({ tagNames }) => ({ title: `Tagged ${texts(tagNames).join(', ')}` }),
  'customer.untagged': ({ tagNames }) => ({ title: `Tag removed: ${texts(tagNames).join(', ')}` }),
  'customer.remarked': ({ remark }) => ({ title: text(remark) ? `Remark set to “${text(remark)}”` : 'Remark cleared' }),
  'customer.lost': ({ by }) => ({ title: by === 'staff' ? '{staff} removed the customer' : by === 'transfer' ? 'Handed over by {staff}' : 'The customer removed {staff}' }),
  'customer.edited': ({ fields, reason }) => ({ title: 'The customer’s details changed', more: lines(texts(fields).map((field) => named(field, fieldsEn)).join(', '), text(reason)) }),
  'customer.merged': ({ otherName, by }) => ({ title: `Merged with “${text(otherName) || 'somebody who was erased'}”`, more: text(by) && `By ${text(by)}` }),
  'customer.unmerged': ({ otherName, by }) => ({ title: `Merge undone, apart from “${text(otherName) || 'somebody who was erased'}” again`, more: text(by) && `By ${text(by)}` }),
  'group.joined': ({ groupName }) => ({ title: `Joined the group “${text(groupName) || 'unnamed'}”` }),
  'group.left': ({ groupName, quitScene, dismissed }) => ({ title: `${dismissed === true ? 'The group was dismissed:' : quitScene === 1 ? 'Was removed from the group' : 'Left the group'} “${text(groupName) || 'unnamed'}”` }),
  'customer.half': () => ({ title: 'The customer added {staff}, who has not confirmed yet' }),
  'customer.synced': () => ({ title: 'Details were read from WeCom' }),
  'customer.restored': () => ({ title: '{staff} and the customer are friends again' }),
  'customer.stageMoved': (facts) => ({ title: `Stage ${text(facts.from)} → ${text(facts.to)}`, more: lines(facts.automatic === true ? 'Automatic' : text(facts.by), text(facts.reason), facts.automatic === true ? '' : text(facts.note)) }),
  'customer.noted': ({ by }) => ({ title: `${text(by)} wrote a note` }),
  'customer.handedOver': (facts) => ({ title: other(facts) ? `{staff} handed the customer over to ${other(facts)}` : '{staff} handed the customer over' }),
  'customer.takenOver': (facts) => ({ title: other(facts) ? `{staff} took over from ${other(facts)}` : '{staff} took the customer over' }),
  'consent.given': ({ purpose }) => ({ title: `Consent given: ${text(purpose)}` }),
  'consent.withdrawn': ({ purpose }) => ({ title: `Consent withdrawn: ${text(purpose)}` }),
  'privacy.exported': ({ by }) => ({ title: 'Personal data exported', more: text(by) }),
  'redPacket.sent': ({ amountFen }) => ({ title: `A red packet of ¥${yuan(Number(amountFen))} was sent` }),
  'redPacket.claimed': ({ amountFen }) => ({ title: `The customer claimed the red packet of ¥${yuan(Number(amountFen))}` }),
  'redPacket.returned': ({ amountFen }) => ({ title: `The red packet of ¥${yuan(Number(amountFen))} was not claimed and went back` }),
};

/** Why this colleague, as far as it is known: the platform picks among those on a code's list. */
function pickedAmong({ picked, candidates }: Facts, only: string, among: (count: number) => string): string {
  if (picked !== 'platform' || typeof candidates !== 'number') return '';
  return candidates === 1 ? only : among(candidates);
}

function lines(...parts: string[]): string {
  return parts.filter(Boolean).join('\n');
}

/** What happened, in words. */
export function sentenceOf(activity: Activity, language: Language): { title: string; more?: string } {
  return (language === 'zh' ? zh : en)[activity.kind](activity.data);
}
