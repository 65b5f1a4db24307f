import { personal, type PersonalData } from '../../core/personal/declare';
import { LiveCodeCustomer } from './entity';
import { LiveCodeAdd } from './entity-rule';
import './page/services';

const kept = {
  zh: '活码的新增和流失数不变；记录里只有一个内部编号，删除后不再指向任何人（匿名化，《个人信息保护法》第四条）',
  en: 'The counts of the live code stay right; the row holds only a number of ours that leads to nobody (anonymised, PIPL Art. 4)',
};

/** Scans that wait to be made rows of are theirs too: they become rows before anything is looked for. */
const unpacked = (data: PersonalData): PersonalData => ({
  ...data,
  names: async (context, person) => {
    await context.pageCodes.unpacker.drain();
    return data.names(context, person);
  },
});

export const liveCodePersonalData = [
  unpacked(personal(LiveCodeCustomer, {
    label: { zh: '活码新增记录', en: 'Additions by live codes' },
    of: ({ customerId }) => ({ customerId }),
    show: { staffId: { zh: '员工', en: 'Staff' }, addedAt: { zh: '添加时间', en: 'Added' }, lostAt: { zh: '流失时间', en: 'Lost' } },
    erase: 'keep',
    kept,
  })),
  personal(LiveCodeAdd, {
    label: { zh: '活码分配记录', en: 'Who received by a live code, and why' },
    of: ({ customerId }) => ({ customerId }),
    show: { staffId: { zh: '员工', en: 'Staff' }, addedAt: { zh: '添加时间', en: 'Added' } },
    erase: 'keep',
    kept,
  }),
];
