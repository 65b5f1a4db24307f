import { LessThanOrEqual, type FindOptionsWhere, type QueryDeepPartialEntity } from 'typeorm';
import type { Clock } from '../../core/clock';
import { CorpRow, Text, Time } from '../../core/db/columns';
import type { Class } from '../../core/db/database';
import { write, type ReadDb } from '../../core/db/scope';
import type { Services } from '../../core/services';
import { askWay, isRefused } from '../../wecom/own-way';
import { staffDisplayName, type Staff } from '../org';

/** The contact way that adds exactly one staff member; its `state` at WeCom is the row's id. */
export abstract class AddWayRow extends CorpRow {
  @Text(40) staffId: string;
  /** '' while there is none. */
  @Text(64) configId: string;
  @Text(500) qrUrl: string;
  /** When it was first asked for, as long as the answer is not known. */
  @Time({ nullable: true }) askedAt: number | null;
  /** Until then somebody is at it, or it is left alone after a failure. */
  @Time() busyUntil: number;
}

/** A row whose contact way is still to be made. */
export const emptyWay = { configId: '', qrUrl: '', askedAt: null, busyUntil: 0 };

export interface WayContext extends Pick<Services, 'wecom'> {
  db: ReadDb;
  clock: Clock;
}

/** Longer than all the calls of one making can take. */
const claimMs = 45_000;
/** After a failure, so that each visit is not another call. */
const restMs = 30_000;

/**
 * Makes the contact way at WeCom, once, whoever and however many ask. Gives the row; without a `configId` somebody else is
 * at it, or an attempt has just failed. Not inside a transaction.
 */
export async function makeWay<W extends AddWayRow>(context: WayContext, entity: Class<W>, id: string, staff: Staff): Promise<W | null> {
  const { db, clock } = context;
  const now = clock.now();
  const where = (more: object = {}) => ({ id, ...more }) as unknown as FindOptionsWhere<W>;
  const set = (patch: Partial<AddWayRow>, more: object = {}) => write(db, (tx) => tx.update(entity, where(more), patch as QueryDeepPartialEntity<W>));
  const claimed = await set({ busyUntil: now + claimMs }, { configId: '', busyUntil: LessThanOrEqual(now) });
  const way = await db.findOne(entity, where());
  if (claimed === 0 || !way) return way;
  try {
    // Who scans it chose this person, so nobody has to confirm.
    const input = { userids: [staff.userId], state: way.id, remark: [...staffDisplayName(staff)].slice(0, 30).join(''), skipVerify: true, type: 1 as const };
    const made = await askWay(await context.wecom(db.corpId), input, { askedAt: way.askedAt, noteAsked: () => set({ askedAt: clock.now() }), now: clock.now() });
    await set({ configId: made.config_id, qrUrl: made.qr_code, askedAt: null, busyUntil: 0 });
    return await db.findOne(entity, where());
  } catch (error) {
    await set({ busyUntil: clock.now() + restMs, ...(isRefused(error) && { askedAt: null }) });
    throw error;
  }
}
