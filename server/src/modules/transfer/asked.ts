import type { TransferKind } from '@scrm/shared/transfer';
import { WeComError, type Reaction } from '../../wecom/errors';
import type { Staff } from '../org';

/** WeCom is busy, or we are too quick: these are tried again, with all that belongs to the call. */
const passing = new Set<Reaction>(['retry', 'token', 'wait', 'again-later']);

/** What WeCom says of each, by id. A call that is refused as a whole is refused for each of them. */
export async function asked(call: () => Promise<{ id: string; errcode: number }[]>, ids: readonly string[]): Promise<Map<string, number>> {
  try {
    return new Map((await call()).map((one) => [one.id, one.errcode]));
  } catch (error) {
    if (!(error instanceof WeComError) || passing.has(error.reaction)) throw error;
    return new Map(ids.map((id) => [id, error.errcode]));
  }
}

/** Whoever left since the order was written gives by another call of WeCom's. */
export const kindOf = ({ state }: Staff): TransferKind => (state === 'left' ? 'resigned' : 'onJob');
