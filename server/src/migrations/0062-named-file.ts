import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

export class NamedFile1763700062000 implements MigrationInterface {
  name = 'NamedFile1763700062000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table({
      name: 'data_export_named',
      columns: [
        table.id(), table.corpId(), table.text('exportId', 40), table.json('starter'), table.text('state', 10), table.text('mediaId', 200, { nullable: true }), table.time('sentAt', { nullable: true }),
        table.text('jobId', 100, { nullable: true }), table.longText('url', { nullable: true }), table.json('problem', { nullable: true }), table.time('createdAt'), table.time('startedAt'),
      ],
      indices: [
        new TableIndex({ name: 'uq_data_export_named', columnNames: ['corpId', 'exportId'], isUnique: true }),
        new TableIndex({ name: 'ix_data_export_named_job', columnNames: ['corpId', 'jobId'] }),
      ],
    }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('data_export_named');
  }
}
