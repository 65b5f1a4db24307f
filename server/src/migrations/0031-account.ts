import { Table, TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

interface Merge { id: string; other: string | { externalUserid: string } }

/** One-time codes of local accounts, and by which account of a customer each hand-over is. */
export class Account1763700031000 implements MigrationInterface {
  name = 'Account1763700031000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table({
      name: 'account_recovery', columns: [table.id(), table.text('accountId', 40), table.text('hash', 60)],
      indices: [new TableIndex({ name: 'uq_account_recovery', columnNames: ['accountId', 'hash'], isUnique: true })],
    }));
    await runner.addColumn('transfer_item', new TableColumn(table.text('externalUserid', 64, { initial: '' })));
    await runner.createIndex('transfer_item', new TableIndex({ name: 'ix_transfer_item_account', columnNames: ['corpId', 'externalUserid'] }));
    // The giver's own relation says by which account; whom a merge that stands brought along was meant by what they were known by before.
    await runner.query(`UPDATE transfer_item SET externalUserid = COALESCE(
      (SELECT NULLIF(MIN(f.account), '') FROM follow_user f WHERE f.corpId = transfer_item.corpId AND f.customerId = transfer_item.customerId AND f.staffId = transfer_item.fromStaffId),
      (SELECT c.externalUserid FROM customer c WHERE c.id = transfer_item.customerId), '')`);
    const merges = await runner.query('SELECT id, other FROM customer_merge WHERE undoneAt IS NULL ORDER BY at DESC, id DESC') as Merge[];
    for (const { id, other } of merges) {
      const { externalUserid } = typeof other === 'string' ? JSON.parse(other) as { externalUserid: string } : other;
      await runner.query('UPDATE transfer_item SET externalUserid = ? WHERE id IN (SELECT rowId FROM customer_merge_row WHERE mergeId = ? AND tableName = \'transfer_item\' AND aside IS NULL)', [externalUserid, id]);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('transfer_item', 'ix_transfer_item_account');
    await runner.dropColumn('transfer_item', 'externalUserid');
    await runner.dropTable('account_recovery');
  }
}
