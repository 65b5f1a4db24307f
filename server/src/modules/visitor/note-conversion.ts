import { messageOf } from '../../core/errors';
import { newId } from '../../core/db/ids';
import type { WriteDb } from '../../core/db/scope';
import { WeComError } from '../../wecom/errors';
import { IdConversion } from './ledger-entity';

export interface Answer {
  kind: IdConversion['kind'];
  subject: string;
  visitorId?: string | null;
  customerId?: string | null;
  state: IdConversion['state'];
  /** What WeCom has against it. */
  failure?: unknown;
}

/** Writes down what became of a question; the same question has one row. `at` in ms. */
export async function noteConversion(tx: WriteDb, { kind, subject, visitorId = null, customerId = null, state, failure }: Answer, at: number): Promise<void> {
  const errcode = failure instanceof WeComError ? failure.errcode : failure ? -1 : 0;
  const facts = { state, errcode, error: failure ? messageOf(failure).slice(0, 500) : '', lastAt: at };
  await tx.insertMissing(IdConversion, { id: newId('idc'), kind, subject, visitorId, customerId, ...facts, tries: 0, firstAt: at });
  await tx.update(IdConversion, { kind, subject }, { ...facts, ...(visitorId && { visitorId }), ...(customerId && { customerId }), tries: () => 'tries + 1' });
}

/** Whoever was waited for is a customer now. */
export async function settleConversion(tx: WriteDb, visitorId: string, customerId: string): Promise<void> {
  await tx.update(IdConversion, { visitorId }, { customerId, state: 'done', errcode: 0, error: '' });
}
