import { In, IsNull, MoreThan, Not } from 'typeorm';
import { on } from '../../core/events';
import { job, TryLater, type JobContext } from '../../core/jobs/define';
import { readWay, removeWay } from '../../wecom/own-way';
import { makeWay } from '../add-way';
import { identitiesOf } from '../customer';
import { customerAdded, reconciliationRun } from '../customer/events';
import { Staff } from '../org';
import { staffLeft } from '../org/events';
import { Visitor, VisitorContactWay } from './entity';
import { askPendingIds } from './ledger';
import { retryFailed } from './ledger-routes';
import { joinCustomer } from './recognise';

/** https://developer.work.weixin.qq.com/document/path/97108 */
const pendingLifeMs = 90 * 86_400_000;
const busyMs = 10_000;

/** A customer is added who opened the mini-program before: the two become one. */
export const recognise = on(customerAdded, 'visitor.recognise', async ({ customerId, externalUserid }, context) => {
  const { db, log, write } = context;
  const unionids = (await identitiesOf(db, customerId)).filter((one) => one.kind === 'unionid').map((one) => one.value);
  const pendingIds = await pendingIdsOf(context, externalUserid, customerId);
  const stranger = { customerId: IsNull() };
  const visitors = await db.find(Visitor, [
    { ...stranger, externalUserid },
    ...(unionids.length > 0 ? [{ ...stranger, unionid: In(unionids) }] : []),
    ...(pendingIds.length > 0 ? [{ ...stranger, pendingId: In(pendingIds) }] : []),
  ]);
  for (const visitor of visitors) {
    const isWhole = await write((tx) => joinCustomer(tx, visitor, customerId));
    if (!isWhole) log.warn({ visitor: visitor.id, customerId }, 'a visitor’s openid or unionid is another customer’s already');
  }
});

/** WeCom is asked only where it was asked about somebody before, for it knows no others. */
async function pendingIdsOf(context: JobContext, externalUserid: string, customerId: string): Promise<string[]> {
  const { db, corpId, corps, clock } = context;
  const waiting = await db.count(Visitor, { customerId: IsNull(), pendingId: Not(IsNull()), askedAt: MoreThan(clock.now() - pendingLifeMs) });
  if (waiting === 0 || (await corps.get(corpId)).kind === 'selfBuilt') return [];
  return askPendingIds(context, externalUserid, customerId);
}

/** Makes the contact way that a visit could not make. */
export const keepWay = job<{ id: string }>('visitor.keepContactWay', {}, async ({ id }, context) => {
  const way = await context.db.findOne(VisitorContactWay, { id });
  const staff = way && await context.db.findOne(Staff, { id: way.staffId, state: 'active', canReceive: true });
  if (!way || way.configId !== '' || !staff) return;
  const made = await makeWay(context, VisitorContactWay, id, staff);
  if (made?.configId === '') throw new TryLater(context.clock.now() + busyMs, 'Someone else is at it');
});

/** Nobody can be added by the code of someone who left. */
export const dropWay = on(staffLeft, 'visitor.dropContactWay', async ({ staffId }, { db, corpId, wecom, write, clock }) => {
  const way = await db.findOne(VisitorContactWay, { staffId });
  if (!way) return;
  if (way.busyUntil > clock.now()) throw new TryLater(way.busyUntil, 'It is being made');
  if (way.configId !== '') await removeWay(await wecom(corpId), way.configId);
  await write((tx) => tx.remove(VisitorContactWay, { id: way.id, configId: way.configId }));
});

/** A way that was deleted at WeCom is made again at the next visit. */
export const reconcileWays = on(reconciliationRun, 'visitor.reconcileContactWays', async (_, { db, corpId, wecom, write, signal }) => {
  const ways = await db.find(VisitorContactWay, { configId: Not('') });
  if (ways.length === 0) return;
  const app = await wecom(corpId);
  for (const { id, configId } of ways) {
    signal.throwIfAborted();
    if (!(await readWay(app, configId))) await write((tx) => tx.update(VisitorContactWay, { id, configId }, { configId: '', qrUrl: '' }));
  }
}, { lane: 'bulk', timeoutMs: 900_000 });

export const visitorJobs = [recognise, keepWay, dropWay, reconcileWays, retryFailed];
