import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

export class Org1763700002000 implements MigrationInterface {
  name = 'Org1763700002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table({
      name: 'department',
      columns: [table.id(), table.corpId(), table.int('departmentId'), table.int('parentId'), table.text('name', 128, { nullable: true }), table.bigInt('order')],
      indices: [new TableIndex({ name: 'uq_department', columnNames: ['corpId', 'departmentId'], isUnique: true })],
    }));
    await runner.createTable(new Table({
      name: 'staff',
      columns: [
        table.id(), table.corpId(), table.text('userId', 64), table.text('name', 128, { nullable: true }), table.text('avatarUrl', 500), table.text('position', 128),
        table.json('departmentIds'), table.int('mainDepartment', { nullable: true }), table.text('state', 20), table.bool('canReceive'),
        table.int('customerCount'), table.time('seenAt'), table.time('leftAt', { nullable: true }),
      ],
      indices: [
        new TableIndex({ name: 'uq_staff_user', columnNames: ['corpId', 'userId'], isUnique: true }),
        new TableIndex({ name: 'ix_staff_corp', columnNames: ['corpId', 'id'] }),
      ],
    }));
    await runner.createTable(new Table({
      name: 'staff_department',
      columns: [table.id(), table.corpId(), table.text('staffId', 40), table.int('departmentId')],
      indices: [
        new TableIndex({ name: 'uq_staff_department', columnNames: ['corpId', 'staffId', 'departmentId'], isUnique: true }),
        new TableIndex({ name: 'ix_staff_department', columnNames: ['corpId', 'departmentId'] }),
      ],
    }));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['staff_department', 'staff', 'department']) await runner.dropTable(name);
  }
}
