import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

const hash = (nullable: boolean) => new TableColumn(table.text('hash', 100, { nullable }));

/** The hash of a callback is set when it is dispatched, not when it comes in. */
export class InboxHash1763700009000 implements MigrationInterface {
  name = 'InboxHash1763700009000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.changeColumn('inbox', hash(false), hash(true));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM inbox WHERE hash IS NULL');
    await runner.changeColumn('inbox', hash(true), hash(false));
  }
}
