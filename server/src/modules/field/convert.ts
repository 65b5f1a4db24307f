import { In } from 'typeorm';
import type { z } from 'zod';
import type { Conversion } from '@scrm/shared/field';
import { kindOf } from '@scrm/shared/field-kind';
import { newId } from '../../core/db/ids';
import type { ReadDb, WriteDb } from '../../core/db/scope';
import type { Secrets } from '../../core/secrets';
import { customerNames } from '../customer';
import { noteChange } from '../customer-change';
import { CustomerField, CustomerFieldOption, FieldChange, type Field } from './entity';
import { isSame, openTexts, optionIdsOf, saidBy, sealTexts, toColumns, toldOf, turned, type Form } from './stored';

const pageSize = 500;
const shownFailures = 100;

/** All values of a field, page by page. */
async function* pagesOf(db: ReadDb, fieldId: string): AsyncGenerator<CustomerField[]> {
  for (let after = ''; ;) {
    const rows = await db.query(CustomerField, 'held').andWhere('held.fieldId = :fieldId AND held.state = \'value\' AND held.id > :after', { fieldId, after }).orderBy('held.id', 'ASC').limit(pageSize).getMany();
    if (rows.length === 0) return;
    yield rows;
    after = rows.at(-1)!.id;
  }
}

/** What a change would do, without doing it. */
export async function previewConversion(db: ReadDb, field: Field, to: Form, secrets: Secrets): Promise<z.input<typeof Conversion>> {
  const failures: { customerId: string; text: string; problem: NonNullable<ReturnType<typeof turned>['problem']> }[] = [];
  const samples: { from: string; to: string }[] = [];
  let [total, fails] = [0, 0];
  const show = (said: ReturnType<typeof saidBy>, form: Form) => {
    if (said.state !== 'value') return '';
    return field.sensitive ? kindOf(form.kind).mask(said.value) : kindOf(form.kind).show(said.value, form.options).slice(0, 200);
  };
  for await (const rows of pagesOf(db, field.id)) {
    for (const row of rows) {
      total++;
      const said = saidBy(row, secrets);
      const result = turned(said, field, to);
      if (result.problem !== null) {
        fails++;
        if (failures.length < shownFailures) failures.push({ customerId: row.customerId, text: show(said, field), problem: result.problem });
      } else if (samples.length < 5) samples.push({ from: show(said, field), to: show(result.said, to) });
    }
  }
  const names = await customerNames(db, failures.map((one) => one.customerId));
  return { total, converts: total - fails, fails, samples, failures: failures.map((one) => ({ ...one, customerName: names.get(one.customerId) ?? '' })) };
}

interface Doing {
  now: number;
  secrets: Secrets;
  /** Who turns one kind into another; null where only the seal changes, which is no news for history. */
  by: { staffId: string | null; name: string } | null;
}

/** Brings all values and their history into the new form. What cannot be converted is taken back, and stays readable in history. */
export async function convertValues(tx: WriteDb, field: Field, to: Form, { now, secrets, by }: Doing): Promise<void> {
  const { corpId } = tx;
  const place = ({ customerId }: { customerId: string }) => ({ corpId, customerId, fieldId: field.id });
  for await (const rows of pagesOf(tx, field.id)) {
    noteChange(tx, rows.map((row) => row.customerId));
    const turns = rows.map((row) => ({ row, before: saidBy(row, secrets), ...turned(saidBy(row, secrets), field, to) }));
    await tx.upsert(CustomerField, turns.map(({ row, said, before }) => ({
      ...row, ...toColumns(said, to, place(row), secrets), version: isSame(said, before) ? row.version : row.version + 1,
    })), ['customerId', 'fieldId'], ['state', 'value', 'sealed', 'sortText', 'sortNumber', 'blind', 'version']);
    await tx.remove(CustomerFieldOption, { fieldId: field.id, customerId: In(rows.map((row) => row.customerId)) });
    const chosen = turns.flatMap(({ row, said }) => optionIdsOf(said, to.kind).map((optionId) => ({ id: newId('opt', now), customerId: row.customerId, fieldId: field.id, optionId })));
    if (chosen.length > 0) await tx.insertMissing(CustomerFieldOption, chosen);
    const changed = by === null ? [] : turns.filter(({ said, before }) => toldOf(said, to) !== toldOf(before, field));
    if (changed.length > 0) {
      await tx.insert(FieldChange, changed.map(({ row, said, before }) => ({
        id: newId('fch', now), customerId: row.customerId, fieldId: field.id, ...sealTexts({ from: toldOf(before, field), to: toldOf(said, to) }, to, place(row), secrets),
        why: 'conversion' as const, source: 'console' as const, staffId: by!.staffId, byName: by!.name, at: now,
      })));
    }
  }
  if (to.sensitive !== field.sensitive) await sealHistory(tx, field.id, to, secrets);
}

async function sealHistory(tx: WriteDb, fieldId: string, to: Form, secrets: Secrets): Promise<void> {
  for (let after = ''; ;) {
    const rows = await tx.query(FieldChange, 'past').andWhere('past.fieldId = :fieldId AND past.id > :after', { fieldId, after }).orderBy('past.id', 'ASC').limit(pageSize).getMany();
    if (rows.length === 0) return;
    for (const row of rows) await tx.update(FieldChange, { id: row.id }, sealTexts(openTexts(row, secrets), to, row, secrets));
    after = rows.at(-1)!.id;
  }
}
