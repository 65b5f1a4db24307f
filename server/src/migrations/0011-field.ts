import { Table, TableIndex, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm';
import { table } from '../core/db/columns';

const unique = (name: string, ...columnNames: string[]) => new TableIndex({ name, columnNames, isUnique: true });
const index = (name: string, ...columnNames: string[]) => new TableIndex({ name, columnNames });
const make = (name: string, columns: TableColumnOptions[], indices: TableIndex[]) => new Table({ name, columns: [table.id(), table.corpId(), ...columns], indices });
const maybe = { nullable: true };
const by = [table.text('source', 10), table.text('staffId', 40, maybe), table.text('byName', 128), table.time('at')];

const tables = [
  make('field', [
    table.text('key', 40, maybe), table.text('name', 64), table.text('hint', 200), table.text('kind', 20), table.bool('required'), table.int('order'), table.json('options'), table.bool('sensitive'),
    table.json('seeRoles'), table.json('editRoles'), table.json('revealRoles'), table.time('archivedAt', maybe), table.time('createdAt'), table.time('updatedAt'),
  ], [unique('uq_field_key', 'corpId', 'key')]),
  make('customer_field', [
    table.text('customerId', 40), table.text('fieldId', 40), table.text('state', 10), table.longText('value', maybe), table.bool('sealed'),
    table.text('sortText', 190, maybe), table.bigInt('sortNumber', maybe), table.text('blind', 64, maybe), ...by, table.int('version'),
  ], [
    unique('uq_customer_field', 'corpId', 'customerId', 'fieldId'), index('ix_customer_field_text', 'corpId', 'fieldId', 'sortText'),
    index('ix_customer_field_number', 'corpId', 'fieldId', 'sortNumber'), index('ix_customer_field_blind', 'corpId', 'blind'),
  ]),
  make('customer_field_option', [table.text('customerId', 40), table.text('fieldId', 40), table.text('optionId', 40)], [
    unique('uq_customer_field_option', 'corpId', 'customerId', 'fieldId', 'optionId'), index('ix_customer_field_option', 'corpId', 'fieldId', 'optionId', 'customerId'),
  ]),
  make('field_change', [table.text('customerId', 40), table.text('fieldId', 40), table.longText('fromText'), table.longText('toText'), table.bool('sealed'), table.text('why', 10), ...by], [
    index('ix_field_change', 'corpId', 'customerId', 'id'), index('ix_field_change_field', 'corpId', 'fieldId', 'id'),
  ]),
  make('field_quarantine', [
    table.text('customerId', 40), table.text('fieldId', 40), table.longText('value'), table.text('naturalKey', 190), table.text('problem', 20), table.text('source', 10),
    table.text('sourceName', 128), table.text('state', 10), table.time('at'), table.time('closedAt', maybe), table.text('closedBy', 128),
  ], [unique('uq_field_quarantine', 'corpId', 'naturalKey'), index('ix_field_quarantine', 'corpId', 'state', 'id')]),
  make('field_reveal', [
    table.text('customerId', 40), table.text('fieldId', 40), table.text('actorId', 40), table.text('actorName', 128), table.text('reason', 200), table.time('at'),
  ], [index('ix_field_reveal', 'corpId', 'id')]),
  make('field_use', [table.text('fieldId', 40), table.text('usedBy', 40), table.text('kind', 20), table.text('name', 128)], [
    unique('uq_field_use', 'corpId', 'fieldId', 'usedBy'), index('ix_field_use', 'corpId', 'usedBy'),
  ]),
  make('lead_source', [
    table.text('parentId', 40, maybe), table.text('name', 64), table.json('synonyms'), table.int('order'), table.time('retiredAt', maybe), table.text('mergedInto', 40, maybe),
  ], [index('ix_lead_source', 'corpId', 'order')]),
  make('customer_lead_source', [table.text('customerId', 40), table.text('sourceId', 40), ...by], [
    unique('uq_customer_lead_source', 'corpId', 'customerId'), index('ix_customer_lead_source', 'corpId', 'sourceId'),
  ]),
];

export class Field1763700011000 implements MigrationInterface {
  name = 'Field1763700011000';

  async up(runner: QueryRunner): Promise<void> {
    for (const each of tables) await runner.createTable(each);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const each of [...tables].reverse()) await runner.dropTable(each);
  }
}
