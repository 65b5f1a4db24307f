import { LessThanOrEqual, type FindOptionsWhere, type QueryDeepPartialEntity } from 'typeorm';
import type { Clock } from '../../core/clock';
import { CorpRow, Text, Time } from '../../core/db/columns';
import type { Class } from '../../core/db/database';
import { write, type ReadDb } from '../../core/db/scope';
import type { Services } from '../../core/services';
import { addContactWay, deleteContactWay, getContactWay, listContactWays } from '../../wecom/api/contact-way';
import type { WecomApp } from '../../wecom/client';
import { WeComError } from '../../wecom/errors';
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
/** The contact way is asked for within this time, so that a late answer cannot meet the next attempt. */
const askMs = 20_000;
/** After a failure, so that each visit is not another call. */
const restMs = 30_000;
/** WeCom's clock and ours may differ by this much. */
const skewMs = 600_000;
/** 41044: there is no such contact way. https://developer.work.weixin.qq.com/document/path/90313 */
const isGone = (error: unknown) => error instanceof WeComError && error.errcode === 41044;

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
    const made = await ask(context, way, staff, () => set({ askedAt: clock.now() }));
    await set({ configId: made.config_id, qrUrl: made.qr_code, askedAt: null, busyUntil: 0 });
    return await db.findOne(entity, where());
  } catch (error) {
    // A clear no means that nothing was made; silence may mean that it was.
    const isRefused = error instanceof WeComError && error.reaction !== 'retry';
    await set({ busyUntil: clock.now() + restMs, ...(isRefused && { askedAt: null }) });
    throw error;
  }
}

/** Before a way is asked for, the row says so: whoever comes after a crash looks first whether it was made. */
async function ask({ db, clock, wecom }: WayContext, way: AddWayRow, staff: Staff, noteAsked: () => Promise<unknown>): Promise<{ config_id: string; qr_code: string }> {
  const app = await wecom(db.corpId);
  const found = way.askedAt === null ? null : await findWay(app, way.id, way.askedAt);
  if (found) return found;
  if (way.askedAt === null) await noteAsked();
  const remark = [...staffDisplayName(staff)].slice(0, 30).join('');
  // Who scans it chose this person, so nobody has to confirm.
  return addContactWay(app, { userids: [staff.userId], state: way.id, remark, skipVerify: true, type: 1 }, { deadline: clock.now() + askMs });
}

async function findWay(app: WecomApp, state: string, since: number) {
  let cursor: string | undefined;
  do {
    const page = await listContactWays(app, { startTime: Math.floor((since - skewMs) / 1000), cursor });
    for (const { config_id } of page.contact_way) {
      const way = await readWay(app, config_id);
      if (way?.state === state) return way;
    }
    cursor = page.next_cursor || undefined;
  } while (cursor);
  return null;
}

/** Null when WeCom has none of this id. */
export async function readWay(app: WecomApp, configId: string) {
  try {
    return (await getContactWay(app, configId)).contact_way;
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** Gone already is as good. */
export async function removeWay(app: WecomApp, configId: string): Promise<void> {
  try {
    await deleteContactWay(app, configId);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}
