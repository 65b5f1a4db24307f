import { Table, TableIndex, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm';
import { table } from '../core/db/columns';

const unique = (name: string, ...columnNames: string[]) => new TableIndex({ name, columnNames, isUnique: true });
const index = (name: string, ...columnNames: string[]) => new TableIndex({ name, columnNames });
const make = (name: string, columns: TableColumnOptions[], indices: TableIndex[]) => new Table({ name, columns: [table.id(), table.corpId(), ...columns], indices });
const maybe = { nullable: true };

const tables = [
  make('customer', [
    table.text('externalUserid', 64), table.text('name', 128), table.text('avatarUrl', 500), table.int('type'), table.int('gender'),
    table.text('corpName', 128), table.text('position', 128), table.text('unionid', 64, maybe),
    table.time('firstAddedAt'), table.time('lastAddedAt'), table.time('lostAt', maybe), table.text('lostBy', 10, maybe),
  ], [unique('uq_customer_external', 'corpId', 'externalUserid'), index('ix_customer_recent', 'corpId', 'lastAddedAt', 'id')]),
  make('follow_user', [
    table.text('customerId', 40), table.text('staffId', 40), table.text('remark', 128), table.text('description', 500), table.text('state', 128),
    table.int('addWay', maybe), table.text('operUserid', 64), table.text('sourceKind', 10), table.text('sourceId', 40, maybe), table.text('sourceName', 128),
    table.time('addedAt'), table.time('lostAt', maybe), table.text('lostBy', 10, maybe), table.bool('remarkEditedByHand'),
    table.time('stateAt'), table.text('stateCause', 40), table.time('touchedAt'),
  ], [
    unique('uq_follow_user', 'corpId', 'customerId', 'staffId'), index('ix_follow_user_staff', 'corpId', 'staffId', 'lostAt'),
    index('ix_follow_user_source', 'corpId', 'sourceKind', 'sourceId'),
  ]),
  make('customer_identity', [table.text('kind', 20), table.text('value', 128), table.text('customerId', 40)], [
    unique('uq_customer_identity', 'corpId', 'kind', 'value'), index('ix_customer_identity', 'corpId', 'customerId'),
  ]),
  make('activity', [
    table.text('customerId', 40), table.text('staffId', 40, maybe), table.text('kind', 40), table.time('at'), table.json('data'), table.text('naturalKey', 190),
  ], [unique('uq_activity_natural', 'corpId', 'naturalKey'), index('ix_activity_customer', 'corpId', 'customerId', 'at'), index('ix_activity_corp', 'corpId', 'id')]),
  make('reconciliation', [
    table.time('startedAt'), table.time('finishedAt', maybe), table.text('state', 10), table.int('checked'), table.int('missedAdds'), table.int('missedLosses'),
    table.int('orphanContactWays'), table.int('missingContactWays'), table.longText('error'),
  ], [index('ix_reconciliation', 'corpId', 'startedAt')]),
];

export class Customer1763700004000 implements MigrationInterface {
  name = 'Customer1763700004000';

  async up(runner: QueryRunner): Promise<void> {
    for (const each of tables) await runner.createTable(each);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const each of [...tables].reverse()) await runner.dropTable(each);
  }
}
