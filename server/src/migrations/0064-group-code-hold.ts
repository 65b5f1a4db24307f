import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

export class GroupCodeHold1763700064000 implements MigrationInterface {
  name = 'GroupCodeHold1763700064000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table({
      name: 'group_code_hold',
      columns: [table.id(), table.corpId(), table.text('groupId', 40), table.text('network', 64), table.text('visitor', 40), table.time('at'), table.time('until')],
      indices: [
        new TableIndex({ name: 'ix_group_code_hold', columnNames: ['corpId', 'groupId', 'network', 'at'] }),
        new TableIndex({ name: 'ix_group_code_hold_visitor', columnNames: ['corpId', 'visitor'] }),
        new TableIndex({ name: 'ix_group_code_hold_end', columnNames: ['at'] }),
      ],
    }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('group_code_hold');
  }
}
