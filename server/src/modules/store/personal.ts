import { In, IsNull } from 'typeorm';
import { personal } from '../../core/personal/declare';
import { StoreCustomer, StoreJoin, StoreVisit } from './entity';

const counted = { zh: '门店的数字不变；记录里不再有任何指向个人的标识（匿名化，《个人信息保护法》第四条）', en: 'The figures of the store stay right; nothing in the row leads to anybody (anonymised, PIPL Art. 4)' };

export const storePersonalData = [
  personal(StoreVisit, {
    label: { zh: '门店码扫码记录', en: 'Scans of store codes' },
    of: ({ customerId, names }) => [{ customerId }, ...(names.length === 0 ? [] : [{ customerId: IsNull(), visitor: In([...names]) }])],
    names: ({ visitor }) => [visitor],
    show: { at: { zh: '时间', en: 'At' }, place: { zh: '是否提供位置', en: 'Place given' }, band: { zh: '大致距离（公里）', en: 'Rough distance (km)' } },
    erase: ({ id, scanId }) => ({ customerId: null, visitor: '', scanId: scanId && `gone_${id.slice(-26)}` }),
    kept: counted,
  }),
  personal(StoreCustomer, {
    label: { zh: '门店新增记录', en: 'Additions by stores' },
    of: ({ customerId }) => ({ customerId }),
    show: { staffId: { zh: '员工', en: 'Staff' }, addedAt: { zh: '添加时间', en: 'Added' }, lostAt: { zh: '流失时间', en: 'Lost' } },
    erase: 'keep',
    kept: { zh: '门店的新增和流失数不变；记录里只有一个内部编号，删除后不再指向任何人（匿名化，《个人信息保护法》第四条）', en: 'The counts of the store stay right; the row holds only a number of ours that leads to nobody (anonymised, PIPL Art. 4)' },
  }),
  personal(StoreJoin, {
    label: { zh: '通过门店码进群', en: 'Groups joined by store codes' },
    of: ({ customerId }) => ({ customerId }),
    show: { at: { zh: '进群时间', en: 'Joined' }, leftAt: { zh: '退群时间', en: 'Left' } },
    erase: ({ id }) => ({ customerId: null, memberId: `gone_${id.slice(-26)}` }),
    kept: counted,
  }),
];
