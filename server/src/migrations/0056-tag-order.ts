import { TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

const byTag = (...columns: string[]) => new TableIndex({ name: 'ix_follow_tag_tag', columnNames: ['corpId', 'tagId', ...columns] });

/** Who has a tag, in the order of the list of customers. */
export class TagOrder1763700056000 implements MigrationInterface {
  name = 'TagOrder1763700056000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn('follow_tag', new TableColumn(table.time('addedAt', { initial: 0 })));
    await runner.query('UPDATE follow_tag SET addedAt = COALESCE((SELECT customer.lastAddedAt FROM customer WHERE customer.id = customerId), 0)');
    await runner.dropIndex('follow_tag', 'ix_follow_tag_tag');
    await runner.createIndex('follow_tag', byTag('addedAt', 'customerId'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('follow_tag', 'ix_follow_tag_tag');
    await runner.createIndex('follow_tag', byTag('customerId'));
    await runner.dropColumn('follow_tag', 'addedAt');
  }
}
