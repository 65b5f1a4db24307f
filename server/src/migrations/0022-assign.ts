import { TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

export class Assign1763700022000 implements MigrationInterface {
  name = 'Assign1763700022000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn('transfer', new TableColumn(table.text('taskKey', 90, { nullable: true })));
    await runner.createIndex('transfer', new TableIndex({ name: 'uq_transfer_task', columnNames: ['corpId', 'taskKey'], isUnique: true }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('transfer', 'uq_transfer_task');
    await runner.dropColumn('transfer', 'taskKey');
  }
}
