import { LessThanOrEqual } from 'typeorm';
import { certificateDays } from '@scrm/shared/red-packet-kind';
import { on } from '../../core/events';
import { carryOut, every, TryLater } from '../../core/jobs/define';
import { PayRefused, PayUnclear } from '../../wechat/pay-errors';
import { customerAdded } from '../customer/events';
import { liveCodesByIds } from '../live-code';
import { isAnswered } from '../welcome';
import { accountOf, daysLeft } from './account';
import { RedPacket, RedPacketRule } from './entity';
import { lookAfter, sendPacket, tellStop } from './orders';
import { sendOne } from './send';
import { lookAtPacket, sendingMs } from './settle';
import { tellStaff } from './tell';
import { wantPacket } from './want';

/** The welcome goes first; its code lives 20 s, so after that nobody waits for it any more. */
const welcomeMs = 25_000;
const againMs = 2_000;

export const onAdded = on(customerAdded, 'redPacket.onAdded', async (added, { db, write, clock }) => {
  const code = added.isFriend && added.state ? (await liveCodesByIds(db, [added.state])).get(added.state) : undefined;
  if (!code || code.deletedAt !== null || !(await db.findOne(RedPacketRule, { liveCodeId: code.id, isOn: true }))) return;
  const now = clock.now();
  if (added.callbackId !== null && now < added.addedAt + welcomeMs && !(await isAnswered(db, added.callbackId))) throw new TryLater(now + againMs, 'the welcome goes first');
  await write((tx) => wantPacket(tx, added, code.id, now));
});

const send = carryOut(sendPacket, ({ id }, context) => sendOne(context, id));

const look = carryOut(lookAfter, async ({ id }, context) => {
  const packet = await context.db.findOne(RedPacket, { id, state: 'sent' });
  if (!packet) return;
  await context.write((tx) => tx.update(RedPacket, { id, state: 'sent' }, { lookAt: context.clock.now() + sendingMs }));
  await lookAtPacket(context, packet).catch((error: unknown) => {
    if (!(error instanceof PayUnclear) && !(error instanceof PayRefused)) throw error;
    context.log.warn({ redPacket: id, err: error }, 'cannot tell yet what became of a red packet');
  });
});

const most = 500;
const lookAll = every('*/10 * * * *', 'redPacket.lookAll', async ({ slot }, { db: { database }, corps, clock }) => {
  for (const { id: corpId } of await corps.active()) {
    const due = await database.corp(corpId).find(RedPacket, { state: 'sent', lookAt: LessThanOrEqual(clock.now()) }, { order: { lookAt: 'ASC' }, take: most });
    if (due.length > 0) await database.write(corpId, async (tx) => { for (const { id } of due) await tx.enqueue(lookAfter, { id }, { key: `${id}:${slot}` }); });
  }
});

/** Each is told once, of the same certificate. */
const warnings = [certificateDays, 14, 7, 3, 1, -1];
const lookAtCertificates = every('30 9 * * *', 'redPacket.lookAtCertificates', async (_, { db: { database }, corps, clock }) => {
  for (const { id: corpId } of await corps.active()) {
    const account = await accountOf(database.corp(corpId));
    const left = account?.certificateEndsAt == null ? Infinity : daysLeft(account.certificateEndsAt, clock.now());
    const due = warnings.filter((days) => left <= days).at(-1);
    if (due !== undefined) await database.write(corpId, (tx) => tx.enqueue(tellStop, { why: 'certificate', liveCodeId: '' }, { key: `${account!.serial}:${account!.certificateEndsAt}:${due}`.slice(0, 100) }));
  }
});

const tell = carryOut(tellStop, (data, context) => tellStaff(context, data));

export const redPacketJobs = [onAdded, send, look, lookAll, lookAtCertificates, tell];
