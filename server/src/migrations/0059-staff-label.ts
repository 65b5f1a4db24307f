import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

export class StaffLabel1763700059000 implements MigrationInterface {
  name = 'StaffLabel1763700059000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table({
      name: 'staff_label', columns: [table.id(), table.corpId(), table.text('staffId', 40), table.json('labels')],
      indices: [new TableIndex({ name: 'uq_staff_label', columnNames: ['corpId', 'staffId'], isUnique: true })],
    }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('staff_label');
  }
}
