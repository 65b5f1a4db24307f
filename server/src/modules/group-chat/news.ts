import type { WriteDb } from '../../core/db/scope';
import { noteActive, recordActivity } from '../customer';
import type { GroupChat, GroupMember } from './entity';
import { memberJoined, memberLeft } from './events';

export interface Announce {
  group: Pick<GroupChat, 'id' | 'name'>;
  /** Other modules hear of it. The customer's timeline has it in any case. */
  isNews: boolean;
  /** Nobody went: the whole group is gone. */
  isDismissed?: boolean;
}

/** Told once for each stay, however often it is heard of. */
export async function announceJoin(tx: WriteDb, stay: GroupMember, { group, isNews }: Announce): Promise<void> {
  const { customerId, staffId, userId, joinedAt, joinScene, state, invitorUserid } = stay;
  const data = { groupId: group.id, groupName: group.name, joinScene };
  if (customerId) {
    await recordActivity(tx, { customerId, staffId: null, kind: 'group.joined', at: joinedAt, data, naturalKey: `groupJoined:${stay.id}` });
    await noteActive(tx, customerId, joinedAt);
  }
  if (isNews) await tx.publish(memberJoined, { groupId: group.id, memberId: stay.id, customerId, staffId, userId, joinedAt, joinScene, state, invitorUserid }, { key: `joined:${stay.id}` });
}

export async function announceLeave(tx: WriteDb, stay: GroupMember, { group, isNews, isDismissed = false }: Announce): Promise<void> {
  const { customerId, staffId, userId, quitScene } = stay;
  const leftAt = stay.leftAt!;
  const data = { groupId: group.id, groupName: group.name, quitScene, ...(isDismissed && { dismissed: true }) };
  if (customerId) await recordActivity(tx, { customerId, staffId: null, kind: 'group.left', at: leftAt, data, naturalKey: `groupLeft:${stay.id}` });
  if (isNews) await tx.publish(memberLeft, { groupId: group.id, memberId: stay.id, customerId, staffId, userId, leftAt, quitScene }, { key: `left:${stay.id}` });
}
