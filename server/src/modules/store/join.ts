import { MoreThan } from 'typeorm';
import { newId } from '../../core/db/ids';
import { on } from '../../core/events';
import { GroupMember } from '../group-chat';
import { memberLeft } from '../group-chat/events';
import { groupCodeJoined } from '../group-code/events';
import { StoreJoin, StoreVisit } from './entity';
import { dayOf } from './pick';

/** Who comes in later did so by other means, as far as anybody knows. */
const latestMs = 86_400_000;

/** Who came into a group by the code that a store had shown them counts for that store; by the same code from elsewhere they do not. */
export const countGroupJoin = on(groupCodeJoined, 'store.countGroupJoin', async ({ codeId: groupCodeId, visitor, groupId, memberId, customerId, joinedAt }, { db, write }) => {
  const shown = { groupCodeId, at: MoreThan(joinedAt - latestMs) };
  // Without a browser of its own a visit is its own visitor.
  const visit = visitor.startsWith('sv_') ? await db.findOne(StoreVisit, { id: visitor, ...shown }) : await db.findOne(StoreVisit, { visitor, ...shown }, { order: { at: 'DESC' } });
  if (!visit?.storeId) return;
  const { codeId, storeId, regionId } = visit;
  await write(async (tx) => {
    // They may have left before this is heard.
    const leftAt = (await tx.findOne(GroupMember, { id: memberId }))?.leftAt ?? null;
    await tx.insertMissing(StoreJoin, { id: newId('sj'), codeId, storeId, regionId, groupId, memberId, customerId, at: joinedAt, day: dayOf(joinedAt), leftAt });
  });
});

export const countGroupLeave = on(memberLeft, 'store.countGroupLeave', async ({ memberId, leftAt }, { write }) => {
  await write((tx) => tx.update(StoreJoin, { memberId }, { leftAt }));
});
