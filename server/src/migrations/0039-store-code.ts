import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

const index = (name: string, isUnique: boolean, ...columnNames: string[]) => new TableIndex({ name, columnNames: ['corpId', ...columnNames], isUnique });

/** Codes that lead to the nearest store, the contact ways behind them, and who came. */
export class StoreCode1763700039000 implements MigrationInterface {
  name = 'StoreCode1763700039000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table({
      name: 'store_code',
      columns: [
        table.id(), table.corpId(), table.text('name', 64), table.text('form', 10), table.text('regionId', 40, { nullable: true }), table.text('outOfRange', 10), table.text('defaultStoreId', 40, { nullable: true }), table.text('belongs', 10),
        table.json('tagIds'), table.text('remarkTemplate', 100), table.text('offText', 200), table.text('state', 10), table.text('createdBy', 40), table.time('createdAt'), table.time('updatedAt'), table.time('deletedAt', { nullable: true }),
      ],
      indices: [index('ix_store_code', false, 'id')],
    }));
    await runner.createTable(new Table({
      name: 'store_way',
      columns: [table.id(), table.corpId(), table.text('staffId', 40), table.text('configId', 64), table.text('qrUrl', 500), table.time('askedAt', { nullable: true }), table.time('busyUntil'), table.text('codeId', 40), table.text('storeId', 40)],
      indices: [index('uq_store_way', true, 'codeId', 'storeId', 'staffId')],
    }));
    await runner.createTable(new Table({
      name: 'store_visit',
      columns: [
        table.id(), table.corpId(), table.text('codeId', 40), table.text('visitor', 40), table.text('scanId', 40), table.text('customerId', 40, { nullable: true }), table.time('at'), table.text('day', 10), table.text('place', 10),
        table.text('storeId', 40, { nullable: true }), table.text('regionId', 40, { nullable: true }), table.text('staffId', 40, { nullable: true }), table.text('wayId', 40), table.text('outcome', 10), table.text('band', 4, { nullable: true }),
        table.int('inRange', { nullable: true }), table.json('why'), table.time('shownAt', { nullable: true }),
      ],
      indices: [index('ix_store_visit_day', false, 'day'), index('ix_store_visit_code', false, 'codeId', 'day'), index('ix_store_visit_staff', false, 'storeId', 'staffId', 'shownAt'), index('ix_store_visit_visitor', false, 'visitor')],
    }));
    await runner.createTable(new Table({
      name: 'store_customer',
      columns: [table.id(), table.corpId(), table.text('codeId', 40), table.text('storeId', 40), table.text('regionId', 40, { nullable: true }), table.text('staffId', 40), table.text('customerId', 40), table.time('addedAt'), table.text('day', 10), table.time('lostAt', { nullable: true })],
      indices: [
        index('uq_store_customer', true, 'codeId', 'storeId', 'customerId'), index('ix_store_customer_day', false, 'day'), index('ix_store_customer_staff', false, 'storeId', 'staffId', 'addedAt'), index('ix_store_customer', false, 'customerId', 'staffId'),
      ],
    }));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['store_customer', 'store_visit', 'store_way', 'store_code']) await runner.dropTable(name);
  }
}
