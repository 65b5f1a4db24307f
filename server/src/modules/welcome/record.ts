import type { EventFields } from '../../wecom/events';
import type { CallbackData } from '../corp/events';
import { newId } from '../../core/db/ids';
import type { ReadDb } from '../../core/db/scope';
import type { JobContext } from '../../core/jobs/define';
import { findTombstones } from '../../core/personal/tombstone';
import { Welcome } from './entity';
import { noteOnTimeline } from './timeline';

/** What WeCom tells of an addition. */
export type Added = CallbackData<EventFields<'change_external_contact.add_external_contact'>>;

/** Whether it is known what became of the welcome of this callback. */
export const isAnswered = async (db: ReadDb, callbackId: string): Promise<boolean> => (await db.findOne(Welcome, { callbackId })) !== null;

/** Writes what became of it, once per callback, and has the timeline told. */
export async function record(
  { write, clock, metrics }: JobContext, { callbackId, at: addedAt, fields }: Added, ending: Pick<Welcome, 'outcome' | 'reason' | 'ms' | 'half' | 'liveCodeId' | 'ruleId' | 'message'>,
): Promise<void> {
  const now = clock.now();
  await write(async (tx) => {
    if (await tx.findOne(Welcome, { callbackId })) return;
    // Whoever was erased and is only handed over now is not written down again; a hand-over has nothing to send.
    const isNothing = ending.outcome === 'noContent' || ending.outcome === 'noCode';
    const stone = isNothing && (await findTombstones(tx, [fields.externalUserid])).get(fields.externalUserid);
    if (stone && stone.returnedAt === null) return;
    await tx.insertMissing(Welcome, {
      id: newId('wel', now), callbackId, staffUserId: fields.userId, externalUserid: fields.externalUserid, customerId: null, at: now, addedAt, noCodeWhy: '', ...ending,
    });
    await tx.enqueue(noteOnTimeline, { callbackId }, { key: callbackId });
    tx.afterCommit(() => {
      metrics.welcomes.inc({ outcome: ending.outcome });
      if (ending.ms !== null) metrics.welcomeSeconds.observe(ending.ms / 1000);
    });
  });
}
