import type { Worth } from '@scrm/shared/transfer';
import { AppError } from '../../core/errors';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import { canSee, Field, numbersOf, useFields } from '../field';
import { readSetting } from './setting';

/** Who reads; null instead of roles stands for everybody at once: only a field that nobody is kept from will do. */
export interface Reader { db: ReadDb; roles: readonly string[] | null }

/** A number, there, and not sealed: sums of sealed values would reveal them without the record that a reveal leaves. */
const isFit = ({ kind, archivedAt, sensitive }: Field) => kind === 'number' && archivedAt === null && !sensitive;

export async function checkValueField(tx: WriteDb, fieldId: string | null): Promise<void> {
  const field = fieldId === null ? null : await tx.get(Field, fieldId, '字段');
  if (field && !isFit(field)) throw new AppError('transfer_value_field', { name: field.name });
  await useFields(tx, { kind: 'transferValue', id: 'transfer.value', name: '客户价值（流失与交接）' }, field ? [field.id] : []);
}

/** What each of these customers is worth, as far as the reader may know it. */
export async function worthReader({ db, roles }: Reader, customerIds: readonly string[]): Promise<(ids: readonly string[]) => Worth> {
  const { valueFieldId } = await readSetting(db, 'rules');
  const field = valueFieldId === null ? null : await db.findOne(Field, { id: valueFieldId });
  if (!field || field.archivedAt !== null || field.kind !== 'number') return () => ({ state: 'unset' });
  const isSeen = roles === null ? field.seeRoles.length === 0 : canSee(field, { roles });
  if (!isSeen || !isFit(field)) return () => ({ state: 'hidden' });
  const numbers = await numbersOf(db, field.id, [...new Set(customerIds)]);
  return (ids) => {
    const people = [...new Set(ids)];
    const held = people.flatMap((id) => numbers.get(id) ?? []);
    return { state: 'known', fen: Math.round(held.reduce((sum, yuan) => sum + yuan, 0) * 100), known: held.length, of: people.length };
  };
}

export async function worthOf(reader: Reader, customerIds: readonly string[]): Promise<Worth> {
  return (await worthReader(reader, customerIds))(customerIds);
}
