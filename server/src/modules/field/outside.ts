import { In } from 'typeorm';
import { kindOf, type FieldProblem, type FieldValue } from '@scrm/shared/field-kind';
import { newId } from '../../core/db/ids';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { Secrets } from '../../core/secrets';
import { CustomerField, Field, FieldQuarantine } from './entity';
import { openRaw, quarantineKeys, saidBy, sealRaw } from './stored';
import { holdValues, saveValues, setValues, type Teller } from './values';
import type { Viewer } from './access';
import type { Language } from '@scrm/shared/error';

const quarantineWord = '待处理的值';

interface Offer {
  customerId: string;
  /** As it came: text, or whatever an import or a form holds. */
  raw: unknown;
  teller: Teller;
  secrets: Secrets;
  now: number;
}

/**
 * Takes a value that came from outside (WeCom, an import, a form). It is kept unless a person entered another; what is no
 * value of the field waits in quarantine. Tells what became of it.
 */
export async function offerValue(tx: WriteDb, field: Field, offer: Offer): Promise<'kept' | 'same' | 'quarantined' | 'archived'> {
  if (field.archivedAt !== null) return 'archived';
  const { customerId, raw, teller, secrets } = offer;
  const parsed = kindOf(field.kind).parse(raw, field.options);
  if (!parsed.ok) return quarantine(tx, field, offer, parsed.problem);
  const row = (await holdValues(tx, customerId)).get(field.id);
  const before = saidBy(row, secrets);
  if (before.state === 'value' && JSON.stringify(before.value) === JSON.stringify(parsed.value)) return 'same';
  // Also `none`, and what a person took back, was said by a person.
  if (row && row.source !== teller.source) return quarantine(tx, field, offer, 'other');
  await saveValues(tx, customerId, [{ field, before, said: { state: 'value', value: parsed.value } }], offer);
  return 'kept';
}

async function quarantine(tx: WriteDb, field: Field, { customerId, raw, teller, secrets, now }: Offer, problem: FieldProblem): Promise<'quarantined'> {
  const place = { corpId: tx.corpId, customerId, fieldId: field.id };
  const keys = quarantineKeys(raw, place, secrets);
  if (await tx.findOne(FieldQuarantine, { naturalKey: In(keys) })) return 'quarantined';
  await tx.insertMissing(FieldQuarantine, {
    id: newId('fqu', now), customerId, fieldId: field.id, value: sealRaw(raw, place, secrets), naturalKey: keys[0]!, problem,
    source: teller.source, sourceName: teller.name.slice(0, 128), state: 'open', at: now, closedAt: null, closedBy: '',
  });
  return 'quarantined';
}

/** The phone numbers that a staff member noted in WeCom: the first that is one is the customer's, all others wait. */
export async function takeMobiles(tx: WriteDb, { customerId, mobiles, teller, secrets, now }: Omit<Offer, 'raw'> & { mobiles: readonly string[] }): Promise<void> {
  const field = await tx.findOne(Field, { key: 'phone' });
  if (!field) return;
  const isPhone = (raw: string) => kindOf(field.kind).parse(raw, field.options).ok;
  const [first, ...others] = [...mobiles.filter(isPhone), ...mobiles.filter((raw) => !isPhone(raw))];
  if (first === undefined || field.archivedAt !== null) return;
  // The number kept before is still among them: which of two stands first may change from one reading to the next.
  const held = saidBy((await tx.findOne(CustomerField, { customerId, fieldId: field.id })) ?? undefined, secrets);
  const isHeld = (raw: string) => {
    const parsed = kindOf(field.kind).parse(raw, field.options);
    return parsed.ok && held.state === 'value' && held.value === parsed.value;
  };
  const kept = mobiles.find(isHeld);
  const offer = { customerId, teller, secrets, now };
  if (kept === undefined) await offerValue(tx, field, { ...offer, raw: first });
  for (const raw of kept === undefined ? others : [first, ...others].filter((one) => one !== kept)) await quarantine(tx, field, { ...offer, raw }, isPhone(raw) ? 'other' : 'phone');
}

/** A person says what the value is; the entry is closed by that. */
export async function correctQuarantined(tx: WriteDb, entry: FieldQuarantine, value: FieldValue, doing: { teller: Teller; viewer: Viewer; secrets: Secrets; now: number; language: Language }): Promise<void> {
  await setValues(tx, { ...doing, customerId: entry.customerId, seenVersion: Number.MAX_SAFE_INTEGER, values: [{ fieldId: entry.fieldId, value, none: false }] });
  await closeQuarantined(tx, entry.id, 'corrected', doing);
}

export async function closeQuarantined(tx: WriteDb, id: string, state: 'corrected' | 'dismissed', { teller, now }: { teller: Teller; now: number }): Promise<void> {
  const closed = await tx.update(FieldQuarantine, { id, state: 'open' }, { state, closedAt: now, closedBy: teller.name.slice(0, 128) });
  if (closed === 0) throw new AppError('not_found', { what: quarantineWord });
}

export async function openEntry(db: ReadDb, id: string): Promise<FieldQuarantine> {
  const entry = await db.findOne(FieldQuarantine, { id, state: 'open' });
  if (!entry) throw new AppError('not_found', { what: quarantineWord });
  return entry;
}

/** The value as it came, in one line. */
export function rawText(entry: FieldQuarantine, secrets: Secrets): string {
  const raw = openRaw(entry, secrets);
  return typeof raw === 'string' ? raw : JSON.stringify(raw);
}
