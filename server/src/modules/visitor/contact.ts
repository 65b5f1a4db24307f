import { In, IsNull } from 'typeorm';
import type { ContactPerson } from '@scrm/shared/visitor';
import { write } from '../../core/db/scope';
import { messageOf } from '../../core/errors';
import { makeWay } from '../add-way';
import { FollowUser } from '../customer';
import { Staff } from '../org';
import { holdWay } from './contact-way';
import { VisitorContactWay } from './entity';
import { keepWay } from './jobs';
import type { RecogniseContext } from './recognise';

/** Somebody with more friends than this among the staff sees the latest. */
const most = 5;
/** The call makes the contact way itself; the job is there for the case that it cannot. */
const jobDelayMs = 15_000;

/** The staff who have this customer as a friend, the latest first, each with a code that adds exactly them. */
export async function contactPersons(context: RecogniseContext, customerId: string): Promise<ContactPerson[]> {
  const { db } = context;
  const follows = await db.find(FollowUser, { customerId, lostAt: IsNull() }, { order: { addedAt: 'DESC', id: 'DESC' }, take: most });
  if (follows.length === 0) return [];
  const staff = new Map((await db.find(Staff, { id: In(follows.map((follow) => follow.staffId)), state: 'active' })).map((one) => [one.id, one]));
  const met = follows.flatMap(({ staffId, addedAt }) => (staff.has(staffId) ? [{ one: staff.get(staffId)!, since: addedAt }] : []));
  return Promise.all(met.map(async ({ one, since }) => ({ id: one.id, name: one.name, avatarUrl: one.avatarUrl, since, code: await codeOf(context, one) })));
}

async function codeOf(context: RecogniseContext, staff: Staff): Promise<ContactPerson['code']> {
  if (!staff.canReceive) return { state: 'closed' };
  const way = await readyWay(context, staff);
  return way.qrUrl === '' ? { state: 'preparing' } : { state: 'ready', qrUrl: way.qrUrl };
}

async function readyWay(context: RecogniseContext, staff: Staff): Promise<VisitorContactWay> {
  const { db, clock, log } = context;
  const way = await holdWay(db, staff.id, clock.now());
  if (way.configId !== '') return way;
  await write(db, (tx) => tx.enqueue(keepWay, { id: way.id }, { key: way.id, runAt: clock.now() + jobDelayMs }));
  const made = await makeWay(context, VisitorContactWay, way.id, staff).catch((error: unknown) => {
    log.warn({ err: error, staffId: staff.id }, `cannot make a visitor’s add code yet: ${messageOf(error)}`);
    return null;
  });
  return made ?? way;
}
