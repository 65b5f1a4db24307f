import { Raw } from 'typeorm';
import { personal } from '../../core/personal/declare';
import { CustomerChange } from './entity';

export const customerChangePersonalData = [
  personal(CustomerChange, {
    label: { zh: '名单更新通知', en: 'News for the customer lists' },
    of: ({ customerId }) => ({ body: Raw((alias) => `INSTR(${alias}, :changed) > 0`, { changed: customerId }) }),
    erase: 'keep',
    kept: { zh: '只有内部编号，一天后自动清除；名单靠它得知此人已被删除', en: 'Only a number of ours, gone after a day; by it the lists learn that the person is gone' },
  }),
];
