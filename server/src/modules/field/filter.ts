import { In, Like, type FindOptionsWhere } from 'typeorm';
import type { FieldFilter } from '@scrm/shared/field';
import { kindOf, sortable, sortText, type FieldValue } from '@scrm/shared/field-kind';
import type { ReadDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { Secrets } from '../../core/secrets';
import { canSee, visibleField, type Viewer } from './access';
import { CustomerField, Field, FieldQuarantine } from './entity';
import { blindsOf, blindTails } from './stored';

/** What a filter asks of the rows of one field: in the form in which those are compared. */
export type AskedField = { fieldId: string } & (
  | { op: 'has' }
  | { op: 'hasNone' }
  | { op: 'options'; optionIds: string[] }
  | { op: 'texts'; texts: string[] }
  | { op: 'numbers'; numbers: number[] }
  | { op: 'contains'; text: string }
  | { op: 'range'; from: number; to: number }
  /** Sealed: who has one of these values now. */
  | { op: 'customers'; customerIds: string[] }
);

const textKinds = ['text', 'email', 'address', 'phone', 'file'];

/** Whoever may not see a field cannot filter by it either: `not_found`. A way that does not suit the kind: `field_filter`. */
export async function askField(db: ReadDb, secrets: Secrets, filter: FieldFilter, viewer: Pick<Viewer, 'roles'>): Promise<AskedField> {
  const field = await visibleField(db, filter.fieldId, viewer);
  const { id: fieldId, kind } = field;
  const refuse = () => new AppError('field_filter', { name: field.name });
  const parse = (value: unknown): FieldValue => {
    const parsed = kindOf(kind).parse(value, field.options);
    if (!parsed.ok) throw refuse();
    return parsed.value;
  };
  switch (filter.op) {
    case 'has': return { fieldId, op: 'has' };
    case 'hasNone': return { fieldId, op: 'hasNone' };
    case 'is': case 'anyOf': {
      const values = (filter.op === 'is' ? [filter.value] : filter.values).map(parse);
      if (field.sensitive) return { fieldId, op: 'customers', customerIds: await holdersOf(db, fieldId, values.flatMap((value) => blindsOf(secrets, db.corpId, value))) };
      const sorted = values.map((value) => sortable(kind, value));
      if (kindOf(kind).hasOptions) return { fieldId, op: 'options', optionIds: sorted.flatMap((one) => one.optionIds) };
      return kind === 'number' || kind === 'date' ? { fieldId, op: 'numbers', numbers: sorted.map((one) => one.number!) } : { fieldId, op: 'texts', texts: sorted.map((one) => one.text!) };
    }
    case 'contains':
      if (field.sensitive || !textKinds.includes(kind)) throw refuse();
      return { fieldId, op: 'contains', text: sortText(filter.text) };
    case 'range': {
      if (field.sensitive || (kind !== 'number' && kind !== 'date') || (filter.from === undefined && filter.to === undefined)) throw refuse();
      const end = (value: string | number | undefined, open: number) => (value === undefined ? open : sortable(kind, parse(value)).number!);
      return { fieldId, op: 'range', from: end(filter.from, Number.MIN_SAFE_INTEGER), to: end(filter.to, Number.MAX_SAFE_INTEGER) };
    }
  }
}

async function holdersOf(db: ReadDb, fieldId: string, blinds: readonly string[]): Promise<string[]> {
  const rows = await db.query(CustomerField, 'held').select('held.customerId', 'customerId').andWhere('held.fieldId = :fieldId AND held.blind IN (:...blinds)', { fieldId, blinds }).getRawMany<{ customerId: string }>();
  return rows.map((row) => row.customerId);
}

/** Who has exactly this number in any phone field of the corp that the viewer may see, archived ones aside; also where it waits to be checked. */
export async function customerIdsByPhone(db: ReadDb, secrets: Secrets, phone: string, viewer: Pick<Viewer, 'roles'>): Promise<string[]> {
  const parsed = kindOf('phone').parse(phone, []);
  if (!parsed.ok) return [];
  const fields = (await db.find(Field, { kind: 'phone' })).filter((field) => field.archivedAt === null && canSee(field, viewer));
  if (fields.length === 0) return [];
  const fieldId = In(fields.map((field) => field.id));
  const rows = await db.find(CustomerField, [
    { fieldId, blind: In(blindsOf(secrets, db.corpId, parsed.value)) },
    { fieldId, sortText: sortable('phone', parsed.value).text! },
  ]);
  const plain = String(parsed.value);
  const waiting = await db.find(FieldQuarantine, [...new Set([plain, plain.replace(/^\+86/, ''), phone.trim()])].flatMap((way) => blindTails(way, secrets, db.corpId))
    .map((tail): FindOptionsWhere<FieldQuarantine> => ({ fieldId, state: 'open', naturalKey: Like(`%${tail}`) })));
  return [...new Set([...rows, ...waiting].map((row) => row.customerId))];
}
