import { In } from 'typeorm';
import type { ReceptionRecord } from '@scrm/shared/reception';
import type { ReadDb } from '../../../core/db/scope';
import type { Reach } from '../../../core/http/serve';
import { customerRefs, visibleCustomerIds } from '../../customer';
import { staffRefs } from '../../org';
import { LiveCodeAdd, LiveCodeList, LiveCodeRule } from '../entity-rule';
import { slotsOf } from '../rule-of';

/** Who got whom by a code and from whom WeCom could choose, newest first. Customers out of reach stay unnamed. */
export async function recordsOf(db: ReadDb, liveCodeId: string, { cursor, limit, reach }: { cursor?: string; limit: number; reach: Reach }) {
  const query = db.query(LiveCodeAdd, 'one').andWhere('one.liveCodeId = :liveCodeId', { liveCodeId });
  if (cursor) query.andWhere('one.id < :cursor', { cursor });
  const rows = await query.orderBy('one.id', 'DESC').take(limit + 1).getMany();
  const shown = rows.slice(0, limit);
  return { items: await present(db, liveCodeId, shown, reach), total: await db.count(LiveCodeAdd, { liveCodeId }), nextCursor: rows.length > limit ? shown.at(-1)!.id : null };
}

async function present(db: ReadDb, liveCodeId: string, rows: LiveCodeAdd[], reach: Reach): Promise<ReceptionRecord[]> {
  if (rows.length === 0) return [];
  const lists = new Map((await db.find(LiveCodeList, { id: In([...new Set(rows.map(({ listId }) => listId))]) })).map((list) => [list.id, list]));
  const slots = new Map((await db.find(LiveCodeRule, { liveCodeId, no: In([...new Set(rows.map(({ ruleNo }) => ruleNo))]) })).map(({ no, rule }) => [no, slotsOf(rule)]));
  const staff = await staffRefs(db, [...new Set([...lists.values()].flatMap(({ staffIds }) => staffIds).concat(rows.flatMap(({ staffId, ownerId }) => [staffId, ownerId])))]);
  const visible = await visibleCustomerIds(db, rows.map(({ customerId }) => customerId), reach);
  const customers = await customerRefs(db, [...visible]);
  return rows.flatMap(({ id, addedAt, staffId, customerId, level, slot, ruleNo, listId, isListed, ownerId }) => {
    const who = staff.get(staffId);
    if (!who) return [];
    const held = slots.get(ruleNo)?.[slot];
    return [{
      id, at: addedAt, staff: who, customer: customers.get(customerId) ?? null, level, ruleNo, isListed,
      slot: held ? held.name || `${held.from}–${held.to}` : null, owner: staff.get(ownerId) ?? null,
      among: (lists.get(listId)?.staffIds ?? []).flatMap((one) => staff.get(one) ?? []),
    }];
  });
}
