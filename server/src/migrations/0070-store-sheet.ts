import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

export class StoreSheet1763700070000 implements MigrationInterface {
  name = 'StoreSheet1763700070000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table({
      name: 'store_sheet', columns: [table.id(), table.corpId(), table.time('at')],
      indices: [new TableIndex({ name: 'uq_store_sheet', columnNames: ['corpId'], isUnique: true })],
    }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('store_sheet');
  }
}
