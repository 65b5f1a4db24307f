import { yuan } from '@scrm/shared/money';
import { nameIn } from '@scrm/shared/text';
import { words } from '../../kit/language';
import type { Activity } from './detail';

const useWords = words({
  zh: {
    merged: (name: string) => `与「${name}」合并为同一位客户`, unmerged: (name: string) => `撤销合并，与「${name}」分开`, erased: '已删除的客户', causes: { unionid: '微信 UnionID 相同，自动合并', phone: '已验证的手机号相同，自动合并', email: '表单邮箱相同，自动合并' } as Record<string, string>, by: (name: string) => `操作人 ${name}`,
    packetSent: (sum: string) => `发出见面红包 ${sum} 元`, packetClaimed: (sum: string) => `领取了见面红包 ${sum} 元`, packetReturned: (sum: string) => `见面红包 ${sum} 元没有领取，已退回`,
    joinedGroup: (name: string) => `加入客户群「${name}」`, leftGroup: (name: string) => `离开客户群「${name}」`, removedGroup: (name: string) => `被移出客户群「${name}」`, dismissedGroup: (name: string) => `客户群「${name}」已解散`, unnamedGroup: '未命名的群',
    added: '添加为客户', addedBy: (code: string) => `通过活码「${code}」添加`, addedByLink: (link: string) => `通过获客链接「${link}」添加`, picked: (n: string) => `企业微信在名单中的 ${n} 人里选择`, pickedOnly: '名单中只有这一名员工', pickedUnknown: '由企业微信选择员工',
    welcomed: '已发送欢迎语', missed: '没有发出欢迎语', tagged: (names: string) => `打上标签：${names}`, untagged: (names: string) => `去掉标签：${names}`, remarked: (remark: string) => `备注改为「${remark}」`, unremarked: '备注已清空',
    lost: '客户流失', lostBy: { customer: '客户删除了员工', staff: '员工删除了客户', transfer: '客户被转接给其他员工' } as Record<string, string>, edited: (fields: string) => `资料有变更：${fields}`, editedPlain: '资料有变更', half: '客户已扫码，等待员工确认', synced: '从企业微信同步', restored: '重新成为好友', consentGiven: (name: string) => `同意：${name}`, consentWithdrawn: (name: string) => `撤回同意：${name}`, exported: '导出了个人信息', channels: { console: '后台登记', sidebar: '侧边栏登记', miniprogram: '本人在小程序里' } as Record<string, string>, stageMoved: (from: string, to: string) => `阶段：${from} → ${to}`, stageFlow: (flow: string, to: string) => `转到流程「${flow}」，阶段「${to}」`, stageCauses: { template: '阶段模板有修改', flow: '流程有修改' } as Record<string, string>, automatic: '自动', noted: '写了一条笔记', handedOver: (who: string) => (who ? `交接给${who}` : '交接给同事'), takenOver: (who: string) => (who ? `从${who}接手` : '从同事接手'), and: '、', byTask: (by: string) => `批量任务 · ${by}`, inWecom: '在企业微信中修改',
    fields: { name: '昵称', avatar: '头像', gender: '性别', remark: '备注', description: '描述', position: '职位', corpName: '企业', tags: '标签', type: '类型', leadSource: '客户来源', transfer: '客户接替没有成功' } as Record<string, string>,
  },
  en: {
    merged: (name: string) => `Merged with “${name}”`, unmerged: (name: string) => `Merge undone, apart from “${name}” again`, erased: 'somebody who was erased', causes: { unionid: 'Same WeChat UnionID, merged by itself', phone: 'Same verified phone, merged by itself', email: 'Same form e-mail, merged by itself' } as Record<string, string>, by: (name: string) => `By ${name}`,
    packetSent: (sum: string) => `A red packet of ¥${sum} was sent`, packetClaimed: (sum: string) => `Claimed the red packet of ¥${sum}`, packetReturned: (sum: string) => `The red packet of ¥${sum} was not claimed and went back`,
    joinedGroup: (name: string) => `Joined the group “${name}”`, leftGroup: (name: string) => `Left the group “${name}”`, removedGroup: (name: string) => `Was removed from the group “${name}”`, dismissedGroup: (name: string) => `The group “${name}” was dismissed`, unnamedGroup: 'Unnamed group',
    added: 'Added as a customer', addedBy: (code: string) => `Added through the live code “${code}”`, addedByLink: (link: string) => `Added through the acquisition link “${link}”`, picked: (n: string) => `WeCom picked among the ${n} on the list`, pickedOnly: 'The only one on the list', pickedUnknown: 'WeCom picked the staff member',
    welcomed: 'Welcome sent', missed: 'No welcome was sent', tagged: (names: string) => `Tagged: ${names}`, untagged: (names: string) => `Tag removed: ${names}`, remarked: (remark: string) => `Remark set to “${remark}”`, unremarked: 'Remark cleared',
    lost: 'Lost', lostBy: { customer: 'The customer removed the staff member', staff: 'The staff member removed the customer', transfer: 'Handed to another staff member' } as Record<string, string>, edited: (fields: string) => `Changed: ${fields}`, editedPlain: 'Details changed', half: 'Scanned, waiting for staff to confirm', synced: 'Synced from WeCom', restored: 'A friend again', consentGiven: (name: string) => `Consent given: ${name}`, consentWithdrawn: (name: string) => `Consent withdrawn: ${name}`, exported: 'Personal data exported', channels: { console: 'Recorded in the console', sidebar: 'Recorded in the sidebar', miniprogram: 'By the customer, in the mini-program' } as Record<string, string>, stageMoved: (from: string, to: string) => `Stage: ${from} → ${to}`, stageFlow: (flow: string, to: string) => `Into the flow “${flow}”, stage “${to}”`, stageCauses: { template: 'The template was changed', flow: 'The flow was changed' } as Record<string, string>, automatic: 'Automatic', noted: 'Wrote a note', handedOver: (who: string) => (who ? `Handed over to ${who}` : 'Handed over to a colleague'), takenOver: (who: string) => (who ? `Taken over from ${who}` : 'Taken over from a colleague'), and: ', ', byTask: (by: string) => `Batch task · ${by}`, inWecom: 'Changed in WeCom',
    fields: { name: 'name', avatar: 'avatar', gender: 'gender', remark: 'remark', description: 'description', position: 'position', corpName: 'company', tags: 'tags', type: 'type', leadSource: 'lead source', transfer: 'a hand-over did not happen' } as Record<string, string>,
  },
});

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');
const textsOf = (value: unknown) => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []);

/** How many were on the list: a number, or the list itself. */
function candidatesOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return Array.isArray(value) ? value.length : undefined;
}

/** Whom it went to or came from, '' for a line that does not say. */
const otherOf = ({ otherName, otherUserId }: Activity['data']) => textOf(otherName) || (textOf(otherUserId) && nameIn({ name: null, userId: textOf(otherUserId) }));

/** The sentence of an activity, with `Said`'s marks, and what more is known of it. */
export function useActivityText(): (activity: Activity) => { title: string; details: string[] } {
  const t = useWords();

  function whyThisPerson(data: Activity['data']): string {
    if (data.picked !== 'platform') return '';
    const candidates = candidatesOf(data.candidates);
    if (candidates === undefined) return t.pickedUnknown;
    return candidates === 1 ? t.pickedOnly : t.picked(String(candidates));
  }

  function whose({ how, by }: Activity['data']): string {
    return how === 'task' ? t.byTask(textOf(by)) : by === 'wecom' ? t.inWecom : textOf(by);
  }

  function say({ kind, data, staff }: Activity): { title: string; details: string[] } {
    // A local account is no member whose name stands beside the sentence.
    const byAccount = staff ? '' : textOf(data.by);
    const reason = textOf(data.reason);
    switch (kind) {
      case 'customer.added': {
        const [code, link] = [textOf(data.liveCodeName), textOf(data.linkName)];
        return { title: code ? t.addedBy(code) : link ? t.addedByLink(link) : t.added, details: [textOf(data.channelName), whyThisPerson(data), reason] };
      }
      case 'customer.welcomed':
        return { title: t.welcomed, details: [textOf(data.text)] };
      case 'customer.welcomeMissed':
        return { title: t.missed, details: [reason] };
      case 'customer.tagged':
        return { title: t.tagged(textsOf(data.tagNames).join(t.and)), details: [reason, whose(data)] };
      case 'customer.untagged':
        return { title: t.untagged(textsOf(data.tagNames).join(t.and)), details: [reason, whose(data)] };
      case 'customer.remarked':
        return { title: textOf(data.remark) ? t.remarked(textOf(data.remark)) : t.unremarked, details: [reason] };
      case 'customer.lost':
        return { title: t.lost, details: [t.lostBy[textOf(data.by)] ?? '', reason] };
      case 'customer.edited': {
        const fields = textsOf(data.fields).map((field) => t.fields[field] ?? field);
        return { title: fields.length > 0 ? t.edited(fields.join(t.and)) : t.editedPlain, details: [reason] };
      }
      case 'customer.merged':
        return { title: t.merged(textOf(data.otherName) || t.erased), details: [t.causes[textOf(data.cause)] ?? '', textOf(data.by) && t.by(textOf(data.by))] };
      case 'customer.unmerged':
        return { title: t.unmerged(textOf(data.otherName) || t.erased), details: [textOf(data.by) && t.by(textOf(data.by))] };
      case 'group.joined':
        return { title: t.joinedGroup(textOf(data.groupName) || t.unnamedGroup), details: [] };
      case 'group.left': {
        const name = textOf(data.groupName) || t.unnamedGroup;
        return { title: data.dismissed === true ? t.dismissedGroup(name) : data.quitScene === 1 ? t.removedGroup(name) : t.leftGroup(name), details: [] };
      }
      case 'customer.half':
        return { title: t.half, details: [reason] };
      case 'customer.synced':
        return { title: t.synced, details: [reason] };
      case 'customer.stageMoved': {
        const [from, to, flow] = [textOf(data.from), textOf(data.to), textOf(data.flowName)];
        const why = data.automatic === true ? [t.automatic, t.stageCauses[textOf(data.note)] ?? '', reason] : [byAccount, reason, textOf(data.note)];
        return { title: flow !== textOf(data.fromFlowName) ? t.stageFlow(flow, to) : t.stageMoved(from, to), details: [why.filter(Boolean).join(' · ')] };
      }
      case 'customer.noted':
        return { title: t.noted, details: [byAccount] };
      case 'customer.handedOver':
        return { title: t.handedOver(otherOf(data)), details: [] };
      case 'customer.takenOver':
        return { title: t.takenOver(otherOf(data)), details: [] };
      case 'consent.given':
        return { title: t.consentGiven(textOf(data.purpose)), details: [t.channels[textOf(data.channel)] ?? ''] };
      case 'consent.withdrawn':
        return { title: t.consentWithdrawn(textOf(data.purpose)), details: [t.channels[textOf(data.channel)] ?? ''] };
      case 'privacy.exported':
        return { title: t.exported, details: [textOf(data.by)] };
      case 'redPacket.sent':
        return { title: t.packetSent(yuan(Number(data.amountFen))), details: [textOf(data.liveCodeName)] };
      case 'redPacket.claimed':
        return { title: t.packetClaimed(yuan(Number(data.amountFen))), details: [] };
      case 'redPacket.returned':
        return { title: t.packetReturned(yuan(Number(data.amountFen))), details: [] };
      case 'customer.restored':
        return { title: t.restored, details: [reason] };
    }
  }

  return (activity) => {
    const { title, details } = say(activity);
    return { title, details: details.filter(Boolean) };
  };
}
