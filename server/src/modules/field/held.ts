import { In } from 'typeorm';
import { sortable, type FieldValue } from '@scrm/shared/field-kind';
import type { ReadDb } from '../../core/db/scope';
import type { Secrets } from '../../core/secrets';
import { canSee, type Viewer } from './access';
import { CustomerField, Field } from './entity';
import { blindsOf, saidBy, type Said } from './stored';

/** What is known of many customers in some fields, for the server's own use: nothing is masked. Customer → field → value; unknown ones are absent. */
export async function heldValues(db: ReadDb, customerIds: readonly string[], fieldIds: readonly string[], secrets: Secrets): Promise<Map<string, Map<string, Said>>> {
  const held = new Map<string, Map<string, Said>>();
  if (customerIds.length === 0 || fieldIds.length === 0) return held;
  for (const row of await db.find(CustomerField, { customerId: In([...customerIds]), fieldId: In([...fieldIds]) })) {
    held.set(row.customerId, (held.get(row.customerId) ?? new Map<string, Said>()).set(row.fieldId, saidBy(row, secrets)));
  }
  return held;
}

/** Who has which of these numbers or addresses (as fields keep them) in a field that the viewer may see. */
export async function customersByValues(db: ReadDb, secrets: Secrets, kind: 'phone' | 'email', values: readonly string[], viewer: Viewer): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  const fields = values.length === 0 ? [] : (await db.find(Field, { kind })).filter((field) => field.archivedAt === null && canSee(field, viewer));
  if (fields.length === 0) return found;
  const byMark = new Map(values.flatMap((value) => [sortable(kind, value as FieldValue).text!, ...blindsOf(secrets, db.corpId, value)].map((mark) => [mark, value])));
  const [fieldId, marks] = [In(fields.map((field) => field.id)), In([...byMark.keys()])];
  for (const { customerId, blind, sortText } of await db.find(CustomerField, [{ fieldId, blind: marks }, { fieldId, sortText: marks }])) {
    const value = byMark.get(blind ?? sortText ?? '');
    if (value !== undefined) found.set(value, [...new Set([...(found.get(value) ?? []), customerId])]);
  }
  return found;
}
