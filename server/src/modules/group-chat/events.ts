import { event } from '../../core/events';

export interface GroupMembership {
  groupId: string;
  /** The row of this stay. */
  memberId: string;
  /** Null: a staff member, or nobody's customer. */
  customerId: string | null;
  staffId: string | null;
  /** A userid or an external_userid. */
  userId: string;
}

/** Somebody came into a group; once for each stay. Who was in it before we first saw the group is not announced. */
export const memberJoined = event<GroupMembership & { joinedAt: number; /** 1 invited, 2 by a link, 3 by the code, 0 not told. */ joinScene: number; /** Of the group live code. */ state: string; invitorUserid: string }>('groupChat.memberJoined');

/** Somebody is not in a group any more; once for each stay. */
export const memberLeft = event<GroupMembership & { leftAt: number; /** 0 went, 1 was removed, null not told. */ quitScene: number | null }>('groupChat.memberLeft');

export const groupDismissed = event<{ groupId: string; chatId: string; dismissedAt: number }>('groupChat.dismissed');
