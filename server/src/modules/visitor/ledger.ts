import { AppError } from '../../core/errors';
import { write, type ReadDb } from '../../core/db/scope';
import { externalUseridsToPendingIds } from '../../wecom/api/id-convert';
import { Visitor } from './entity';
import { IdConversion } from './ledger-entity';
import { noteConversion, settleConversion } from './note-conversion';
import { joinCustomer, identifyVisitor, type RecogniseContext } from './recognise';

/** Asks WeCom for the pending id of a new customer and keeps what it says, also when it says no. */
export async function askPendingIds({ db, wecom, clock }: Pick<RecogniseContext, 'db' | 'wecom' | 'clock'>, externalUserid: string, customerId: string): Promise<string[]> {
  const question = { kind: 'externalToPending' as const, subject: externalUserid, customerId };
  try {
    const ids = (await externalUseridsToPendingIds(await wecom(db.corpId), [externalUserid])).result.map((one) => one.pending_id);
    await write(db, (tx) => noteConversion(tx, { ...question, state: 'done' }, clock.now()));
    return ids;
  } catch (failure) {
    await write(db, (tx) => noteConversion(tx, { ...question, state: 'failed', failure }, clock.now()));
    throw failure;
  }
}

/** Asks the question of this row once more. Whether it works stands in the row afterwards. Not inside a transaction. */
export async function retryConversion(context: RecogniseContext, id: string): Promise<IdConversion> {
  const { db, log } = context;
  const row = await db.get(IdConversion, id, '转换记录');
  const again = () => db.get(IdConversion, id, '转换记录');
  if (row.kind === 'externalToPending') {
    const pendingIds = await askPendingIds(context, row.subject, row.customerId ?? '').catch((error: unknown) => {
      log.warn({ err: error, id }, 'an id conversion failed again');
      return [];
    });
    const customerId = row.customerId;
    if (customerId) {
      for (const pendingId of pendingIds) {
        const visitor = await db.findOne(Visitor, { pendingId });
        if (visitor && visitor.customerId === null) await write(db, (tx) => joinCustomer(tx, visitor, customerId));
      }
    }
    return again();
  }
  const visitor = row.visitorId ? await db.findOne(Visitor, { id: row.visitorId }) : null;
  if (!visitor) throw new AppError('not_found', { what: '访客' });
  // A stranger is asked about every ten minutes at most; a person who presses the button does not wait.
  await identifyVisitor(context, { ...visitor, askedAt: null });
  if (visitor.customerId) await write(db, (tx) => settleConversion(tx, visitor.id, visitor.customerId!));
  return again();
}

export function countConversions(db: ReadDb): Promise<{ done: number; pending: number; failed: number }> {
  return Promise.all((['done', 'pending', 'failed'] as const).map((state) => db.count(IdConversion, { state }))).then(([done = 0, pending = 0, failed = 0]) => ({ done, pending, failed }));
}
