import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

const columns = [
  table.id(), table.corpId(), table.text('customerId', 40), table.text('fieldId', 40), table.text('state', 10), table.longText('value', { nullable: true }), table.bool('sealed'),
  table.text('sortText', 190, { nullable: true }), table.bigInt('sortNumber', { nullable: true }), table.text('blind', 64, { nullable: true }),
  table.text('source', 10), table.text('staffId', 40, { nullable: true }), table.text('byName', 128), table.time('at'), table.int('version'),
];
const names = columns.map(({ name }) => name).join(', ');
const place = ['corpId', 'customerId', 'fieldId'];
const copiedAtOnce = 20_000;

const searched = [
  new TableIndex({ name: 'ix_customer_field_text', columnNames: ['corpId', 'fieldId', 'sortText'] }), new TableIndex({ name: 'ix_customer_field_number', columnNames: ['corpId', 'fieldId', 'sortNumber'] }),
  new TableIndex({ name: 'ix_customer_field_blind', columnNames: ['corpId', 'blind'] }),
];
const unique = (name: string, columnNames: string[]) => new TableIndex({ name, columnNames, isUnique: true });

/** The values of a customer stand together: who reads those of many customers goes through the table once, and looks up no row. */
export class FieldOrder1763700076000 implements MigrationInterface {
  name = 'FieldOrder1763700076000';

  async up(runner: QueryRunner): Promise<void> {
    await rebuild(runner, place, [unique('uq_customer_field_id', ['id']), ...searched]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await rebuild(runner, ['id'], [unique('uq_customer_field', place), ...searched]);
  }
}

/** By way of a copy, because TiDB cannot give a table another primary key. Whatever stopped it midway, it can begin again. */
async function rebuild(runner: QueryRunner, key: readonly string[], indices: TableIndex[]): Promise<void> {
  if (await runner.hasTable('customer_field')) {
    await runner.query('DROP TABLE IF EXISTS customer_field_copy');
    await runner.createTable(new Table({ name: 'customer_field_copy', columns: columns.map((column) => ({ ...column, isPrimary: key.includes(column.name) })) }));
    for (let after: string | null = ''; after !== null;) after = await copy(runner, after);
    await runner.query('DROP TABLE customer_field');
  }
  await runner.query('ALTER TABLE customer_field_copy RENAME TO customer_field');
  await runner.createIndices('customer_field', indices);
}

/** The next rows behind this id; the last of them, or null where there are no more. */
async function copy(runner: QueryRunner, after: string): Promise<string | null> {
  const [last] = await runner.query(`SELECT id FROM customer_field WHERE id > ? ORDER BY id LIMIT 1 OFFSET ${copiedAtOnce - 1}`, [after]) as { id: string }[];
  await runner.query(`INSERT INTO customer_field_copy (${names}) SELECT ${names} FROM customer_field WHERE id > ?${last ? ' AND id <= ?' : ''}`, [after, ...(last ? [last.id] : [])]);
  return last?.id ?? null;
}
