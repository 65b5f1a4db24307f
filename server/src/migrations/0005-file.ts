import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

export class File1763700005000 implements MigrationInterface {
  name = 'File1763700005000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table({
      name: 'file',
      columns: [
        table.id(), table.corpId(), table.text('name', 200), table.text('kind', 10), table.text('mime', 100), table.int('size'),
        table.text('sha256', 64), table.text('wecomMediaId', 255), table.time('wecomMediaAt', { nullable: true }), table.time('createdAt'),
      ],
      indices: [new TableIndex({ name: 'ix_file_corp', columnNames: ['corpId', 'id'] })],
    }));
    await runner.createTable(new Table({
      name: 'file_use',
      columns: [table.id(), table.corpId(), table.text('fileId', 40), table.text('usedBy', 40)],
      indices: [
        new TableIndex({ name: 'uq_file_use', columnNames: ['corpId', 'usedBy', 'fileId'], isUnique: true }),
        new TableIndex({ name: 'ix_file_use_file', columnNames: ['corpId', 'fileId'] }),
      ],
    }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('file_use');
    await runner.dropTable('file');
  }
}
