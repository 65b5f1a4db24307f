import { convert, kindOf, longestText, sortable, type FieldKind, type FieldOption, type FieldValue } from '@scrm/shared/field-kind';
import type { SealedColumn } from '../../core/sealed';
import type { Secrets } from '../../core/secrets';
import type { CustomerField, Field, FieldChange } from './entity';

/** What is known of a value: nothing, that there is none, or the value. */
export type Said = { state: 'unknown' } | { state: 'none' } | { state: 'value'; value: FieldValue };

/** What a value's form in the database depends on. */
export type Form = Pick<Field, 'kind' | 'options' | 'sensitive'>;

interface Place { corpId: string; customerId: string; fieldId: string }

// Not by the customer: a value goes along when two become one.
const valueContext = ({ fieldId }: { fieldId?: string | null }) => `customer_field.value:${fieldId}`;
const changeContext = ({ fieldId }: { fieldId?: string | null }) => `field_change.text:${fieldId}`;
const quarantineContext = ({ fieldId }: { fieldId?: string | null }) => `field_quarantine.value:${fieldId}`;
const blindContext = (corpId: string) => `customer_field:${corpId}`;

/** The same for every way of writing one value. */
const blindText = (value: FieldValue) => (typeof value === 'object' ? JSON.stringify(value) : String(value).toLowerCase());

/** Under every key, newest first: what to look for. */
export const blindsOf = (secrets: Secrets, corpId: string, value: FieldValue): string[] => secrets.blindIndexes(blindText(value), blindContext(corpId));

type Columns = Pick<CustomerField, 'state' | 'value' | 'sealed' | 'sortText' | 'sortNumber' | 'blind'>;

export function toColumns(said: Said, form: Form, place: Place, secrets: Secrets): Columns {
  const nothing = { value: null, sealed: false, sortText: null, sortNumber: null, blind: null };
  if (said.state !== 'value') return { ...nothing, state: said.state };
  const text = JSON.stringify(said.value);
  if (form.sensitive) return { ...nothing, state: 'value', value: secrets.seal(text, valueContext(place)), sealed: true, blind: blindsOf(secrets, place.corpId, said.value)[0]! };
  const sort = sortable(form.kind, said.value);
  return { ...nothing, state: 'value', value: text, sortText: sort.text, sortNumber: sort.number };
}

export function saidBy(row: CustomerField | undefined, secrets: Secrets): Said {
  if (!row || row.state === 'unknown' || (row.state === 'value' && row.value === null)) return { state: 'unknown' };
  if (row.state === 'none') return { state: 'none' };
  return { state: 'value', value: JSON.parse(row.sealed ? secrets.open(row.value!, valueContext(row)) : row.value!) as FieldValue };
}

export const optionIdsOf = (said: Said, kind: FieldKind): string[] => (said.state === 'value' ? sortable(kind, said.value).optionIds : []);

/** How history keeps what was said: null unknown, false none, else the text. */
type Told = string | false | null;
export const toldOf = (said: Said, { kind, options }: { kind: FieldKind; options: readonly FieldOption[] }): Told =>
  (said.state === 'value' ? kindOf(kind).show(said.value, options) : said.state === 'none' ? false : null);

export const isSame = (a: Said, b: Said): boolean => a.state === b.state && (a.state !== 'value' || b.state !== 'value' || JSON.stringify(a.value) === JSON.stringify(b.value));

export function sealTexts({ from, to }: { from: Told; to: Told }, form: Pick<Form, 'sensitive'>, place: Place, secrets: Secrets): Pick<FieldChange, 'fromText' | 'toText' | 'sealed'> {
  const keep = (told: Told) => (form.sensitive ? secrets.seal(JSON.stringify(told), changeContext(place)) : JSON.stringify(told));
  return { fromText: keep(from), toText: keep(to), sealed: form.sensitive };
}

export function openTexts(row: FieldChange, secrets: Secrets): { from: Told; to: Told } {
  const read = (text: string) => JSON.parse(row.sealed ? secrets.open(text, changeContext(row)) : text) as Told;
  return { from: read(row.fromText), to: read(row.toText) };
}

/** What is longer than any field takes is cut, so that it can be kept. */
const cut = (raw: unknown) => (typeof raw === 'string' ? [...raw].slice(0, longestText).join('') : raw);
export const sealRaw = (raw: unknown, place: Omit<Place, 'corpId'>, secrets: Secrets): string => secrets.seal(JSON.stringify(cut(raw)), quarantineContext(place));
export const openRaw = (row: { value: string; customerId: string; fieldId: string }, secrets: Secrets): unknown => JSON.parse(secrets.open(row.value, quarantineContext(row)));
/** What the key of a waiting value ends with, whosever it is. */
export const blindTails = (raw: unknown, secrets: Secrets, corpId: string): string[] => secrets.blindIndexes(JSON.stringify(raw), blindContext(corpId)).map((blind) => `:${blind}`);
const quarantineKey = (customerId: string, fieldId: string, blind: string) => `${customerId}:${fieldId}:${blind}`;
export const quarantineKeys = (raw: unknown, { corpId, customerId, fieldId }: Place, secrets: Secrets): string[] =>
  secrets.blindIndexes(JSON.stringify(cut(raw)), blindContext(corpId)).map((blind) => quarantineKey(customerId, fieldId, blind));

/** What becomes of a value when its field changes; `lost` where the new kind has no room for it. */
export function turned(said: Said, from: Form, to: Form): { said: Said; problem: null } | { said: Said; problem: Extract<ReturnType<typeof convert>, { ok: false }>['problem'] } {
  if (said.state !== 'value') return { said, problem: null };
  const parsed = convert(said.value, from, to);
  return parsed.ok ? { said: { state: 'value', value: parsed.value }, problem: null } : { said: { state: 'unknown' }, problem: parsed.problem };
}

const placed = ['corpId', 'customerId', 'fieldId'];

export const sealedColumns: SealedColumn[] = [
  {
    table: 'customer_field', column: 'value', reads: placed, context: valueContext, flag: 'sealed',
    blind: { column: 'blind', of: (plain, row, secrets) => blindsOf(secrets, row.corpId!, JSON.parse(plain) as FieldValue)[0]! },
  },
  ...['fromText', 'toText'].map((column) => ({ table: 'field_change', column, reads: placed, context: changeContext, flag: 'sealed' })),
  {
    table: 'field_quarantine', column: 'value', reads: placed, context: quarantineContext,
    blind: { column: 'naturalKey', of: (plain, row, secrets) => quarantineKeys(JSON.parse(plain), { corpId: row.corpId!, customerId: row.customerId!, fieldId: row.fieldId! }, secrets)[0]! },
  },
];
