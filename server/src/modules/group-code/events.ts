import { event } from '../../core/events';

/** No group of this code has room any more; once a day. */
export const groupCodeFilled = event<{ codeId: string }>('groupCode.filled');

/** Somebody to whom a group code was shown came into the group; once for each stay. `visitor`: the browser that took the place, as far as anybody knows. */
export const groupCodeJoined = event<{ codeId: string; visitor: string; groupId: string; memberId: string; customerId: string | null; joinedAt: number }>('groupCode.joined');
