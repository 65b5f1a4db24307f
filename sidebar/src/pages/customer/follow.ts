import type { FollowUser } from '@scrm/shared/customer';

/** A staff member keeps a customer who deleted them, tags and remark included, until they delete the customer too. */
export function stillHas({ lostAt, lostBy }: FollowUser): boolean {
  return lostAt === null || lostBy === 'customer';
}
