import { TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

const span = (...more: string[]) => new TableIndex({ name: 'ix_code_add', columnNames: ['corpId', 'addedAt', 'id', ...more] });

/** Figures of a span are read from an index alone, days begin by the company's own clock, what was opened in the mini-program is no scan, who cannot receive is told of once, and group codes stand in channels. */
export class CodeSpan1763700048000 implements MigrationInterface {
  name = 'CodeSpan1763700048000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('code_add', 'ix_code_add');
    await runner.createIndex('code_add', span('way', 'codeId', 'storeId', 'regionId', 'staffId', 'customerId', 'lostBy'));
    await runner.addColumn('group_code', new TableColumn(table.text('channelId', 40, { nullable: true })));
    await runner.addColumn('live_code', new TableColumn(table.json('unable', { nullable: true })));
    await runner.addColumn('own_calendar', new TableColumn(table.text('timeZone', 40, { initial: 'Asia/Shanghai' })));
    // Whoever was erased had scanned; in the mini-program it is its visitors that look, or nobody who is known.
    await runner.query('UPDATE store_visit SET scanId = \'gone\' WHERE codeId <> \'\' AND scanId = \'\'');
    await runner.query('UPDATE store_visit SET scanId = \'\' WHERE scanId LIKE \'scn%\' AND (visitor = \'\' OR visitor IN (SELECT id FROM visitor))');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('UPDATE store_visit SET scanId = \'\' WHERE scanId = \'gone\'');
    await runner.dropColumn('own_calendar', 'timeZone');
    await runner.dropColumn('live_code', 'unable');
    await runner.dropColumn('group_code', 'channelId');
    await runner.dropIndex('code_add', 'ix_code_add');
    await runner.createIndex('code_add', span());
  }
}
