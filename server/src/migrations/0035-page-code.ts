import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

/** Codes whose page chooses at each scan: their contact ways, their counters, and the scans that share a commit. */
export class PageCode1763700035000 implements MigrationInterface {
  name = 'PageCode1763700035000';

  /** No entity stands for the last two: LONGTEXT is nothing that both databases have for TypeORM, though both understand it. */
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table({
      name: 'live_code_way',
      columns: [
        table.id(), table.corpId(), table.text('liveCodeId', 40), table.text('staffId', 40), table.text('configId', 64), table.text('qrUrl', 500), table.bool('skipVerify'),
        table.time('askedAt', { nullable: true }), table.time('busyUntil'),
      ],
      indices: [
        new TableIndex({ name: 'uq_live_code_way', columnNames: ['corpId', 'liveCodeId', 'staffId'], isUnique: true }),
        new TableIndex({ name: 'ix_live_code_way_config', columnNames: ['corpId', 'configId'] }),
      ],
    }));
    await runner.createTable(new Table({
      name: 'live_code_change',
      columns: [table.id(), table.corpId(), table.text('liveCodeId', 40)],
      indices: [new TableIndex({ name: 'ix_live_code_change', columnNames: ['corpId', 'id'] })],
    }));
    await runner.createIndex('scan', new TableIndex({ name: 'ix_scan_way', columnNames: ['corpId', 'wayId', 'at'] }));
    await runner.query('CREATE TABLE live_code_batch (number BIGINT NOT NULL PRIMARY KEY, keptAt BIGINT NOT NULL, isUnpacked INTEGER NOT NULL, scans LONGTEXT NOT NULL)');
    await runner.query('CREATE INDEX ix_live_code_batch ON live_code_batch (isUnpacked, number)');
    await runner.query('CREATE TABLE live_code_counter (codeId VARCHAR(40) NOT NULL PRIMARY KEY, corpId VARCHAR(40) NOT NULL, number BIGINT NOT NULL, state LONGTEXT NOT NULL)');
  }

  /** A server of before would not find what waits here: it has to be made rows of first. */
  async down(runner: QueryRunner): Promise<void> {
    const [waiting] = (await runner.query('SELECT COUNT(*) AS n FROM live_code_batch WHERE isUnpacked = 0')) as { n: number }[];
    if (Number(waiting!.n) > 0) throw new Error('Scans wait to be made rows of: run the server until they are');
    await runner.query('DROP TABLE live_code_counter');
    await runner.query('DROP TABLE live_code_batch');
    await runner.dropIndex('scan', 'ix_scan_way');
    await runner.dropTable('live_code_change');
    await runner.dropTable('live_code_way');
  }
}
