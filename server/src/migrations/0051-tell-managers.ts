import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

/** Group codes of which those hear who lead the owners of the groups. */
export class TellManagers1763700051000 implements MigrationInterface {
  name = 'TellManagers1763700051000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn('group_code', new TableColumn(table.bool('tellManagers', { initial: false })));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('group_code', 'tellManagers');
  }
}
