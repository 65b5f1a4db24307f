import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

const maybe = { nullable: true };

export class CustomerImport1763700019000 implements MigrationInterface {
  name = 'CustomerImport1763700019000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table({
      name: 'customer_import',
      columns: [
        table.id(), table.corpId(), table.text('name', 200), table.bigInt('size'), table.text('sha256', 64), table.text('kind', 10), table.text('encoding', 12, maybe), table.text('delimiter', 2, maybe),
        table.json('headers'), table.text('headersHash', 64), table.json('mapping', maybe), table.text('state', 12), table.int('round'), table.int('cursor'), table.int('checked'), table.json('newTags'),
        table.json('problem', maybe), table.bool('hasFile'), table.longText('sample', maybe), table.json('starter'), table.text('starterId', 40), table.text('taskId', 40, maybe), table.text('undoTaskId', 40, maybe),
        table.time('createdAt'), table.time('startedAt', maybe), table.time('updatedAt'),
      ],
      indices: [
        new TableIndex({ name: 'ix_customer_import', columnNames: ['corpId', 'starterId', 'id'] }),
        new TableIndex({ name: 'ix_customer_import_headers', columnNames: ['corpId', 'headersHash', 'startedAt'] }),
      ],
    }));
    await runner.createTable(new Table({
      name: 'customer_import_row',
      columns: [
        table.id(), table.corpId(), table.text('importId', 40), table.int('row'), table.text('state', 10), table.text('customerId', 40, maybe), table.text('target', 120, maybe), table.text('waitKey', 120, maybe),
        table.longText('cells', maybe), table.longText('steps', maybe), table.text('columnName', 200), table.json('problem', maybe), table.time('at'),
      ],
      indices: [
        new TableIndex({ name: 'uq_customer_import_row', columnNames: ['corpId', 'importId', 'row'], isUnique: true }),
        new TableIndex({ name: 'ix_customer_import_row_state', columnNames: ['corpId', 'importId', 'state', 'row'] }),
        new TableIndex({ name: 'ix_customer_import_row_target', columnNames: ['corpId', 'importId', 'target'] }),
        new TableIndex({ name: 'ix_customer_import_row_wait', columnNames: ['corpId', 'waitKey'] }),
        new TableIndex({ name: 'ix_customer_import_row_customer', columnNames: ['corpId', 'customerId'] }),
      ],
    }));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['customer_import_row', 'customer_import']) await runner.dropTable(name);
  }
}
