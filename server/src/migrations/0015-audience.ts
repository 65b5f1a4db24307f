import { Table, TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

const maybe = { nullable: true };
const byCustomer = (...more: string[]) => new TableIndex({ name: 'ix_follow_tag_customer', columnNames: ['corpId', 'customerId', ...more] });

const tables = [
  new Table({
    name: 'customer_change', columns: [table.id(), table.corpId(), table.json('body')],
    indices: [new TableIndex({ name: 'ix_customer_change_corp', columnNames: ['corpId', 'id'] })],
  }),
  new Table({
    name: 'saved_view',
    columns: [
      table.id(), table.corpId(), table.text('ownerId', 40), table.text('ownerName', 128), table.text('name', 64), table.json('filter'), table.json('columns'),
      table.text('shared', 10), table.text('sharedRole', 40, maybe), table.time('createdAt'), table.time('updatedAt'),
    ],
    indices: [new TableIndex({ name: 'uq_saved_view', columnNames: ['corpId', 'ownerId', 'name'], isUnique: true })],
  }),
  new Table({
    name: 'saved_view_default', columns: [table.id(), table.corpId(), table.text('userId', 40), table.text('viewId', 40)],
    indices: [new TableIndex({ name: 'uq_saved_view_default', columnNames: ['corpId', 'userId'], isUnique: true })],
  }),
];

export class Audience1763700015000 implements MigrationInterface {
  name = 'Audience1763700015000';

  async up(runner: QueryRunner): Promise<void> {
    for (const each of tables) await runner.createTable(each);
    // Tags of a customer are read from the index alone.
    await runner.dropIndex('follow_tag', 'ix_follow_tag_customer');
    await runner.createIndex('follow_tag', byCustomer('tagId'));
    await runner.addColumn('customer', new TableColumn(table.time('lastActiveAt', maybe)));
    await runner.query('UPDATE customer SET lastActiveAt = CASE WHEN lostBy = \'customer\' AND lostAt > lastAddedAt THEN lostAt ELSE lastAddedAt END');
    await runner.changeColumn('customer', 'lastActiveAt', new TableColumn(table.time('lastActiveAt')));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('customer', 'lastActiveAt');
    await runner.dropIndex('follow_tag', 'ix_follow_tag_customer');
    await runner.createIndex('follow_tag', byCustomer());
    for (const each of [...tables].reverse()) await runner.dropTable(each);
  }
}
