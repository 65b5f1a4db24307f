import { In } from 'typeorm';
import { newId } from '../../core/db/ids';
import { isNamedIn, personal, type Words } from '../../core/personal/declare';
import { addToCustomerCount } from '../org';
import { Activity, Customer, CustomerIdentity, CustomerMerge, CustomerMergeRow, FollowUser, MergeSuggestion, Reconciliation, type ActivityKind } from './entity';

/** Of what an activity says, these are ours and not the person's. */
const ours = new Set(['addWay', 'picked', 'candidates', 'liveCodeId', 'liveCodeName', 'by', 'ms', 'fields']);

const kinds: Partial<Record<ActivityKind, Words>> = {
  'customer.added': { zh: '添加为客户', en: 'Added' }, 'customer.welcomed': { zh: '收到欢迎语', en: 'Welcomed' }, 'customer.welcomeMissed': { zh: '没有收到欢迎语', en: 'No welcome' },
  'customer.tagged': { zh: '打上标签', en: 'Tagged' }, 'customer.untagged': { zh: '去掉标签', en: 'Tag removed' }, 'customer.remarked': { zh: '备注变更', en: 'Remark changed' }, 'customer.lost': { zh: '不再是好友', en: 'No longer friends' },
  'customer.edited': { zh: '资料变更', en: 'Details changed' }, 'customer.half': { zh: '等待员工确认', en: 'Waiting for staff' }, 'customer.synced': { zh: '从企业微信同步', en: 'Read from WeCom' }, 'customer.restored': { zh: '重新成为好友', en: 'Friends again' },
  'customer.stageMoved': { zh: '阶段变更', en: 'Stage changed' }, 'customer.noted': { zh: '写了笔记', en: 'A note was written' }, 'customer.handedOver': { zh: '交接给同事', en: 'Handed over' }, 'customer.takenOver': { zh: '从同事接手', en: 'Taken over' },
  'redPacket.sent': { zh: '发出见面红包', en: 'A red packet was sent' }, 'redPacket.claimed': { zh: '领取见面红包', en: 'Claimed a red packet' }, 'redPacket.returned': { zh: '见面红包退回', en: 'A red packet went back' },
  'customer.merged': { zh: '与另一位客户合并', en: 'Merged with another customer' }, 'customer.unmerged': { zh: '撤销合并', en: 'Merge undone' }, 'group.joined': { zh: '加入客户群', en: 'Joined a group' }, 'group.left': { zh: '离开客户群', en: 'Left a group' },
  'consent.given': { zh: '表示同意', en: 'Consent given' }, 'consent.withdrawn': { zh: '撤回同意', en: 'Consent withdrawn' }, 'privacy.exported': { zh: '导出个人信息', en: 'Personal data exported' },
};

/** Every word that stands anywhere in what an activity says. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Without what it says of the other one of a merge. */
const withoutOther = (data: Activity['data']): object => Object.fromEntries(Object.entries(data).filter(([key]) => !['otherId', 'otherName', 'otherExternalUserid'].includes(key)));
/** Where a merge was undone, the other is somebody else, of whom this person is told nothing. */
const aloneIn = (kind: ActivityKind, data: Activity['data']) => (kind === 'customer.unmerged' || data.undoneAt !== undefined ? withoutOther(data) : data);

export const customerPersonalData = [
  personal(Activity, {
    label: { zh: '动态', en: 'Timeline' },
    of: ({ customerId }) => ({ customerId }),
    show: async (rows) => rows.map(({ at, kind, staffId, data }) => [
      { column: 'at', label: { zh: '时间', en: 'Time' }, value: at }, { column: 'kind', label: { zh: '事件', en: 'What happened' }, value: kinds[kind] ?? kind },
      { column: 'staffId', label: { zh: '员工', en: 'Staff' }, value: staffId }, { column: 'data', label: { zh: '内容', en: 'Content' }, value: textsIn(aloneIn(kind, data)).join('; ') },
    ]),
    erase: ({ id, data, naturalKey }) => ({
      data: Object.fromEntries(Object.entries(data).filter(([key, value]) => ours.has(key) && (key !== 'by' || ['customer', 'staff', 'transfer'].includes(String(value))))),
      naturalKey: naturalKey.startsWith('erased:') ? naturalKey : `erased:${newId('act')}:${id}`,
    }),
    kept: { zh: '只保留事件类型、时间和员工，用于统计；不再指向任何人（匿名化，《个人信息保护法》第四条）。其他客户的备注变更记录里写到的此人已换成 ***', en: 'Kind, time and staff member only, for statistics; they lead to nobody (anonymised, PIPL Art. 4). Where earlier remarks of other customers named the person there is *** now' },
  }),
  personal(FollowUser, {
    label: { zh: '跟进关系', en: 'Follow relations' },
    of: ({ customerId }) => ({ customerId }),
    called: ({ remark }) => [remark],
    show: {
      staffId: { zh: '员工', en: 'Staff' }, remark: { zh: '备注', en: 'Remark' }, description: { zh: '描述', en: 'Description' }, state: { zh: '来源参数', en: 'Source parameter' },
      sourceName: { zh: '来源', en: 'Source' }, sourceChannel: { zh: '渠道', en: 'Channel' }, addedAt: { zh: '添加时间', en: 'Added' }, lostAt: { zh: '流失时间', en: 'Lost' },
    },
    erase: 'delete',
    also: async (tx, rows) => {
      for (const { staffId, lostAt } of rows) if (lostAt === null) await addToCustomerCount(tx, staffId, -1);
    },
  }),
  personal(CustomerIdentity, {
    label: { zh: '身份标识', en: 'Identities' },
    of: ({ customerId }) => ({ customerId }),
    names: ({ kind, value }) => [value, kind === 'miniOpenid' ? value.slice(value.indexOf(':') + 1) : null],
    called: ({ kind, sealed }, { secrets }) => (sealed === null ? [] : [secrets.open(sealed, `identity.${kind}`)]),
    show: { kind: { zh: '类型', en: 'Kind' }, value: { zh: '标识', en: 'Id' } },
    erase: 'delete',
  }),
  personal(Customer, {
    label: { zh: '客户资料', en: 'Profile' },
    of: ({ customerId }) => ({ id: customerId }),
    names: ({ externalUserid, unionid }) => [externalUserid, unionid],
    called: ({ name }) => [name],
    show: {
      name: { zh: '昵称', en: 'Name' }, avatarUrl: { zh: '头像', en: 'Picture' }, gender: { zh: '性别（0 未知，1 男，2 女）', en: 'Gender (0 unknown, 1 male, 2 female)' }, corpName: { zh: '企业', en: 'Company' }, position: { zh: '职位', en: 'Position' },
      externalUserid: { zh: '企业微信标识', en: 'WeCom id' }, unionid: { zh: '微信开放平台标识', en: 'WeChat unionid' }, firstAddedAt: { zh: '首次添加', en: 'First added' }, lastAddedAt: { zh: '最近添加', en: 'Last added' }, lostAt: { zh: '流失时间', en: 'Lost' },
    },
    erase: 'delete',
  }),
  personal(CustomerMerge, {
    label: { zh: '合并记录', en: 'Merges' },
    // Whoever was merged into somebody who was then merged is the person too.
    of: ({ customerId, names }) => [{ survivorId: In([customerId, ...names]) }, { otherId: In([customerId, ...names]) }],
    // Where a merge was undone, the other is somebody else.
    names: ({ otherId, other, undoneAt }) => (undoneAt === null ? [otherId, other.externalUserid, other.unionid] : []),
    called: ({ other, undoneAt }) => (undoneAt === null ? [other.name] : []),
    show: { at: { zh: '合并时间', en: 'Merged' }, undoneAt: { zh: '撤销时间', en: 'Undone' } },
    erase: 'delete',
    also: async (tx, rows) => {
      const ids = rows.map(({ id }) => id);
      await tx.remove(CustomerMergeRow, { mergeId: In(ids) });
      // The timeline of whoever was merged by mistake goes on, without the name of the one who is gone.
      const told = await tx.find(Activity, { naturalKey: In(ids.flatMap((id) => [`merged:${id}`, `unmerged:${id}:1`, `unmerged:${id}:2`])) });
      for (const { id, data } of told) await tx.update(Activity, { id }, { data: withoutOther(data) });
    },
  }),
  personal(MergeSuggestion, {
    label: { zh: '疑似同一人', en: 'Possible duplicates' },
    of: ({ customerId }) => [{ oneId: customerId }, { twoId: customerId }],
    show: { at: { zh: '发现时间', en: 'Found' }, state: { zh: '状态', en: 'State' } },
    erase: 'delete',
  }),
  personal(Reconciliation, {
    label: { zh: '对账报告中的错误信息', en: 'Errors in comparison reports' },
    of: () => ({}),
    holds: ({ error }, person) => error !== '' && isNamedIn(error, person),
    erase: () => ({ error: '' }),
    kept: { zh: '对账的数目', en: 'The figures of the comparison' },
  }),
];
