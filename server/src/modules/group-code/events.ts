import { event } from '../../core/events';

/** Somebody to whom a group code was shown came into the group; once for each stay. `visitor`: the browser that took the place, as far as anybody knows. */
export const groupCodeJoined = event<{ codeId: string; visitor: string; groupId: string; memberId: string; customerId: string | null; joinedAt: number }>('groupCode.joined');
