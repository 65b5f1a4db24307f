import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

/** Who made a live code and who brought a file: '' for those that were there before. */
export class Maker1763700030000 implements MigrationInterface {
  name = 'Maker1763700030000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn('live_code', new TableColumn(table.text('createdBy', 40, { initial: '' })));
    await runner.addColumn('file', new TableColumn(table.text('uploadedBy', 40, { initial: '' })));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('file', 'uploadedBy');
    await runner.dropColumn('live_code', 'createdBy');
  }
}
