import type { TransferKind } from '@scrm/shared/transfer';
import { order } from '../../core/jobs/define';

/** What the files of a hand-over ask of each other; `jobs.ts` says who does it. */

export interface Pair {
  fromStaffId: string;
  toStaffId: string;
  kind: TransferKind;
}

const hourMs = 3_600_000;

export const run = order<{ transferId: string }>('transfer.run', { lane: 'bulk', timeoutMs: hourMs });
export const follow = order<Pair>('transfer.follow', { lane: 'bulk', timeoutMs: hourMs });
export const settle = order<{ itemIds: string[] }>('transfer.settle', { timeoutMs: hourMs });
export const retryDue = order<object>('transfer.retryDue', { lane: 'bulk' });
export const tell = order<{ id: string }>('transfer.tellLoss');
