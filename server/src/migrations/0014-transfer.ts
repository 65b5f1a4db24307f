import { Table, TableIndex, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm';
import { table } from '../core/db/columns';

const unique = (name: string, ...columnNames: string[]) => new TableIndex({ name, columnNames, isUnique: true });
const index = (name: string, ...columnNames: string[]) => new TableIndex({ name, columnNames });
const make = (name: string, columns: TableColumnOptions[], indices: TableIndex[]) => new Table({ name, columns: [table.id(), table.corpId(), ...columns], indices });
const maybe = { nullable: true };

const tables = [
  make('transfer', [
    table.text('kind', 10), table.text('fromStaffId', 40), table.text('way', 12), table.text('message', 200), table.longText('nextStep'), table.bool('autoRetry'),
    table.text('state', 10), table.int('total'), table.text('createdBy', 64), table.time('createdAt'), table.time('settledAt', maybe),
  ], [index('ix_transfer_corp', 'corpId', 'id'), index('ix_transfer_from', 'corpId', 'fromStaffId')]),
  make('transfer_item', [
    table.text('transferId', 40), table.text('customerId', 40), table.text('fromStaffId', 40), table.text('toStaffId', 40), table.text('kind', 10), table.text('state', 10),
    table.text('reason', 20), table.int('errcode'), table.text('openKey', 90), table.text('claim', 40), table.int('tries'), table.int('refusals'), table.bool('autoRetry'),
    table.time('askedAt', maybe), table.time('dueAt', maybe), table.time('settledAt', maybe), table.time('retryAt', maybe), table.time('createdAt'),
  ], [
    unique('uq_transfer_item_open', 'corpId', 'openKey'), index('ix_transfer_item', 'corpId', 'transferId', 'state'), index('ix_transfer_item_state', 'corpId', 'state', 'retryAt'),
    index('ix_transfer_item_customer', 'corpId', 'customerId'), index('ix_transfer_item_to', 'corpId', 'toStaffId', 'state'), index('ix_transfer_item_from', 'corpId', 'fromStaffId', 'state'),
  ]),
  make('transfer_group', [table.text('transferId', 40), table.text('chatId', 64), table.text('toStaffId', 40), table.text('state', 10), table.int('errcode')], [
    unique('uq_transfer_group', 'corpId', 'transferId', 'chatId'),
  ]),
  make('transfer_leaver', [table.text('staffId', 40), table.bool('confirmed'), table.time('dismissedAt', maybe), table.int('groups'), table.time('checkedAt', maybe)], [
    unique('uq_transfer_leaver', 'corpId', 'staffId'),
  ]),
  make('loss_alert', [
    table.text('kind', 12), table.text('customerId', 40), table.text('staffId', 40), table.time('at'), table.text('naturalKey', 190), table.time('toldAt', maybe), table.json('told'),
  ], [unique('uq_loss_alert', 'corpId', 'naturalKey'), index('ix_loss_alert', 'corpId', 'at', 'id'), index('ix_loss_alert_staff', 'corpId', 'staffId', 'at')]),
  make('transfer_setting', [table.text('name', 20), table.json('value'), table.time('updatedAt')], [unique('uq_transfer_setting', 'corpId', 'name')]),
];

export class Transfer1763700014000 implements MigrationInterface {
  name = 'Transfer1763700014000';

  async up(runner: QueryRunner): Promise<void> {
    for (const each of tables) await runner.createTable(each);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const each of [...tables].reverse()) await runner.dropTable(each);
  }
}
