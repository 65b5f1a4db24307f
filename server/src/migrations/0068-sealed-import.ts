import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

/** An uploaded sheet is sealed where it lies; here is what opens it. */
export class SealedImport1763700068000 implements MigrationInterface {
  name = 'SealedImport1763700068000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn('customer_import', new TableColumn(table.longText('fileKey', { nullable: true })));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('customer_import', 'fileKey');
  }
}
