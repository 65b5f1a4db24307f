import { In } from 'typeorm';
import type { PickReason, Skip } from '@scrm/shared/live-code-rule';
import type { PickRecord } from '@scrm/shared/reception';
import type { ReadDb } from '../../../core/db/scope';
import type { Reach } from '../../../core/http/serve';
import { customerRefs, visibleCustomerIds } from '../../customer';
import { staffRefs } from '../../org';
import { Scan } from '../../scan';
import { LiveCodeRule } from '../entity-rule';
import { slotsOf } from '../rule-of';

/** Whom a code's page showed to each scan and why, newest first. */
export async function picksOf(db: ReadDb, codeId: string, { cursor, limit, reach }: { cursor?: string; limit: number; reach: Reach }) {
  const query = db.query(Scan, 'scan').andWhere('scan.codeId = :codeId', { codeId });
  const [at, id] = cursor?.split(':') ?? [];
  if (at && id) query.andWhere('(scan.at < :at OR (scan.at = :at AND scan.id < :id))', { at: Number(at), id });
  const rows = await query.orderBy('scan.at', 'DESC').addOrderBy('scan.id', 'DESC').take(limit + 1).getMany();
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: await present(db, codeId, shown, reach), total: await db.count(Scan, { codeId }), nextCursor: rows.length > limit && last ? `${last.at}:${last.id}` : null };
}

const reasonOf = ({ reason }: Scan) => reason as unknown as (PickReason & { ruleNo: number }) | null;
const skippedIn = (reason: PickReason | null) => [reason?.look, reason?.backup].flatMap((look) => Object.entries(look?.skipped ?? {}) as [Skip, string[]][]);

async function present(db: ReadDb, codeId: string, rows: Scan[], reach: Reach): Promise<PickRecord[]> {
  if (rows.length === 0) return [];
  const numbers = [...new Set(rows.flatMap((row) => reasonOf(row)?.ruleNo ?? []))];
  const slots = new Map((await db.find(LiveCodeRule, { liveCodeId: codeId, no: In(numbers) })).map(({ no, rule }) => [no, slotsOf(rule)]));
  const staff = await staffRefs(db, [...new Set(rows.flatMap((row) => [row.target, ...skippedIn(reasonOf(row)).flatMap(([, ids]) => ids)]))]);
  const customers = await customerRefs(db, [...await visibleCustomerIds(db, rows.flatMap(({ customerId }) => customerId ?? []), reach)]);
  return rows.map((row) => {
    const reason = reasonOf(row);
    const held = reason ? slots.get(reason.ruleNo)?.[reason.slot] : undefined;
    return {
      id: row.id, at: row.at, kind: reason?.kind ?? null, staff: staff.get(row.target) ?? null, customer: row.customerId === null ? null : customers.get(row.customerId) ?? null,
      slot: held ? held.name || `${held.from}–${held.to}` : null, ruleNo: reason?.ruleNo ?? null,
      skipped: skippedIn(reason).flatMap(([skip, ids]) => ids.flatMap((id) => (staff.has(id) ? [{ skip, staff: staff.get(id)! }] : []))),
      noFit: reason?.look?.noFit === true, shownAt: reason?.again?.at ?? null,
    };
  });
}
