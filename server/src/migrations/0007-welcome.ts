import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

export class Welcome1763700007000 implements MigrationInterface {
  name = 'Welcome1763700007000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table({
      name: 'welcome',
      columns: [
        table.id(), table.corpId(), table.text('callbackId', 40), table.text('staffUserId', 64), table.text('externalUserid', 64), table.bool('half'),
        table.text('customerId', 40, { nullable: true }), table.text('liveCodeId', 40, { nullable: true }), table.text('outcome', 20),
        table.int('ms', { nullable: true }), table.text('reason', 300), table.time('at'),
      ],
      indices: [
        new TableIndex({ name: 'uq_welcome_callback', columnNames: ['corpId', 'callbackId'], isUnique: true }),
        new TableIndex({ name: 'ix_welcome_corp', columnNames: ['corpId', 'id'] }),
        new TableIndex({ name: 'ix_welcome_at', columnNames: ['corpId', 'at'] }),
        new TableIndex({ name: 'ix_welcome_customer', columnNames: ['corpId', 'externalUserid', 'staffUserId'] }),
      ],
    }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('welcome');
  }
}
