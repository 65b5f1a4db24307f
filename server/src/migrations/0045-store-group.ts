import { Table, TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

const maybe = { nullable: true };

/** A store has several group codes in order, and counts who came into a group through it. */
export class StoreGroup1763700045000 implements MigrationInterface {
  name = 'StoreGroup1763700045000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn('store', new TableColumn(table.json('groupCodeIds', maybe)));
    await runner.query('UPDATE store SET groupCodeIds = \'[]\'');
    for (const { id, groupCodeId } of await runner.query('SELECT id, groupCodeId FROM store WHERE groupCodeId IS NOT NULL') as { id: string; groupCodeId: string }[]) {
      await runner.query('UPDATE store SET groupCodeIds = ? WHERE id = ?', [JSON.stringify([groupCodeId]), id]);
    }
    await runner.changeColumn('store', 'groupCodeIds', new TableColumn(table.json('groupCodeIds')));
    await runner.dropColumn('store', 'groupCodeId');
    await runner.addColumn('store_visit', new TableColumn(table.text('groupCodeId', 40, { initial: '' })));
    await runner.createTable(new Table({
      name: 'store_join',
      columns: [
        table.id(), table.corpId(), table.text('codeId', 40), table.text('storeId', 40), table.text('regionId', 40, maybe), table.text('groupId', 40), table.text('memberId', 40), table.text('customerId', 40, maybe),
        table.time('at'), table.text('day', 10), table.time('leftAt', maybe),
      ],
      indices: [
        new TableIndex({ name: 'uq_store_join', columnNames: ['corpId', 'memberId'], isUnique: true }), new TableIndex({ name: 'ix_store_join_day', columnNames: ['corpId', 'day'] }),
        new TableIndex({ name: 'ix_store_join_customer', columnNames: ['corpId', 'customerId'] }),
      ],
    }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('store_join');
    await runner.dropColumn('store_visit', 'groupCodeId');
    await runner.addColumn('store', new TableColumn(table.text('groupCodeId', 40, maybe)));
    for (const { id, groupCodeIds } of await runner.query('SELECT id, groupCodeIds FROM store WHERE groupCodeIds <> \'[]\'') as { id: string; groupCodeIds: string }[]) {
      await runner.query('UPDATE store SET groupCodeId = ? WHERE id = ?', [(JSON.parse(groupCodeIds) as string[])[0], id]);
    }
    await runner.dropColumn('store', 'groupCodeIds');
  }
}
