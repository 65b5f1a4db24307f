import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

const maybe = { nullable: true };

export class Visitor1763700008000 implements MigrationInterface {
  name = 'Visitor1763700008000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table({
      name: 'visitor',
      columns: [
        table.id(), table.corpId(), table.text('appid', 32), table.text('openid', 64), table.text('unionid', 64, maybe), table.text('customerId', 40, maybe),
        table.text('externalUserid', 64, maybe), table.text('pendingId', 128, maybe), table.time('askedAt', maybe), table.time('createdAt'), table.time('lastSeenAt'),
      ],
      indices: [
        new TableIndex({ name: 'uq_visitor_openid', columnNames: ['corpId', 'appid', 'openid'], isUnique: true }),
        new TableIndex({ name: 'ix_visitor_unionid', columnNames: ['corpId', 'unionid'] }),
        new TableIndex({ name: 'ix_visitor_external', columnNames: ['corpId', 'externalUserid'] }),
        new TableIndex({ name: 'ix_visitor_pending', columnNames: ['corpId', 'pendingId'] }),
        new TableIndex({ name: 'ix_visitor_waiting', columnNames: ['corpId', 'customerId', 'askedAt'] }),
      ],
    }));
    await runner.createTable(new Table({
      name: 'visitor_contact_way',
      columns: [
        table.id(), table.corpId(), table.text('staffId', 40), table.text('configId', 64), table.text('qrUrl', 500), table.time('askedAt', maybe), table.time('busyUntil'),
      ],
      indices: [new TableIndex({ name: 'uq_visitor_contact_way', columnNames: ['corpId', 'staffId'], isUnique: true })],
    }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('visitor_contact_way');
    await runner.dropTable('visitor');
  }
}
