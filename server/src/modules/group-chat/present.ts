import type { GroupDetail, GroupMember as MemberReply, GroupRow } from '@scrm/shared/group-chat';
import type { StaffRef } from '@scrm/shared/org';
import type { ReadDb } from '../../core/db/scope';
import type { Reach } from '../../core/http/serve';
import { customerRefs, friendsOf } from '../customer';
import { staffByUserIds, staffRef, staffRefs } from '../org';
import { GroupMember, type GroupChat } from './entity';
import { tagsOfGroups } from './tag';
import { Not, IsNull } from 'typeorm';

const ownerStates = ['normal', 'resigned', 'inheriting', 'inherited'] as const;

export async function presentGroups(db: ReadDb, groups: readonly GroupChat[]): Promise<GroupRow[]> {
  const owners = await staffRefs(db, groups.map((group) => group.ownerId));
  const tags = await tagsOfGroups(db, groups.map((group) => group.id));
  return groups.map((group) => ({
    id: group.id, chatId: group.chatId, name: group.name, owner: owners.get(group.ownerId) ?? { id: group.ownerId, userId: group.ownerUserid, name: null, avatarUrl: '' },
    state: group.state, ownerState: ownerStates[group.status] ?? 'normal', memberCount: group.memberCount, customerCount: group.customerCount, tags: tags.get(group.id) ?? [],
    createdAt: group.createdAt, dismissedAt: group.dismissedAt,
  }));
}

export async function presentGroup(db: ReadDb, group: GroupChat): Promise<GroupDetail> {
  const [row] = await presentGroups(db, [group]);
  const admins = await staffByUserIds(db, group.adminUserids);
  const [hereCount, leftCount] = await Promise.all([IsNull(), Not(IsNull())].map((leftAt) => db.count(GroupMember, { groupId: group.id, leftAt })));
  // WeCom counts whoever is in the group; of those who were erased no row is left.
  return { ...row!, notice: group.notice, admins: [...admins.values()].map(staffRef), syncedAt: group.syncedAt, leftCount: leftCount!, hiddenCount: Math.max(0, group.memberCount - hereCount!) };
}

/** `reach`: which of the customers among the members are the caller's to see. Names are everybody's: the group itself shows them. */
export async function presentMembers(db: ReadDb, group: GroupChat, members: readonly GroupMember[], reach: Reach): Promise<MemberReply[]> {
  const ids = members.flatMap((member) => member.customerId ?? []);
  const customers = await customerRefs(db, ids);
  const friends = await friendsOf(db, ids, reach);
  const staff = await staffByUserIds(db, [...members.map((member) => member.invitorUserid), ...members.filter((one) => one.kind === 'staff').map((one) => one.userId)].filter(Boolean));
  const refOf = (userId: string): StaffRef | null => (staff.has(userId) ? staffRef(staff.get(userId)!) : null);
  return members.map((member) => {
    const customer = member.customerId ? customers.get(member.customerId) : undefined;
    const friendsHere = member.customerId ? friends.get(member.customerId) ?? [] : [];
    const isVisible = customer !== undefined && (reach.staffIds === null || friendsHere.length > 0);
    return {
      id: member.id, kind: member.kind, userId: member.userId, staff: member.kind === 'staff' ? refOf(member.userId) : null, customerId: isVisible ? customer.id : null,
      name: customer?.name || member.name, avatarUrl: isVisible ? customer.avatarUrl : '', nickname: member.nickname, isOwner: member.userId === group.ownerUserid, isAdmin: group.adminUserids.includes(member.userId),
      friendsOf: friendsHere, joinedAt: member.joinedAt, joinScene: member.joinScene, invitor: refOf(member.invitorUserid), state: member.state, leftAt: member.leftAt, quitScene: member.quitScene,
    };
  });
}
