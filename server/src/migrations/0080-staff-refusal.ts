import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

/** Whom WeCom lets receive nobody though its lists say that they can. */
export class StaffRefusal1763700080000 implements MigrationInterface {
  name = 'StaffRefusal1763700080000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn('staff', new TableColumn(table.json('refusal', { nullable: true })));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('staff', 'refusal');
  }
}
