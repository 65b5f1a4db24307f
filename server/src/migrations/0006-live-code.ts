import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

export class LiveCode1763700006000 implements MigrationInterface {
  name = 'LiveCode1763700006000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table({
      name: 'live_code',
      columns: [
        table.id(), table.corpId(), table.text('kind', 20), table.text('name', 64), table.json('staffIds'), table.bool('skipVerify'), table.json('tagIds'),
        table.text('remarkTemplate', 100), table.json('welcome'), table.text('state', 10), table.json('problem', { nullable: true }),
        table.text('configId', 64), table.text('qrUrl', 500), table.json('known', { nullable: true }), table.time('askedAt', { nullable: true }), table.time('alignUntil'),
        table.time('createdAt'), table.time('updatedAt'), table.time('deletedAt', { nullable: true }),
      ],
      indices: [
        new TableIndex({ name: 'ix_live_code_corp', columnNames: ['corpId', 'id'] }),
        new TableIndex({ name: 'ix_live_code_config', columnNames: ['corpId', 'configId'] }),
      ],
    }));
    await runner.createTable(new Table({
      name: 'live_code_customer',
      columns: [
        table.id(), table.corpId(), table.text('liveCodeId', 40), table.text('customerId', 40), table.text('staffId', 40),
        table.time('addedAt'), table.time('lostAt', { nullable: true }),
      ],
      indices: [
        new TableIndex({ name: 'uq_live_code_customer', columnNames: ['corpId', 'liveCodeId', 'customerId'], isUnique: true }),
        new TableIndex({ name: 'ix_live_code_customer', columnNames: ['corpId', 'customerId', 'staffId'] }),
      ],
    }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('live_code_customer');
    await runner.dropTable('live_code');
  }
}
