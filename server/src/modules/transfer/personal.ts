import { Raw } from 'typeorm';
import { isCalledIn, personal } from '../../core/personal/declare';
import { LossAlert, Transfer, TransferItem } from './entity';
import { closeIfOver } from './service';

const isOver = ({ state }: TransferItem) => state === 'done' || state === 'givenUp';

export const transferPersonalData = [
  // Before its items, through which it is found.
  personal(Transfer, {
    label: { zh: '只含此人或写到此人的交接单', en: 'Hand-overs of this person alone, or whose words name them' },
    of: ({ customerId }) => ({ id: Raw((alias) => `${alias} IN (SELECT transferId FROM transfer_item WHERE customerId = :handedOver)`, { handedOver: customerId }) }),
    // By several accounts they are several of the order.
    holds: async ({ id, total, message, nextStep }, person, { db }) => {
      return isCalledIn(`${message}\n${nextStep}`, person) || (await db.count(TransferItem, { transferId: id, customerId: person.customerId })) === total;
    },
    show: { createdAt: { zh: '时间', en: 'Time' }, message: { zh: '给客户的话', en: 'Message' }, nextStep: { zh: '下一步', en: 'Next step' } },
    erase: () => ({ message: '', nextStep: '' }),
    kept: { zh: '由谁交给谁、何时；对客户说的话和下一步已清空。多位客户共用、没有写到此人的话不属于某一个人，保留', en: 'From whom to whom and when; the message and the next step are gone. What was written for many customers at once and does not name this one is of none of them and stays' },
  }),
  personal(TransferItem, {
    label: { zh: '交接记录', en: 'Hand-overs' },
    of: ({ customerId }) => ({ customerId }),
    show: { createdAt: { zh: '时间', en: 'Time' }, state: { zh: '状态', en: 'State' }, settledAt: { zh: '完成时间', en: 'Settled' } },
    // Nobody is handed over any more who is gone.
    erase: (item) => ({ externalUserid: '', ...(!isOver(item) && { state: 'givenUp', openKey: item.id, claim: '', retryAt: null, dueAt: null, autoRetry: false }) }),
    also: async (tx, rows) => {
      for (const { transferId, createdAt } of rows) await closeIfOver(tx, transferId, createdAt);
    },
    kept: { zh: '交接数不变，也用于企业微信的交接次数限制；记录里只有一个内部编号（匿名化，《个人信息保护法》第四条）', en: 'The figures of the hand-over stay right; the row holds only a number of ours (anonymised, PIPL Art. 4)' },
  }),
  personal(LossAlert, {
    label: { zh: '流失提醒', en: 'Loss alerts' },
    of: ({ customerId }) => ({ customerId }),
    show: { at: { zh: '时间', en: 'Time' }, staffId: { zh: '员工', en: 'Staff' } },
    erase: 'delete',
  }),
];
