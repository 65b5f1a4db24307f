import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

/** Visitors come by the mini-program or, on web pages, by the official account. */
export class OfficialVisitor1763700029000 implements MigrationInterface {
  name = 'OfficialVisitor1763700029000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn('visitor', new TableColumn(table.text('via', 10, { initial: 'mini' })));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM visitor WHERE via <> \'mini\'');
    await runner.dropColumn('visitor', 'via');
  }
}
