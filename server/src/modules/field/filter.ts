import { In, type ObjectLiteral } from 'typeorm';
import type { FieldFilter } from '@scrm/shared/field';
import { kindOf, sortable, sortText, type FieldValue } from '@scrm/shared/field-kind';
import type { ReadDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { Secrets } from '../../core/secrets';
import { visibleField, type Viewer } from './access';
import { CustomerField, Field } from './entity';
import { blindsOf } from './stored';

/**
 * Conditions for a query over `customer`, one for each filter, to be joined by `andWhere(...each)`. Whoever may not see a
 * field cannot filter by it either: `not_found`.
 */
export async function fieldConditions(db: ReadDb, secrets: Secrets, filters: readonly FieldFilter[], viewer: Viewer): Promise<[string, ObjectLiteral][]> {
  return Promise.all(filters.map((filter, index) => fieldCondition(db, secrets, filter, viewer, `field${index}`)));
}

/** `name` sets the parameters of two conditions apart. */
export async function fieldCondition(db: ReadDb, secrets: Secrets, filter: FieldFilter, viewer: Viewer, name = 'field'): Promise<[string, ObjectLiteral]> {
  const field = await visibleField(db, filter.fieldId, viewer);
  const refuse = () => new AppError('field_filter', { name: field.name });
  const held = (more: string) => `EXISTS (SELECT 1 FROM customer_field ${name} WHERE ${name}.corpId = customer.corpId AND ${name}.customerId = customer.id AND ${name}.fieldId = :${name}Id AND ${name}.state = 'value'${more})`;
  const base = { [`${name}Id`]: field.id };
  const parse = (value: unknown): FieldValue => {
    const parsed = kindOf(field.kind).parse(value, field.options);
    if (!parsed.ok) throw refuse();
    return parsed.value;
  };
  const compare = (values: unknown[]): [string, ObjectLiteral] => {
    const parsed = values.map(parse);
    if (field.sensitive) return [held(` AND ${name}.blind IN (:...${name}Blinds)`), { ...base, [`${name}Blinds`]: parsed.flatMap((value) => blindsOf(secrets, db.corpId, value)) }];
    const sorted = parsed.map((value) => sortable(field.kind, value));
    if (kindOf(field.kind).hasOptions) {
      const ids = sorted.flatMap((one) => one.optionIds);
      return [
        `EXISTS (SELECT 1 FROM customer_field_option ${name} WHERE ${name}.corpId = customer.corpId AND ${name}.customerId = customer.id AND ${name}.fieldId = :${name}Id AND ${name}.optionId IN (:...${name}Options))`,
        { ...base, [`${name}Options`]: ids },
      ];
    }
    const column = sorted[0]!.number === null ? 'sortText' : 'sortNumber';
    return [held(` AND ${name}.${column} IN (:...${name}Values)`), { ...base, [`${name}Values`]: sorted.map((one) => one.number ?? one.text) }];
  };

  switch (filter.op) {
    case 'has': return [held(''), base];
    case 'hasNone': return [`NOT ${held('')}`, base];
    case 'is': return compare([filter.value]);
    case 'anyOf': return compare(filter.values);
    case 'contains': {
      if (field.sensitive || !['text', 'email', 'address', 'phone', 'file'].includes(field.kind)) throw refuse();
      const like = `%${sortText(filter.text).replace(/[!%_]/g, '!$&')}%`;
      return [held(` AND (${name}.sortText LIKE :${name}Like ESCAPE '!' OR LOWER(${name}.value) LIKE :${name}Like ESCAPE '!')`), { ...base, [`${name}Like`]: like }];
    }
    case 'range': {
      if (field.sensitive || (field.kind !== 'number' && field.kind !== 'date') || (filter.from === undefined && filter.to === undefined)) throw refuse();
      const end = (value: string | number | undefined) => (value === undefined ? undefined : sortable(field.kind, parse(value)).number);
      const [from, to] = [end(filter.from), end(filter.to)];
      const parts = [...(from === undefined ? [] : [` AND ${name}.sortNumber >= :${name}From`]), ...(to === undefined ? [] : [` AND ${name}.sortNumber <= :${name}To`])];
      return [held(parts.join('')), { ...base, ...(from !== undefined && { [`${name}From`]: from }), ...(to !== undefined && { [`${name}To`]: to }) }];
    }
  }
}

/** Who has exactly this number in any phone field of the corp that the viewer may see, archived ones aside. */
export async function customerIdsByPhone(db: ReadDb, secrets: Secrets, phone: string, viewer?: Viewer): Promise<string[]> {
  const parsed = kindOf('phone').parse(phone, []);
  if (!parsed.ok) return [];
  const fields = (await db.find(Field, { kind: 'phone' })).filter((field) => field.archivedAt === null && (!viewer || viewer.role === 'owner' || field.seeRoles.length === 0 || field.seeRoles.includes(viewer.role ?? '')));
  if (fields.length === 0) return [];
  const ids = In(fields.map((field) => field.id));
  const rows = await db.find(CustomerField, [
    { fieldId: ids, blind: In(blindsOf(secrets, db.corpId, parsed.value)) },
    { fieldId: ids, sortText: sortable('phone', parsed.value).text! },
  ]);
  return [...new Set(rows.map((row) => row.customerId))];
}
