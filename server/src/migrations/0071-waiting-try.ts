import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

export class WaitingTry1763700071000 implements MigrationInterface {
  name = 'WaitingTry1763700071000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table({
      name: 'live_code_waiting_try',
      columns: [table.id(), table.corpId(), table.text('visitor', 40), table.text('network', 64), table.time('at')],
      indices: [
        new TableIndex({ name: 'ix_live_code_waiting_try', columnNames: ['corpId', 'visitor', 'at'] }),
        new TableIndex({ name: 'ix_live_code_waiting_try_network', columnNames: ['corpId', 'network', 'at'] }),
        new TableIndex({ name: 'ix_live_code_waiting_try_end', columnNames: ['at'] }),
      ],
    }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('live_code_waiting_try');
  }
}
