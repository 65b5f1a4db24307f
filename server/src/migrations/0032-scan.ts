import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

/** Who opened the pages of live codes. */
export class Scan1763700032000 implements MigrationInterface {
  name = 'Scan1763700032000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table({
      name: 'scan',
      columns: [
        table.id(), table.corpId(), table.text('kind', 10), table.text('codeId', 40), table.text('visitor', 40), table.time('at'), table.text('outcome', 20),
        table.text('target', 40), table.text('wayId', 64), table.json('reason', { nullable: true }), table.text('customerId', 40, { nullable: true }),
      ],
      indices: [
        new TableIndex({ name: 'ix_scan_code', columnNames: ['corpId', 'codeId', 'at'] }),
        new TableIndex({ name: 'ix_scan_visitor', columnNames: ['corpId', 'visitor', 'at'] }),
        new TableIndex({ name: 'ix_scan_customer', columnNames: ['corpId', 'customerId'] }),
      ],
    }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('scan');
  }
}
