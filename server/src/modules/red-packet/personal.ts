import { In } from 'typeorm';
import { personal } from '../../core/personal/declare';
import { endExportsHolding, removeFilesHolding } from '../export';
import { RedPacket } from './entity';

export const redPacketPersonalData = [
  personal(RedPacket, {
    label: { zh: '见面红包', en: 'Red packets' },
    of: ({ customerId, names }) => [{ customerId }, ...(names.length > 0 ? [{ externalUserid: In([...names]) }] : [])],
    names: ({ externalUserid }) => [externalUserid],
    show: { wantedAt: { zh: '时间', en: 'Time' }, amountFen: { zh: '金额（分）', en: 'Amount (fen)' }, state: { zh: '状态', en: 'State' }, billNo: { zh: '商户订单号', en: 'Order number' } },
    before: (rows, { db, files }) => removeFilesHolding(files, db, 'redPacket', rows.map(({ id }) => id)),
    also: (tx, rows) => endExportsHolding(tx, 'redPacket', rows.map(({ id }) => id)),
    erase: () => ({ externalUserid: '', customerId: null }),
    kept: {
      zh: '订单号、金额和状态是会计凭证（《会计法》第二十三条），不再指向任何人；另保留微信标识的散列值，只用于不重复发放',
      en: 'Number, amount and state are accounting records and lead to nobody; hashes of WeChat’s ids stay so that nobody is paid twice',
    },
  }),
];
