import { IsNull, MoreThan } from 'typeorm';
import { on } from '../../core/events';
import { carryOut, every, job } from '../../core/jobs/define';
import { customerAdded } from '../customer/events';
import { inviteTarget } from '../group-code';
import { memberJoined } from '../group-chat/events';
import { GroupInvitation, GroupInviteSend } from './entity';
import { askSend, checkSend } from './orders';
import { askForSend, checkOneSend } from './send';

/** Who comes in later came for another reason. */
const heedMs = 60 * 86_400_000;

const ask = carryOut(askSend, ({ id }, context) => askForSend(context, id));
const check = carryOut(checkSend, ({ id }, context) => checkOneSend(context, id));

/** The welcome goes out before the customer's row is there. */
const onAdded = on(customerAdded, 'groupInvite.onAdded', async ({ customerId, externalUserid }, { write }) => {
  await write((tx) => tx.update(GroupInvitation, { externalUserid, customerId: IsNull() }, { customerId }));
});

/** Somebody who was invited came into one of the code's groups, by whatever way. */
const onJoined = on(memberJoined, 'groupInvite.onJoined', async ({ userId, groupId, joinedAt }, { db, write, clock }) => {
  for (const { id, groupCodeId } of await db.find(GroupInvitation, { externalUserid: userId, joinedAt: IsNull(), at: MoreThan(joinedAt - heedMs) })) {
    const target = await inviteTarget(db, groupCodeId, clock.now());
    if (target?.groupIds.includes(groupId)) await write((tx) => tx.update(GroupInvitation, { id, joinedAt: IsNull() }, { joinedAt, groupId }));
  }
});

const sweep = job<object>('groupInvite.sweep', { lane: 'bulk' }, async (_, { db, write }) => {
  for (const { id } of await db.find(GroupInviteSend, { state: 'waiting' })) await write((tx) => tx.enqueue(checkSend, { id }));
});
const sweepOften = every('*/10 * * * *', 'groupInvite.sweepOften', async (_, { db: { database }, corps }) => {
  for (const corp of await corps.active()) await database.write(corp.id, (tx) => tx.enqueue(sweep, {}));
});

export const groupInviteJobs = [ask, check, onAdded, onJoined, sweep, sweepOften];
