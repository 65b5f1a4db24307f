import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

/** When a group that WeCom refused to hand over is asked for again. */
export class GroupRetry1763700081000 implements MigrationInterface {
  name = 'GroupRetry1763700081000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn('transfer_group', new TableColumn(table.time('retryAt', { nullable: true })));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('transfer_group', 'retryAt');
  }
}
