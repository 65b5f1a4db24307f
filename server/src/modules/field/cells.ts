import { In } from 'typeorm';
import { kindOf } from '@scrm/shared/field-kind';
import type { Language } from '@scrm/shared/error';
import type { ReadDb } from '../../core/db/scope';
import type { Secrets } from '../../core/secrets';
import { CustomerField, type Field } from './entity';
import { saidBy } from './stored';
import { shown } from './values';

export interface FieldCell {
  value: string | number | null;
  /** A masked value that is shown as it is: to be noted. */
  isRevealed: boolean;
}

/** Values of many customers for a table: by customer and field. Whom to trust with `reveal` is the caller's to know. */
export async function fieldCells(db: ReadDb, customerIds: readonly string[], fields: readonly Field[], shownTo: { secrets: Secrets; language: Language; reveal: boolean }): Promise<Map<string, Map<string, FieldCell>>> {
  const { secrets, language, reveal } = shownTo;
  const cells = new Map<string, Map<string, FieldCell>>();
  if (customerIds.length === 0 || fields.length === 0) return cells;
  const byId = new Map(fields.map((field) => [field.id, field]));
  for (const row of await db.find(CustomerField, { customerId: In([...customerIds]), fieldId: In([...byId.keys()]) })) {
    const field = byId.get(row.fieldId)!;
    const said = saidBy(row, secrets);
    const isRevealed = reveal && field.sensitive && said.state === 'value';
    const isNumber = field.kind === 'number' && said.state === 'value' && !field.sensitive;
    const value = isRevealed ? kindOf(field.kind).show(said.value, field.options) : isNumber ? (said.value as number) : shown(said, field, language);
    cells.set(row.customerId, (cells.get(row.customerId) ?? new Map<string, FieldCell>()).set(field.id, { value, isRevealed }));
  }
  return cells;
}
