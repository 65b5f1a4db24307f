import { personal } from '../../core/personal/declare';
import { AcquisitionCustomer, AcquisitionEvent } from './entity';

export const acquisitionPersonalData = [
  personal(AcquisitionCustomer, {
    label: { zh: '获客链接新增记录', en: 'Additions by acquisition links' },
    of: ({ customerId }) => ({ customerId }),
    show: { staffId: { zh: '员工', en: 'Staff' }, addedAt: { zh: '添加时间', en: 'Added' }, chatted: { zh: '已开口', en: 'Wrote' } },
    erase: 'keep',
    kept: { zh: '获客链接的新增数不变；记录里只有一个内部编号，删除后不再指向任何人（匿名化，《个人信息保护法》第四条）', en: 'The counts of the link stay right; the row holds only a number of ours that leads to nobody (anonymised, PIPL Art. 4)' },
  }),
  // What it tells of a person stands in the additions.
  personal(AcquisitionEvent, {
    label: { zh: '获客链接动态', en: 'Events of acquisition links' },
    of: ({ customerId }) => ({ customerId }),
    erase: () => ({ customerId: null }),
    kept: { zh: '获客链接的动态数不变；记录里不再有任何指向个人的标识（匿名化，《个人信息保护法》第四条）', en: 'The events of the link stay; nothing in the row leads to anybody (anonymised, PIPL Art. 4)' },
  }),
];
