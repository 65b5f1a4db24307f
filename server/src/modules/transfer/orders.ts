import type { LossKind } from '@scrm/shared/loss-alert';
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
/** Losses of these kinds, `since` and before `until` (ms). */
export interface Span {
  since: number;
  until: number;
  kinds: LossKind[];
}

/** What one person is told of at once. */
export interface Card {
  staffId: string;
  alertIds: string[];
  since: number;
  until: number;
}

export const tell = order<{ id: string }>('transfer.tellLoss');
export const tellDigest = order<Card>('transfer.tellDigest', { lane: 'bulk' });
export const tellRest = order<Span>('transfer.tellRest', { lane: 'bulk' });
