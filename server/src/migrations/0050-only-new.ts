import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

/** Red packets for people only who are new to the company. */
export class OnlyNew1763700050000 implements MigrationInterface {
  name = 'OnlyNew1763700050000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn('red_packet_rule', new TableColumn(table.bool('onlyNew', { initial: false })));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('red_packet_rule', 'onlyNew');
  }
}
