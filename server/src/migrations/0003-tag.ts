import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

export class Tag1763700003000 implements MigrationInterface {
  name = 'Tag1763700003000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table({
      name: 'tag_group',
      columns: [
        table.id(), table.corpId(), table.text('wecomGroupId', 64), table.text('name', 128), table.bigInt('order'),
        table.time('syncedAt', { nullable: true }), table.time('deletedAt', { nullable: true }),
      ],
      indices: [new TableIndex({ name: 'uq_tag_group', columnNames: ['corpId', 'wecomGroupId'], isUnique: true })],
    }));
    await runner.createTable(new Table({
      name: 'tag',
      columns: [
        table.id(), table.corpId(), table.text('groupId', 40), table.text('wecomTagId', 64), table.text('name', 128), table.bigInt('order'),
        table.bool('ours'), table.time('deletedAt', { nullable: true }),
      ],
      indices: [
        new TableIndex({ name: 'uq_tag', columnNames: ['corpId', 'wecomTagId'], isUnique: true }),
        new TableIndex({ name: 'ix_tag_group', columnNames: ['corpId', 'groupId'] }),
      ],
    }));
    await runner.createTable(new Table({
      name: 'follow_tag',
      columns: [table.id(), table.corpId(), table.text('followId', 40), table.text('customerId', 40), table.text('staffId', 40), table.text('tagId', 40)],
      indices: [
        new TableIndex({ name: 'uq_follow_tag', columnNames: ['corpId', 'followId', 'tagId'], isUnique: true }),
        new TableIndex({ name: 'ix_follow_tag_tag', columnNames: ['corpId', 'tagId', 'customerId'] }),
        new TableIndex({ name: 'ix_follow_tag_customer', columnNames: ['corpId', 'customerId'] }),
      ],
    }));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['follow_tag', 'tag', 'tag_group']) await runner.dropTable(name);
  }
}
