import { In } from 'typeorm';
import type { Waiting } from '@scrm/shared/waiting';
import type { ReadDb } from '../../../core/db/scope';
import type { Reach } from '../../../core/http/serve';
import type { Secrets } from '../../../core/secrets';
import { customerRefs, customersByIdentities, maskOf, visibleCustomerIds } from '../../customer';
import { staffRefs } from '../../org';
import { LiveCode } from '../entity';
import { LiveCodeWaiting } from './entity';

const phoneContext = 'identity.phone';

/** '' none was left. */
export const phoneIn = ({ phoneSealed }: LiveCodeWaiting, secrets: Secrets): string => (phoneSealed === '' ? '' : secrets.open(phoneSealed, phoneContext));
/** As it may be seen by anybody who sees the row. */
export const shownPhone = (row: LiveCodeWaiting, secrets: Secrets): string => maskOf('phone', phoneIn(row, secrets));

/** `phoneOf`: how much of the number is shown; `customers`: whose customers the caller may see. */
export async function presentWaiting(db: ReadDb, rows: readonly LiveCodeWaiting[], { phoneOf, customers }: { phoneOf: (row: LiveCodeWaiting) => string; customers: Reach }): Promise<Waiting[]> {
  if (rows.length === 0) return [];
  const [byVisitor, byPhone, codes, staff] = await Promise.all([
    customersByIdentities(db, 'visitor', rows.map(({ visitor }) => visitor)), customersByIdentities(db, 'phone', rows.flatMap(({ phoneKey }) => phoneKey || [])),
    db.find(LiveCode, { id: In([...new Set(rows.map(({ liveCodeId }) => liveCodeId))]) }), staffRefs(db, [...new Set(rows.flatMap(({ staffId }) => staffId ?? []))]),
  ]);
  const customerOf = ({ visitor, phoneKey }: LiveCodeWaiting) => byPhone.get(phoneKey) ?? byVisitor.get(visitor) ?? '';
  const known = await customerRefs(db, [...await visibleCustomerIds(db, rows.map(customerOf).filter(Boolean), customers)]);
  const names = new Map(codes.map(({ id, name }) => [id, name]));
  return rows.map((row) => {
    const { id, liveCodeId, name, note, via, state, staffId, times, at, lastAt, doneAt, deleteAt } = row;
    return {
      id, code: { id: liveCodeId, name: names.get(liveCodeId) ?? '' }, name, note, via, state, times, at, lastAt, doneAt, deleteAt,
      phone: phoneOf(row), staff: staffId === null ? null : staff.get(staffId) ?? null, customer: known.get(customerOf(row)) ?? null,
    };
  });
}

/** Of each of these codes who waits; none are absent. */
export async function countWaiting(db: ReadDb, codeIds: readonly string[]): Promise<Map<string, number>> {
  if (codeIds.length === 0) return new Map();
  const rows = await db.query(LiveCodeWaiting, 'row').andWhere('row.liveCodeId IN (:...codeIds) AND row.state = :open', { codeIds, open: 'open' })
    .select('row.liveCodeId', 'id').addSelect('COUNT(*)', 'n').groupBy('row.liveCodeId').getRawMany<{ id: string; n: string | number }>();
  return new Map(rows.map(({ id, n }) => [id, Number(n)]));
}
