import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

export class Export1763700021000 implements MigrationInterface {
  name = 'Export1763700021000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table({
      name: 'data_export',
      columns: [
        table.id(), table.corpId(), table.text('kind', 40), table.text('startKey', 90), table.text('format', 10), table.text('language', 5), table.json('filter', { nullable: true }),
        table.json('wanted'), table.json('columns'), table.json('starter'), table.text('starterId', 40), table.bool('revealed'), table.text('state', 10),
        table.int('total'), table.int('done'), table.int('skipped'), table.text('fileName', 200), table.text('fileId', 40, { nullable: true }), table.text('fileKey', 500, { nullable: true }),
        table.bigInt('size'), table.text('sha256', 64), table.int('downloads'), table.json('problem', { nullable: true }),
        table.time('createdAt'), table.time('startedAt', { nullable: true }), table.time('finishedAt', { nullable: true }), table.time('expiresAt', { nullable: true }), table.time('updatedAt'),
      ],
      indices: [
        new TableIndex({ name: 'uq_data_export_start', columnNames: ['corpId', 'startKey'], isUnique: true }),
        new TableIndex({ name: 'ix_data_export_corp', columnNames: ['corpId', 'id'] }),
        new TableIndex({ name: 'ix_data_export_starter', columnNames: ['corpId', 'starterId', 'id'] }),
        new TableIndex({ name: 'ix_data_export_due', columnNames: ['state', 'expiresAt'] }),
      ],
    }));
    await runner.createTable(new Table({
      name: 'data_export_part',
      columns: [table.id(), table.corpId(), table.text('exportId', 40), table.int('seq'), table.json('ids'), table.json('written', { nullable: true }), table.json('others')],
      indices: [new TableIndex({ name: 'uq_data_export_part', columnNames: ['corpId', 'exportId', 'seq'], isUnique: true })],
    }));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['data_export_part', 'data_export']) await runner.dropTable(name);
  }
}
