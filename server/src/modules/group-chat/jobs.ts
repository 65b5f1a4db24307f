import { IsNull } from 'typeorm';
import { on } from '../../core/events';
import { every } from '../../core/jobs/define';
import type { EventFields } from '../../wecom/events';
import { callback } from '../corp/events';
import { customerAdded, customersSynced } from '../customer/events';
import { takeChange } from './change';
import { GroupChat, GroupMember } from './entity';
import { announceJoin, announceLeave } from './news';
import { dismissGroup } from './save';
import { requestGroupSync, sync } from './sync';

export const onCreate = on(callback<EventFields<'change_external_chat.create'>>('change_external_chat.create'), 'groupChat.onCreate', ({ fields, at }, context) => takeChange(context, fields.chatId, { at, update: null }));
export const onUpdate = on(callback<EventFields<'change_external_chat.update'>>('change_external_chat.update'), 'groupChat.onUpdate', ({ fields, at }, context) => takeChange(context, fields.chatId, { at, update: fields }));
export const onDismiss = on(callback<EventFields<'change_external_chat.dismiss'>>('change_external_chat.dismiss'), 'groupChat.onDismiss', ({ fields, at }, { write, clock }) => write((tx) => dismissGroup(tx, fields.chatId, { at, now: clock.now() })));

/** Somebody who is in groups already becomes a customer: the groups are theirs from now on. */
export const onCustomer = on(customerAdded, 'groupChat.onCustomer', async ({ customerId, externalUserid }, { write }) => {
  await write(async (tx) => {
    for (const stay of await tx.find(GroupMember, { userId: externalUserid, customerId: IsNull() })) {
      const group = await tx.findOne(GroupChat, { id: stay.groupId });
      if (!group) continue;
      await tx.update(GroupMember, { id: stay.id }, { customerId });
      await announceJoin(tx, { ...stay, customerId }, { group, isNews: false });
      if (stay.leftAt !== null) await announceLeave(tx, { ...stay, customerId }, { group, isNews: false });
    }
  });
});

/** Who the members are is known once the customers are. */
export const syncAfterCustomers = on(customersSynced, 'groupChat.syncAfterCustomers', async (_, { write, clock }) => {
  await write((tx) => requestGroupSync(tx, clock.now()));
});

/** What no callback told of. */
export const syncNightly = every('30 5 * * *', 'groupChat.syncNightly', async (_, { db: { database }, corps, clock }) => {
  for (const corp of await corps.active()) await database.write(corp.id, (tx) => requestGroupSync(tx, clock.now()));
});

export const groupChatJobs = [onCreate, onUpdate, onDismiss, onCustomer, sync, syncAfterCustomers, syncNightly];
