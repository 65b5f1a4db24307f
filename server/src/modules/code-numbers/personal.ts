import { personal } from '../../core/personal/declare';
import { CodeAdd } from './entity';

export const codeNumberPersonalData = [
  personal(CodeAdd, {
    label: { zh: '由哪个码添加', en: 'By which code they came' },
    of: ({ customerId }) => ({ customerId }),
    show: { staffId: { zh: '员工', en: 'Staff' }, addedAt: { zh: '添加时间', en: 'Added' }, lostAt: { zh: '流失时间', en: 'Lost' } },
    erase: 'keep',
    kept: {
      zh: '码的新增和流失数不变；记录里只有一个内部编号，删除后不再指向任何人（匿名化，《个人信息保护法》第四条）',
      en: 'The counts of the code stay right; the row holds only a number of ours that leads to nobody (anonymised, PIPL Art. 4)',
    },
  }),
];
