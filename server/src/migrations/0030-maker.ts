import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

/** Who made a live code: '' for those that were there before. */
export class Maker1763700030000 implements MigrationInterface {
  name = 'Maker1763700030000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn('live_code', new TableColumn(table.text('createdBy', 40, { initial: '' })));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('live_code', 'createdBy');
  }
}
