import { In, IsNull } from 'typeorm';
import { personal } from '../../core/personal/declare';
import { GroupCodeHold, GroupCodeJoin, GroupCodeVisit } from './entity';

const kept = { zh: '群活码的扫码、进群和退群数不变；记录里不再有任何指向个人的标识（匿名化，《个人信息保护法》第四条）', en: 'The counts of the group code stay right; nothing in the row leads to anybody (anonymised, PIPL Art. 4)' };

export const groupCodePersonalData = [
  personal(GroupCodeVisit, {
    label: { zh: '群活码访问记录', en: 'Visits of group codes' },
    of: ({ customerId, names }) => [{ customerId }, ...(names.length === 0 ? [] : [{ customerId: IsNull(), visitor: In([...names]) }])],
    names: ({ visitor }) => [visitor],
    show: { codeId: { zh: '群活码', en: 'Group code' }, firstAt: { zh: '第一次', en: 'First' }, lastAt: { zh: '最近一次', en: 'Last' } },
    erase: ({ id }) => ({ customerId: null, visitor: `gone_${id.slice(-26)}` }),
    kept,
  }),
  personal(GroupCodeHold, {
    label: { zh: '群活码留的位置（一两个小时）', en: 'Places kept by group codes, for an hour or two' },
    of: ({ names }) => (names.length === 0 ? null : { visitor: In([...names]) }),
    erase: 'delete',
  }),
  personal(GroupCodeJoin, {
    label: { zh: '通过群活码进群', en: 'Groups joined by group codes' },
    of: ({ customerId }) => ({ customerId }),
    show: { codeId: { zh: '群活码', en: 'Group code' }, at: { zh: '进群时间', en: 'Joined' }, leftAt: { zh: '退群时间', en: 'Left' } },
    erase: ({ id }) => ({ customerId: null, memberId: `gone_${id.slice(-26)}` }),
    kept,
  }),
];
