import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

/** Stores with their place, hours and people, in a tree of regions. */
export class Store1763700038000 implements MigrationInterface {
  name = 'Store1763700038000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table({
      name: 'store_region',
      columns: [table.id(), table.corpId(), table.text('name', 40), table.text('parentId', 40, { nullable: true }), table.text('path', 200), table.json('managerIds'), table.time('createdAt'), table.time('updatedAt')],
      indices: [new TableIndex({ name: 'ix_store_region', columnNames: ['corpId', 'path'] })],
    }));
    await runner.createTable(new Table({
      name: 'store',
      columns: [
        table.id(), table.corpId(), table.text('name', 64), table.text('no', 40), table.text('regionId', 40, { nullable: true }), table.text('address', 200),
        table.int('latE6', { nullable: true }), table.int('lngE6', { nullable: true }), table.int('radiusM'), table.json('hours'), table.text('telephone', 32), table.text('state', 10), table.int('priority'),
        table.json('owners'), table.json('receptionistIds'), table.json('tagIds'), table.text('groupCodeId', 40, { nullable: true }), table.text('createdBy', 40),
        table.time('createdAt'), table.time('updatedAt'), table.time('deletedAt', { nullable: true }),
      ],
      indices: [
        new TableIndex({ name: 'uq_store_no', columnNames: ['corpId', 'no'], isUnique: true }),
        new TableIndex({ name: 'ix_store_changed', columnNames: ['corpId', 'updatedAt'] }),
        new TableIndex({ name: 'ix_store_region_of', columnNames: ['corpId', 'regionId'] }),
      ],
    }));
    await runner.createTable(new Table({
      name: 'store_person',
      columns: [table.id(), table.corpId(), table.text('storeId', 40), table.text('staffId', 40)],
      indices: [
        new TableIndex({ name: 'uq_store_person', columnNames: ['corpId', 'storeId', 'staffId'], isUnique: true }),
        new TableIndex({ name: 'ix_store_person_staff', columnNames: ['corpId', 'staffId'] }),
      ],
    }));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['store_person', 'store', 'store_region']) await runner.dropTable(name);
  }
}
