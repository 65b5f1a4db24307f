import { LessThanOrEqual } from 'typeorm';
import { truncate } from '@scrm/shared/text';
import type { Clock } from '../../../core/clock';
import { newId } from '../../../core/db/ids';
import { write, type ReadDb } from '../../../core/db/scope';
import type { Services } from '../../../core/services';
import { updateContactWay } from '../../../wecom/api/contact-way';
import { askWay, isGone, isRefused } from '../../../wecom/own-way';
import { readAnewOnRefusal, Staff, staffDisplayName } from '../../org';
import { mayPass, problemOf } from '../contact-way';
import { LiveCode, liveCodeWord } from '../entity';
import { LiveCodeWay } from './entity';
import { noteCode } from './news';

export interface WayContext extends Pick<Services, 'wecom'> {
  db: ReadDb;
  clock: Clock;
}

/** Longer than all the calls of one making can take. */
const claimMs = 45_000;
/** After a failure, so that each scan is not another call; and after a second no that waiting will hardly change. */
const restMs = 30_000;
const longRestMs = 3_600_000;

/** The row of the way by which this code's page adds this staff member, made where it is missing. */
export async function holdWay(db: ReadDb, liveCodeId: string, staffId: string, now: number): Promise<LiveCodeWay> {
  const known = await db.findOne(LiveCodeWay, { liveCodeId, staffId });
  if (known) return known;
  return write(db, async (tx) => {
    await tx.insertMissing(LiveCodeWay, { id: newId('lw', now), liveCodeId, staffId, configId: '', qrUrl: '', skipVerify: true, askedAt: null, busyUntil: 0, problem: null });
    return (await tx.findOne(LiveCodeWay, { liveCodeId, staffId }))!;
  });
}

/** Makes the way at WeCom, or tells WeCom whether the staff member has to confirm. False: somebody else is at it. Not inside a transaction. */
export async function bringWay(context: WayContext, way: LiveCodeWay, skipVerify: boolean): Promise<boolean> {
  const { db, clock } = context;
  const now = clock.now();
  if (way.configId !== '' && way.skipVerify === skipVerify) return true;
  const claimed = await write(db, (tx) => tx.update(LiveCodeWay, { id: way.id, busyUntil: LessThanOrEqual(now) }, { busyUntil: now + claimMs, problem: null }));
  const current = await db.get(LiveCodeWay, way.id, liveCodeWord);
  if (claimed === 0) return current.configId !== '' && current.skipVerify === skipVerify;
  try {
    const told = await tell(context, current, skipVerify);
    await write(db, async (tx) => {
      await tx.update(LiveCodeWay, { id: way.id }, { ...told, skipVerify, askedAt: null, busyUntil: 0, problem: null });
      noteCode(tx, way.liveCodeId);
    });
    return true;
  } catch (error) {
    const rest = way.problem === null || mayPass(error) ? restMs : longRestMs;
    await write(db, async (tx) => {
      await tx.update(LiveCodeWay, { id: way.id }, { busyUntil: clock.now() + rest, problem: problemOf(error), ...(isRefused(error) && { askedAt: null }) });
      noteCode(tx, way.liveCodeId);
    });
    if (way.problem === null) await readAnewOnRefusal(db, error, { now: clock.now(), isFirst: true });
    throw error;
  }
}

async function tell(context: WayContext, way: LiveCodeWay, skipVerify: boolean): Promise<Partial<LiveCodeWay>> {
  const { db, clock, wecom } = context;
  const app = await wecom(db.corpId);
  if (way.configId !== '') {
    if (way.skipVerify === skipVerify) return {};
    try {
      await updateContactWay(app, way.configId, { skipVerify });
      return {};
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
  const [staff, code] = await Promise.all([db.get(Staff, way.staffId, '员工'), db.get(LiveCode, way.liveCodeId, liveCodeWord)]);
  const remark = truncate(`${code.name}·${staffDisplayName(staff)}`, 30);
  const made = await askWay(app, { userids: [staff.userId], state: way.id, remark, skipVerify, type: 1 }, {
    askedAt: way.askedAt, now: clock.now(), noteAsked: () => write(db, (tx) => tx.update(LiveCodeWay, { id: way.id }, { askedAt: clock.now() })),
  });
  return { configId: made.config_id, qrUrl: made.qr_code };
}
