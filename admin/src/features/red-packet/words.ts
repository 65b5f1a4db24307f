import { yuan } from '@scrm/shared/money';
import type { PacketState, PayAccount } from '@scrm/shared/red-packet';
import { counted } from '@scrm/shared/text';
import { words } from '../../kit/language';

export const useRedPacketWords = words({
  zh: {
    states: { wanted: '发放中', sent: '待领取', claimed: '已领取', returned: '已退回', failed: '发放失败', skipped: '没有发放' } satisfies Record<PacketState, string>,
    definitions: {
      wanted: '已占用预算，微信支付还没有确认发出', sent: '已发到客户微信，还没有领取，24 小时不领会退回', claimed: '客户已领取', returned: '超过 24 小时没有领取，已退回商户号，预算也退回', failed: '微信支付没有发放，没有花钱，预算已退回，可以补发', skipped: '以前就是企业的客户，按设置不发',
    } satisfies Record<PacketState, string>,
    account: { active: '正常发放', short: '余额不足，已停止发放', refused: '微信支付拒绝，已停止发放', paused: '已暂停' } satisfies Record<PayAccount['state'], string>,
    money: (fen: number) => `${yuan(fen)} 元`, count: (n: string) => `${n} 个`, people: (n: string) => `${n} 人`,
  },
  en: {
    states: { wanted: 'Being sent', sent: 'Not claimed yet', claimed: 'Claimed', returned: 'Returned', failed: 'Failed', skipped: 'Not given' },
    definitions: {
      wanted: 'Taken from the budget; WeChat Pay has not confirmed it', sent: 'On the customer’s phone, not claimed; it goes back after 24 hours', claimed: 'The customer has it', returned: 'Not claimed in 24 hours: back at the merchant and in the budget', failed: 'WeChat Pay did not pay; nothing was spent, the budget has it back, and it can be sent again', skipped: 'Was a customer of the company before, and the code gives none to them',
    },
    account: { active: 'Sending', short: 'The balance does not suffice; nothing is sent', refused: 'WeChat Pay refuses; nothing is sent', paused: 'Paused' },
    money: (fen: number) => `¥${yuan(fen)}`, count: (n: string) => counted(n, 'packet'), people: (n: string) => `${n} people`,
  },
});
