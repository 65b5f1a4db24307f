import { TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

/** What happened by acquisition links says of whom. */
export class LinkEvent1763700046000 implements MigrationInterface {
  name = 'LinkEvent1763700046000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn('acquisition_event', new TableColumn(table.text('customerId', 40, { nullable: true })));
    await runner.addColumn('acquisition_event', new TableColumn(table.text('staffId', 40, { initial: '' })));
    await runner.createIndex('acquisition_event', new TableIndex({ name: 'ix_acquisition_event_link', columnNames: ['corpId', 'linkId', 'id'] }));
    await runner.createIndex('acquisition_event', new TableIndex({ name: 'ix_acquisition_event_customer', columnNames: ['corpId', 'customerId'] }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('acquisition_event', 'ix_acquisition_event_customer');
    await runner.dropIndex('acquisition_event', 'ix_acquisition_event_link');
    await runner.dropColumn('acquisition_event', 'staffId');
    await runner.dropColumn('acquisition_event', 'customerId');
  }
}
