import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

/** A code's remark may take the place of one that was written by hand. */
export class OverHand1763700067000 implements MigrationInterface {
  name = 'OverHand1763700067000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn('live_code', new TableColumn(table.bool('remarkOverHand', { initial: false })));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('live_code', 'remarkOverHand');
  }
}
