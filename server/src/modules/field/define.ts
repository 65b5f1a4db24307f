import { In, IsNull, Not } from 'typeorm';
import type { z } from 'zod';
import type { fields } from '@scrm/shared/field';
import { kindOf, type FieldKind, type FieldOption } from '@scrm/shared/field-kind';
import { newId } from '../../core/db/ids';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import { AppError } from '../../core/errors';
import type { Secrets } from '../../core/secrets';
import { unknownRoles } from '../session';
import { convertValues } from './convert';
import { CustomerField, CustomerFieldOption, Field, FieldUse } from './entity';
import { fieldWord } from './access';

type Draft = Omit<z.output<typeof fields.create.input>, 'kind'>;
type OptionDraft = Draft['options'][number];

const starters: { key: string; name: string; kind: FieldKind; sensitive?: true; hint?: string }[] = [
  { key: 'phone', name: '手机号', kind: 'phone', sensitive: true },
  { key: 'email', name: '邮箱', kind: 'email' },
  { key: 'birthday', name: '生日', kind: 'date' },
  { key: 'company', name: '公司', kind: 'text' },
  { key: 'address', name: '地址', kind: 'address' },
  { key: 'needs', name: '需求备注', kind: 'text', hint: '客户想要什么、在意什么' },
];

/** The fields that a new corp begins with. One that was archived stays so. */
export async function addStarters(tx: WriteDb, now: number): Promise<void> {
  await tx.insertMissing(Field, starters.map(({ key, name, kind, sensitive = false, hint = '' }, order) => ({
    id: newId('fld', now), key, name, hint, kind, required: false, order, options: [], sensitive: sensitive as boolean, seeRoles: [], editRoles: [], revealRoles: [], archivedAt: null, createdAt: now, updatedAt: now,
  })));
}

export async function createField(tx: WriteDb, { kind, ...draft }: Draft & { kind: FieldKind }, now: number): Promise<string> {
  await checkDraft(tx, draft, kind);
  const id = newId('fld', now);
  const last = (await tx.find(Field, {}, { order: { order: 'DESC' }, take: 1 }))[0];
  await tx.insert(Field, { id, key: null, ...draft, kind, options: nameOptions(draft.options, [], kind), order: (last?.order ?? -1) + 1, archivedAt: null, createdAt: now, updatedAt: now });
  return id;
}

/** Renamed options keep their values; one that is left out but was ever chosen is retired, not dropped. */
export async function updateField(tx: WriteDb, id: string, draft: Draft, seenAt: number, { now, secrets }: { now: number; secrets: Secrets }): Promise<void> {
  const field = await holdField(tx, id, seenAt);
  await checkDraft(tx, draft, field.kind, field);
  const used = new Set((await tx.query(CustomerFieldOption, 'chosen').andWhere('chosen.fieldId = :id', { id }).select('DISTINCT chosen.optionId', 'optionId').getRawMany<{ optionId: string }>()).map((row) => row.optionId));
  const next = { ...draft, options: nameOptions(draft.options, field.options, field.kind, field.options.filter((one) => used.has(one.id))) };
  if (next.sensitive !== field.sensitive) await convertValues(tx, field, { ...field, ...next }, { now, secrets, by: null });
  await tx.update(Field, { id }, { ...next, updatedAt: later(field, now) });
}

/** The row, locked, as the caller saw it. */
export async function holdField(tx: WriteDb, id: string, seenAt: number): Promise<Field> {
  await tx.get(Field, id, fieldWord);
  await tx.update(Field, { id }, { id });
  const field = await tx.get(Field, id, fieldWord);
  if (field.updatedAt !== seenAt) throw new AppError('stale_edit');
  return field;
}

/** Two changes within one millisecond still differ. */
export const later = ({ updatedAt }: Pick<Field, 'updatedAt'>, now: number): number => Math.max(updatedAt + 1, now);

async function checkDraft(db: ReadDb, draft: Draft, kind: FieldKind, before?: Field): Promise<void> {
  const taken = await db.findOne(Field, { name: draft.name, archivedAt: IsNull(), ...(before && { id: Not(before.id) }) });
  if (taken) throw new AppError('field_name_taken', { name: draft.name });
  // A role that was removed since stays named: without it the field could be everybody's.
  const named = rolesIn(draft).filter((role) => !before || !rolesIn(before).includes(role));
  if ((await unknownRoles(db, named)).length > 0) throw new AppError('not_found', { what: '角色' });
  if (draft.sensitive && !kindOf(kind).canSeal) throw new AppError('field_not_sealable');
  checkOptions(draft.options, kind);
}

const rolesIn = ({ seeRoles, editRoles, revealRoles }: Pick<Field, 'seeRoles' | 'editRoles' | 'revealRoles'>) => [...seeRoles, ...editRoles, ...revealRoles];

export function checkOptions(options: readonly OptionDraft[], kind: FieldKind): void {
  if (!kindOf(kind).hasOptions) return;
  const names = options.filter((one) => !one.retired).map((one) => one.name.toLowerCase());
  if (names.length === 0 || new Set(names).size < names.length) throw new AppError('field_needs_options');
}

/** Options that are `known` keep their ids, all others get one; those that must not disappear (`keep`) stay, retired. */
export function nameOptions(drafts: readonly OptionDraft[], known: readonly FieldOption[], kind: FieldKind, keep: readonly FieldOption[] = []): FieldOption[] {
  if (!kindOf(kind).hasOptions) return [];
  const free = new Set(known.map((one) => one.id));
  const wanted = drafts.map(({ id, name, retired }) => ({ id: id !== undefined && free.delete(id) ? id : newId('o'), name, retired }));
  const left = keep.filter(({ id }) => free.has(id)).map((one) => ({ ...one, retired: true }));
  return [...wanted, ...left];
}

export async function orderFields(tx: WriteDb, ids: readonly string[], now: number): Promise<void> {
  const rows = new Map((await tx.find(Field)).map((field) => [field.id, field]));
  if (ids.some((id) => !rows.has(id))) throw new AppError('not_found', { what: fieldWord });
  for (const [order, id] of [...new Set(ids)].entries()) {
    const field = rows.get(id)!;
    if (field.order !== order) await tx.update(Field, { id }, { order, updatedAt: later(field, now) });
  }
}

export async function archiveField(tx: WriteDb, id: string, now: number): Promise<void> {
  const field = await tx.get(Field, id, fieldWord);
  if (field.archivedAt === null) await tx.update(Field, { id }, { archivedAt: now, updatedAt: later(field, now) });
}

export async function restoreField(tx: WriteDb, id: string, now: number): Promise<void> {
  const field = await tx.get(Field, id, fieldWord);
  if (field.archivedAt === null) return;
  if (await tx.findOne(Field, { name: field.name, archivedAt: IsNull() })) throw new AppError('field_name_taken', { name: field.name });
  await tx.update(Field, { id }, { archivedAt: null, updatedAt: later(field, now) });
}

/** How many customers have a value, of all: whoever archives a field takes it from everybody. */
export async function impactOf(db: ReadDb, id: string) {
  await db.get(Field, id, fieldWord);
  const uses = await db.find(FieldUse, { fieldId: id });
  return { customers: await db.count(CustomerField, { fieldId: id, state: 'value' }), uses: uses.map(({ usedBy, kind, name }) => ({ id: usedBy, kind, name })) };
}

/** Says that a form, rule or segment uses these fields and no others from now on, so that an impact report names it. */
export async function useFields(tx: WriteDb, user: { kind: string; id: string; name: string }, fieldIds: readonly string[]): Promise<void> {
  await tx.remove(FieldUse, { usedBy: user.id });
  const known = fieldIds.length === 0 ? [] : await tx.find(Field, { id: In([...new Set(fieldIds)]) });
  if (known.length > 0) await tx.insert(FieldUse, known.map((field) => ({ id: newId('fus'), fieldId: field.id, usedBy: user.id, kind: user.kind, name: user.name.slice(0, 128) })));
}
