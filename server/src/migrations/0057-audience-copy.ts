import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

export class AudienceCopy1763700057000 implements MigrationInterface {
  name = 'AudienceCopy1763700057000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table({
      name: 'audience_copy', columns: [table.id(), table.corpId(), table.text('copyId', 40), table.int('part'), table.bytes('bytes')],
      indices: [new TableIndex({ name: 'uq_audience_copy', columnNames: ['corpId', 'copyId', 'part'], isUnique: true })],
    }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('audience_copy');
  }
}
