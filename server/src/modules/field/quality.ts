import type { Quarantined, ValueSource } from '@scrm/shared/field';
import { kindOf } from '@scrm/shared/field-kind';
import type { z } from 'zod';
import type { ReadDb, ScopedQuery } from '../../core/db/scope';
import type { CorpRow } from '../../core/db/columns';
import type { Reach } from '../../core/http/serve';
import type { Secrets } from '../../core/secrets';
import { Customer, customerNames } from '../customer';
import { canReveal, canSee, visibleFields, type Viewer } from './access';
import { CustomerField, Field, FieldChange, FieldQuarantine } from './entity';
import { rawText } from './outside';

/** Rows of customers within the caller's reach. `customerId` is the column that names the customer. */
export function withinReach<T extends CorpRow>(query: ScopedQuery<T>, alias: string, { staffIds }: Reach, customerId = `${alias}.customerId`): ScopedQuery<T> {
  if (staffIds === null) return query;
  if (staffIds.length === 0) return query.andWhere('1 = 0');
  return query.andWhere(
    `EXISTS (SELECT 1 FROM follow_user theirs WHERE theirs.corpId = ${alias}.corpId AND theirs.customerId = ${customerId} AND theirs.staffId IN (:...reach) AND (theirs.lostAt IS NULL OR theirs.lostBy = 'customer'))`,
    { reach: staffIds });
}

const counted = <K extends string>(rows: Record<K | 'n', string | number>[], key: K) => new Map(rows.map((row) => [String(row[key]), Number(row.n)]));

/** What each source brought right and wrong, and how far the fields are filled. */
export async function readQuality(db: ReadDb, reach: Reach, viewer: Viewer) {
  const customers = await withinReach(db.query(Customer, 'customer'), 'customer', reach, 'customer.id').getCount();
  const fields = await visibleFields(db, viewer);
  const filled = counted(await withinReach(db.query(CustomerField, 'held'), 'held', reach).andWhere('held.state = \'value\'').select('held.fieldId', 'fieldId').addSelect('COUNT(*)', 'n').groupBy('held.fieldId').getRawMany<{ fieldId: string; n: number }>(), 'fieldId');
  const accepted = counted(await withinReach(db.query(FieldChange, 'past'), 'past', reach).andWhere('past.why = \'edit\'').select('past.source', 'source').addSelect('COUNT(*)', 'n').groupBy('past.source').getRawMany<{ source: string; n: number }>(), 'source');
  // Another number than the one known is no wrong number.
  const refused = counted(await withinReach(db.query(FieldQuarantine, 'entry'), 'entry', reach).andWhere('entry.problem <> \'other\'').select('entry.source', 'source').addSelect('COUNT(*)', 'n').groupBy('entry.source').getRawMany<{ source: string; n: number }>(), 'source');
  const waiting = await withinReach(db.query(FieldQuarantine, 'entry'), 'entry', reach).andWhere('entry.state = \'open\'').getCount();
  const names = [...new Set([...accepted.keys(), ...refused.keys()])].sort();
  return {
    customers, waiting,
    sources: names.map((source) => ({ source: source as ValueSource, accepted: accepted.get(source) ?? 0, refused: refused.get(source) ?? 0 })),
    fields: fields.map(({ id, name, required }) => ({ id, name, required, customers: filled.get(id) ?? 0 })),
  };
}

/** What waits to be corrected, newest first. */
export async function listQuarantined(
  db: ReadDb, secrets: Secrets, reach: Reach, viewer: Viewer, { cursor, limit }: { cursor?: string; limit: number },
): Promise<{ items: z.input<typeof Quarantined>[]; total: number; nextCursor: string | null }> {
  const fields = new Map((await db.find(Field)).map((field) => [field.id, field]));
  const shown = [...fields.values()].filter((field) => canSee(field, viewer)).map((field) => field.id);
  if (shown.length === 0) return { items: [], total: 0, nextCursor: null };
  const query = () => withinReach(db.query(FieldQuarantine, 'entry'), 'entry', reach).andWhere('entry.state = \'open\' AND entry.fieldId IN (:...shown)', { shown });
  const page = query();
  if (cursor) page.andWhere('entry.id < :cursor', { cursor });
  const found = await page.orderBy('entry.id', 'DESC').limit(limit + 1).getMany();
  const rows = found.slice(0, limit);
  const names = await customerNames(db, rows.map((row) => row.customerId));
  return {
    total: await query().getCount(),
    nextCursor: found.length > limit ? rows.at(-1)!.id : null,
    items: rows.map((row) => {
      const field = fields.get(row.fieldId)!;
      return {
        id: row.id, customerId: row.customerId, customerName: names.get(row.customerId) ?? '', fieldId: field.id, fieldName: field.name, kind: field.kind,
        text: field.sensitive ? kindOf('number').mask('') : rawText(row, secrets).slice(0, 500), masked: field.sensitive, canReveal: field.sensitive && canReveal(field, viewer), problem: row.problem, source: row.source, sourceName: row.sourceName, at: row.at,
      };
    }),
  };
}
