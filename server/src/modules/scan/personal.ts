import { In, IsNull } from 'typeorm';
import { personal } from '../../core/personal/declare';
import { Scan } from './entity';

export const scanPersonalData = [
  personal(Scan, {
    label: { zh: '扫码记录', en: 'Scans of live codes' },
    of: ({ customerId, names }) => [{ customerId }, ...(names.length === 0 ? [] : [{ customerId: IsNull(), visitor: In([...names]) }])],
    names: ({ visitor }) => [visitor],
    show: { codeId: { zh: '活码', en: 'Live code' }, at: { zh: '时间', en: 'At' }, outcome: { zh: '结果', en: 'Outcome' } },
    erase: ({ id }) => ({ customerId: null, visitor: `gone_${id.slice(-26)}`, reason: null }),
    kept: { zh: '活码的扫码次数不变；记录里不再有任何指向个人的标识（匿名化，《个人信息保护法》第四条）', en: 'The counts of the live code stay right; nothing in the row leads to anybody (anonymised, PIPL Art. 4)' },
  }),
];
