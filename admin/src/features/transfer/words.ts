import type { ItemState, Transfer, TransferItem, TransferLimit } from '@scrm/shared/transfer';
import type { blockReasons } from '@scrm/shared/transfer';
import { words } from '../../kit/language';

type Reason = (typeof blockReasons)[number];

export const useTransferWords = words({
  zh: {
    states: {
      waiting: '待发起', asking: '发起中', pending: '等待客户确认', moving: '正在搬移资料', done: '已接替', refused: '客户拒绝', full: '接替人客户已满', limited: '次数受限', failed: '未成功', givenUp: '已放弃',
    } satisfies Record<ItemState, string>,
    kinds: { onJob: '在职继承', resigned: '离职继承' },
    ways: { even: '平均分配', department: '分给部门', tag: '按标签', hand: '逐个指定' } satisfies Record<Transfer['way'], string>,
    blocked: { lost: '客户已删除原跟进人', inTransfer: '正在另一次交接中', queued: '在拒绝队列中', limit: '90 天内已交接 2 次' } satisfies Record<Reason, string>,
    limits: { perCall: '每次调用最多客户数', perCustomer: '每位客户的交接次数', perCustomerDays: '次数的计算周期（天）', effectHours: '生效时间（小时）', triesAfterRefusal: '拒绝后还可再试', groupsPerDay: '每位群主每天最多交接群数' } satisfies Record<TransferLimit, string>,
  },
  en: {
    states: {
      waiting: 'Not begun', asking: 'Beginning', pending: 'Waiting for the customer', moving: 'Moving what was held', done: 'Taken over', refused: 'Refused', full: 'Taker is full', limited: 'At the limit', failed: 'Not done', givenUp: 'Given up',
    },
    kinds: { onJob: 'On the job', resigned: 'After leaving' },
    ways: { even: 'Evenly', department: 'To a department', tag: 'By tag', hand: 'One by one' },
    blocked: { lost: 'The customer deleted the giver', inTransfer: 'In another hand-over', queued: 'In the refusal queue', limit: 'Handed over twice in 90 days' },
    limits: { perCall: 'Customers a call', perCustomer: 'Hand-overs a customer', perCustomerDays: 'Within days', effectHours: 'Takes effect after hours', triesAfterRefusal: 'Tries after a refusal', groupsPerDay: 'Groups of an owner a day' },
  },
});

export const stateColours: Record<ItemState, string | undefined> = {
  waiting: undefined, asking: 'processing', pending: 'processing', moving: 'processing', done: 'success', refused: 'warning', full: 'warning', limited: 'warning', failed: 'error', givenUp: undefined,
};

/** Days since then, as whole days. */
export function daysSince(at: number, now = Date.now()): number {
  return Math.max(0, Math.floor((now - at) / 86_400_000));
}

/** In the state where something is on its way, the screen looks again by itself. */
export const isMoving = (transfer: Transfer | undefined) => transfer?.state === 'running';
export type { TransferItem };
