import type { CodeCustomer } from '@scrm/shared/live-code';
import type { ReadDb } from '../../core/db/scope';
import type { Reach } from '../../core/http/serve';
import { customerRefs, visibleCustomerIds } from '../customer';
import { staffRefs } from '../org';
import { LiveCodeCustomer } from './entity';

interface Asked {
  /** Only those who went again. */
  lost: boolean;
  cursor?: string;
  limit: number;
  reach: Reach;
}

/** Those whom a code's figures count, the newest first: as many, though who is out of reach stays unnamed. */
export async function customersOf(db: ReadDb, liveCodeId: string, { lost, cursor, limit, reach }: Asked): Promise<{ items: CodeCustomer[]; total: number; nextCursor: string | null }> {
  const all = () => {
    const query = db.query(LiveCodeCustomer, 'one').andWhere('one.liveCodeId = :liveCodeId', { liveCodeId });
    return lost ? query.andWhere('one.lostAt IS NOT NULL') : query;
  };
  const found = await (cursor ? all().andWhere('one.id < :cursor', { cursor }) : all()).orderBy('one.id', 'DESC').limit(limit + 1).getMany();
  const rows = found.slice(0, limit);
  const [visible, staff] = await Promise.all([visibleCustomerIds(db, rows.map(({ customerId }) => customerId), reach), staffRefs(db, rows.map(({ staffId }) => staffId))]);
  const customers = await customerRefs(db, [...visible]);
  return {
    items: rows.map(({ id, customerId, staffId, addedAt, lostAt }) => ({ id, at: addedAt, lostAt, staff: staff.get(staffId) ?? null, customer: customers.get(customerId) ?? null })),
    total: await all().getCount(), nextCursor: found.length > limit ? rows.at(-1)!.id : null,
  };
}
