import { In } from 'typeorm';
import { kindOf } from '@scrm/shared/field-kind';
import { personal, type PersonalContext } from '../../core/personal/declare';
import type { ReadDb } from '../../core/db/scope';
import { CustomerField, CustomerFieldOption, CustomerLeadSource, Field, FieldChange, FieldQuarantine, FieldReveal, LeadSource } from './entity';
import { openRaw, openTexts, saidBy, toldOf } from './stored';

const fieldWord = { zh: '字段', en: 'Field' };
const valueWord = { zh: '内容', en: 'Value' };
const atWord = { zh: '时间', en: 'Time' };
const byWord = { zh: '由谁填写', en: 'By' };

const reachable = (text: string) => (['phone', 'email'] as const).some((kind) => kindOf(kind).parse(text, []).ok);

async function fieldsOf(db: ReadDb, rows: readonly { fieldId: string }[]): Promise<Map<string, Field>> {
  return new Map((await db.find(Field, { id: In([...new Set(rows.map((row) => row.fieldId))]) })).map((field) => [field.id, field]));
}

const nameIn = (fields: ReadonlyMap<string, Field>, { fieldId }: { fieldId: string }) => ({ column: 'field', label: fieldWord, value: fields.get(fieldId)?.name ?? '' });

/** Whoever asks what is kept of them reads the values themselves: what is sealed is opened, and nothing is masked. */
export const fieldPersonalData = [
  personal(CustomerField, {
    label: { zh: '自定义字段', en: 'Custom fields' },
    of: ({ customerId }) => ({ customerId }),
    // By a number or an address that stands in a field alone the person is found too.
    called: (row, { secrets }) => {
      const said = saidBy(row, secrets);
      return said.state === 'value' && typeof said.value === 'string' && reachable(said.value) ? [said.value] : [];
    },
    show: async (rows, { db, secrets }: PersonalContext) => {
      const fields = await fieldsOf(db, rows);
      return rows.map((row) => {
        const field = fields.get(row.fieldId);
        const told = field ? toldOf(saidBy(row, secrets), field) : null;
        return [nameIn(fields, row), { column: 'value', label: valueWord, value: told === false ? { zh: '无', en: 'None' } : told ?? '' }, { column: 'at', label: atWord, value: row.at }, { column: 'byName', label: byWord, value: row.byName }];
      });
    },
    erase: 'delete',
  }),
  personal(CustomerFieldOption, { label: { zh: '字段的选项', en: 'Options of fields' }, of: ({ customerId }) => ({ customerId }), erase: 'delete' }),
  personal(FieldChange, {
    label: { zh: '字段修改记录', en: 'Changes of fields' },
    of: ({ customerId }) => ({ customerId }),
    show: async (rows, { db, secrets }) => {
      const fields = await fieldsOf(db, rows);
      return rows.map((row) => {
        const { from, to } = openTexts(row, secrets);
        return [nameIn(fields, row), { column: 'from', label: { zh: '原内容', en: 'From' }, value: from || '' }, { column: 'to', label: { zh: '新内容', en: 'To' }, value: to || '' }, { column: 'at', label: atWord, value: row.at }, { column: 'byName', label: byWord, value: row.byName }];
      });
    },
    erase: 'delete',
  }),
  personal(FieldQuarantine, {
    label: { zh: '待处理的值', en: 'Values that wait to be checked' },
    of: ({ customerId }) => ({ customerId }),
    show: async (rows, { db, secrets }) => {
      const fields = await fieldsOf(db, rows);
      return rows.map((row) => {
        const raw = openRaw(row, secrets);
        return [nameIn(fields, row), { column: 'value', label: valueWord, value: typeof raw === 'string' ? raw : JSON.stringify(raw) }, { column: 'at', label: atWord, value: row.at }];
      });
    },
    erase: 'delete',
  }),
  personal(FieldReveal, {
    label: { zh: '查看敏感内容的记录', en: 'Who was shown sensitive values' },
    of: ({ customerId }) => ({ customerId }),
    show: async (rows, { db }) => {
      const fields = await fieldsOf(db, rows);
      return rows.map((row) => [nameIn(fields, row), { column: 'actorName', label: { zh: '查看人', en: 'Who' }, value: row.actorName }, { column: 'reason', label: { zh: '理由', en: 'Reason' }, value: row.reason }, { column: 'at', label: atWord, value: row.at }]);
    },
    erase: () => ({ reason: '' }),
    kept: { zh: '谁在何时查看过哪个字段，是处理记录（《个人信息保护法》第五十四、五十六条）；理由已清空，记录里只有一个内部编号', en: 'Who looked at which field and when is a record of processing (PIPL Art. 54, 56); the reason is gone, and the row holds only a number of ours' },
  }),
  personal(CustomerLeadSource, {
    label: { zh: '客户来源', en: 'Lead source' },
    of: ({ customerId }) => ({ customerId }),
    show: async (rows, { db }) => {
      const sources = new Map((await db.find(LeadSource, { id: In(rows.map((row) => row.sourceId)) })).map((source) => [source.id, source.name]));
      return rows.map((row) => [{ column: 'source', label: { zh: '来源', en: 'Source' }, value: sources.get(row.sourceId) ?? '' }, { column: 'at', label: atWord, value: row.at }, { column: 'byName', label: byWord, value: row.byName }]);
    },
    erase: 'delete',
  }),
];
