import { In, IsNull } from 'typeorm';
import type { CustomerValues, StaleFields, ValueSource } from '@scrm/shared/field';
import { kindOf, problems, type FieldProblem, type FieldValue } from '@scrm/shared/field-kind';
import type { Language } from '@scrm/shared/error';
import { newId } from '../../core/db/ids';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { Secrets } from '../../core/secrets';
import { Customer, recordActivity } from '../customer';
import { noteChange } from '../customer-change';
import { keepFilesOf, StoredFile } from '../file';
import { staffRefs } from '../org';
import { byOrder, canEdit, canReveal, canSee, fieldWord, visibleFields, type Viewer } from './access';
import { CustomerField, CustomerFieldOption, Field, FieldChange } from './entity';
import { fieldValuesChanged } from './events';
import { presentField } from './present';
import { isSame, optionIdsOf, saidBy, sealTexts, toColumns, toldOf, type Said } from './stored';

/** Who says what a value is, and by which way. */
export interface Teller {
  source: ValueSource;
  staffId: string | null;
  name: string;
}

export interface ValueOrder {
  fieldId: string;
  /** Null takes the value back. */
  value: FieldValue | null;
  none: boolean;
}

interface Setting {
  customerId: string;
  /** What the person had on their screen. */
  seenVersion: number;
  values: readonly ValueOrder[];
  teller: Teller;
  viewer: Viewer;
  secrets: Secrets;
  now: number;
  language: Language;
}

interface Change {
  field: Field;
  said: Said;
  before: Said;
  row: CustomerField | undefined;
}

/** All of them, or none: what somebody else changed meanwhile is told with both values. */
export async function setValues(tx: WriteDb, setting: Setting): Promise<void> {
  const { customerId, values, viewer, secrets, language } = setting;
  const fields = new Map((await tx.find(Field, { id: In(values.map((one) => one.fieldId)) })).map((field) => [field.id, field]));
  const rows = await holdValues(tx, customerId);
  const changes: Change[] = [];
  for (const order of values) {
    const field = fields.get(order.fieldId);
    if (!field || field.archivedAt !== null || !canSee(field, viewer)) throw new AppError('not_found', { what: fieldWord });
    if (!canEdit(field, viewer)) throw new AppError('field_not_editable', { name: field.name });
    const row = rows.get(field.id);
    const before = saidBy(row, secrets);
    changes.push({ field, row, before, said: await readOrder(tx, order, field, before, language) });
  }
  refuseStale(changes, setting, rows);
  await saveValues(tx, customerId, changes.filter(({ said, before }) => !isSame(said, before)), setting);
}

/** The customer's rows by field. The customer is written to first, so that two changes wait for each other. */
export async function holdValues(tx: WriteDb, customerId: string): Promise<Map<string, CustomerField>> {
  await tx.update(Customer, { id: customerId }, { id: customerId });
  return new Map((await tx.find(CustomerField, { customerId })).map((row) => [row.fieldId, row]));
}

async function readOrder(db: ReadDb, { value, none }: ValueOrder, field: Field, before: Said, language: Language): Promise<Said> {
  const refuse = (problem: FieldProblem) => new AppError('field_invalid', { fieldId: field.id, name: field.name, problem, reason: problems[problem][language] });
  if (none || value === null) {
    if (field.required && before.state === 'value') throw refuse('required');
    return { state: none ? 'none' : 'unknown' };
  }
  const parsed = kindOf(field.kind).parse(value, field.options);
  if (!parsed.ok) throw refuse(parsed.problem);
  const had = new Set(optionIdsOf(before, field.kind));
  const said: Said = { state: 'value', value: parsed.value };
  if (optionIdsOf(said, field.kind).some((id) => !had.has(id) && field.options.find((one) => one.id === id)?.retired)) throw refuse('option');
  if (field.kind !== 'file') return said;
  const { fileId } = parsed.value as { fileId: string };
  const file = await db.findOne(StoredFile, { id: fileId });
  if (!file) throw new AppError('not_found', { what: '文件' });
  return { state: 'value', value: { fileId, name: file.name } };
}

function refuseStale(changes: readonly Change[], { seenVersion, language }: Setting, rows: ReadonlyMap<string, CustomerField>): void {
  const differing = changes.filter(({ row, said, before }) => row !== undefined && row.version > seenVersion && !isSame(said, before));
  if (differing.length === 0) return;
  const data: StaleFields = {
    version: versionOf(rows.values()),
    fields: differing.map(({ field, row, said, before }) => ({
      fieldId: field.id, name: field.name, theirs: shown(before, field, language), yours: shown(said, field, language), by: row!.byName, at: row!.at,
    })),
  };
  throw new AppError('stale_edit', { ...data });
}

const noneText = { zh: '无', en: 'None' };

/** As it may be read without asking for more. */
export function shown(said: Said, field: Field, language: Language): string {
  if (said.state !== 'value') return said.state === 'none' ? noneText[language] : '';
  return field.sensitive ? kindOf(field.kind).mask(said.value) : kindOf(field.kind).show(said.value, field.options);
}

export const versionOf = (rows: Iterable<CustomerField>): number => Math.max(0, ...[...rows].map((row) => row.version));

/** Writes what is different, with history, timeline and news. */
export async function saveValues(tx: WriteDb, customerId: string, changes: readonly Omit<Change, 'row'>[], { teller, secrets, now }: { teller: Teller; secrets: Secrets; now: number }): Promise<void> {
  if (changes.length === 0) return;
  noteChange(tx, [customerId]);
  const { corpId } = tx;
  const version = versionOf(await tx.find(CustomerField, { customerId })) + 1;
  const by = { source: teller.source, staffId: teller.staffId, byName: teller.name.slice(0, 128), at: now };
  const place = (field: Field) => ({ corpId, customerId, fieldId: field.id });
  await tx.upsert(CustomerField, changes.map(({ field, said }) => ({ id: newId('val', now), customerId, fieldId: field.id, ...toColumns(said, field, place(field), secrets), ...by, version })),
    ['customerId', 'fieldId'], ['state', 'value', 'sealed', 'sortText', 'sortNumber', 'blind', 'source', 'staffId', 'byName', 'at', 'version']);
  const withOptions = changes.filter(({ field }) => kindOf(field.kind).hasOptions);
  if (withOptions.length > 0) {
    await tx.remove(CustomerFieldOption, { customerId, fieldId: In(withOptions.map(({ field }) => field.id)) });
    const rows = withOptions.flatMap(({ field, said }) => optionIdsOf(said, field.kind).map((optionId) => ({ id: newId('opt', now), customerId, fieldId: field.id, optionId })));
    if (rows.length > 0) await tx.insertMissing(CustomerFieldOption, rows);
  }
  await keepFilesOf(tx, customerId, changes.flatMap(({ field, said }) => (field.kind === 'file' && said.state === 'value' ? [(said.value as { fileId: string }).fileId] : [])));
  await tx.insert(FieldChange, changes.map(({ field, said, before }) => ({
    id: newId('fch', now), customerId, fieldId: field.id, ...sealTexts({ from: toldOf(before, field), to: toldOf(said, field) }, field, place(field), secrets), why: 'edit' as const, ...by,
  })));
  await recordActivity(tx, {
    customerId, staffId: teller.staffId, kind: 'customer.edited', at: now, data: { fields: changes.map(({ field }) => field.name), by: teller.source === 'wecom' ? 'wecom' : teller.name },
    naturalKey: `fields:${customerId}:${version}`,
  });
  await tx.publish(fieldValuesChanged, { customerId, fieldIds: changes.map(({ field }) => field.id), source: teller.source, staffId: teller.staffId, at: now }, { key: `fields:${customerId}:${version}` });
}

/** What is known of a customer, as far as the viewer may see it. */
export async function readValues(db: ReadDb, customerId: string, viewer: Viewer, secrets: Secrets, language: Language): Promise<CustomerValues> {
  const fields = await visibleFields(db, viewer);
  const rows = await db.find(CustomerField, { customerId });
  const byField = new Map(rows.map((row) => [row.fieldId, row]));
  const staff = await staffRefs(db, rows.flatMap((row) => row.staffId ?? []));
  return {
    version: versionOf(rows),
    items: fields.map((field) => {
      const row = byField.get(field.id);
      const said = saidBy(row, secrets);
      const masked = field.sensitive && said.state === 'value';
      return {
        field: presentField(field), state: said.state, value: said.state === 'value' && !masked ? said.value : null, text: shown(said, field, language), masked,
        canEdit: canEdit(field, viewer), canReveal: masked && canReveal(field, viewer),
        by: row ? { source: row.source, name: row.byName, staff: row.staffId ? staff.get(row.staffId) ?? null : null, at: row.at } : null,
      };
    }),
  };
}

/** Which of these fields the customer has no value in; archived ones ask for nothing. */
export async function emptyFields(db: ReadDb, customerId: string, fieldIds: readonly string[]): Promise<Field[]> {
  if (fieldIds.length === 0) return [];
  const fields = await db.find(Field, { id: In([...fieldIds]), archivedAt: IsNull() });
  const filled = new Set((await db.find(CustomerField, { customerId, fieldId: In([...fieldIds]), state: 'value' })).map((row) => row.fieldId));
  return fields.filter(({ id }) => !filled.has(id)).sort(byOrder);
}
