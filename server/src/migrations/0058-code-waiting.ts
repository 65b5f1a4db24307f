import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

export class CodeWaiting1763700058000 implements MigrationInterface {
  name = 'CodeWaiting1763700058000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table({
      name: 'live_code_waiting',
      columns: [
        table.id(), table.corpId(), table.text('liveCodeId', 40), table.text('openKey', 64), table.text('visitor', 40), table.text('phoneKey', 64), table.text('phoneSealed', 200), table.text('name', 64), table.longText('note'), table.text('via', 10),
        table.text('state', 10), table.text('staffId', 40, { nullable: true }), table.int('times'), table.bool('isTold'), table.time('at'), table.time('lastAt'), table.time('doneAt', { nullable: true }), table.time('deleteAt'),
      ],
      indices: [
        new TableIndex({ name: 'uq_live_code_waiting', columnNames: ['corpId', 'liveCodeId', 'openKey'], isUnique: true }), new TableIndex({ name: 'ix_live_code_waiting', columnNames: ['corpId', 'liveCodeId', 'state', 'id'] }),
        new TableIndex({ name: 'ix_live_code_waiting_staff', columnNames: ['corpId', 'staffId', 'state'] }), new TableIndex({ name: 'ix_live_code_waiting_visitor', columnNames: ['corpId', 'visitor'] }),
        new TableIndex({ name: 'ix_live_code_waiting_phone', columnNames: ['corpId', 'phoneKey'] }), new TableIndex({ name: 'ix_live_code_waiting_end', columnNames: ['deleteAt'] }),
      ],
    }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('live_code_waiting');
  }
}
