import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';

const scans = (...more: string[]) => new TableIndex({ name: 'ix_scan_code', columnNames: ['corpId', 'codeId', 'at', ...more] });
const adds = (...more: string[]) => new TableIndex({ name: 'ix_code_add_customer', columnNames: ['corpId', 'customerId', 'staffId', ...more] });

/** Who was shown in a span, and who of those that came to a stage was added in it, are read from an index alone. */
export class FigureIndex1763700060000 implements MigrationInterface {
  name = 'FigureIndex1763700060000';

  async up(runner: QueryRunner): Promise<void> {
    await replace(runner, 'scan', scans('target'));
    await replace(runner, 'code_add', adds('addedAt', 'way', 'codeId', 'storeId', 'regionId'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await replace(runner, 'code_add', adds());
    await replace(runner, 'scan', scans());
  }
}

async function replace(runner: QueryRunner, name: string, index: TableIndex): Promise<void> {
  await runner.dropIndex(name, index.name!);
  await runner.createIndex(name, index);
}
