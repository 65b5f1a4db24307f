import { Table, TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

const identityColumns = [
  new TableColumn(table.text('via', 64, { initial: '' })), new TableColumn(table.bool('verified', { initial: false })), new TableColumn(table.text('sealed', 500, { nullable: true })),
  new TableColumn(table.time('since', { initial: 0 })), new TableColumn(table.text('source', 10, { initial: 'unknown' })),
];
const followKey = (columns: string[]) => new TableIndex({ name: 'uq_follow_user', columnNames: columns, isUnique: true });

/** Group chats with their members and tags; people who are found to be one; what became of id conversions. */
export class GroupChat1763700016000 implements MigrationInterface {
  name = 'GroupChat1763700016000';

  async up(runner: QueryRunner): Promise<void> {
    for (const one of tables) await runner.createTable(one);
    await runner.addColumns('customer_identity', identityColumns);
    await runner.query("UPDATE customer_identity SET source = CASE kind WHEN 'miniOpenid' THEN 'mini' ELSE 'wecom' END");
    await runner.query('UPDATE customer_identity SET since = COALESCE((SELECT firstAddedAt FROM customer WHERE customer.id = customer_identity.customerId), 0)');
    await runner.addColumn('follow_user', new TableColumn(table.text('account', 64, { initial: '' })));
    await runner.createIndex('follow_user', new TableIndex({ name: 'uq_follow_user_account', columnNames: ['corpId', 'customerId', 'staffId', 'account'], isUnique: true }));
    await runner.dropIndex('follow_user', 'uq_follow_user');
  }

  async down(runner: QueryRunner): Promise<void> {
    // Only one of the accounts by which a staff member has a merged person can stay.
    await runner.query("DELETE FROM follow_user WHERE account <> ''");
    await runner.createIndex('follow_user', followKey(['corpId', 'customerId', 'staffId']));
    await runner.dropIndex('follow_user', 'uq_follow_user_account');
    await runner.dropColumn('follow_user', 'account');
    await runner.query("DELETE FROM customer_identity WHERE kind NOT IN ('externalUserid', 'unionid', 'miniOpenid')");
    await runner.dropColumns('customer_identity', identityColumns.map((column) => column.name));
    for (const one of tables) await runner.dropTable(one.name);
  }
}

const tables = [
  new Table({
    name: 'group_chat',
    columns: [
      table.id(), table.corpId(), table.text('chatId', 64), table.text('name', 128), table.text('ownerUserid', 64), table.text('ownerId', 40), table.longText('notice'),
      table.time('createdAt'), table.json('adminUserids'), table.text('state', 10), table.int('status'), table.int('memberCount'), table.int('customerCount'),
      table.text('memberVersion', 64), table.time('syncedAt', { nullable: true }), table.time('dismissedAt', { nullable: true }),
    ],
    indices: [
      new TableIndex({ name: 'uq_group_chat', columnNames: ['corpId', 'chatId'], isUnique: true }),
      new TableIndex({ name: 'ix_group_chat_owner', columnNames: ['corpId', 'ownerId'] }),
      new TableIndex({ name: 'ix_group_chat_recent', columnNames: ['corpId', 'createdAt', 'id'] }),
    ],
  }),
  new Table({
    name: 'group_member',
    columns: [
      table.id(), table.corpId(), table.text('groupId', 40), table.text('userId', 64), table.text('kind', 10), table.text('staffId', 40, { nullable: true }),
      table.text('customerId', 40, { nullable: true }), table.text('name', 128), table.text('nickname', 128), table.time('joinedAt'), table.int('joinScene'),
      table.text('invitorUserid', 64), table.text('state', 64), table.time('leftAt', { nullable: true }), table.int('quitScene', { nullable: true }),
    ],
    indices: [
      new TableIndex({ name: 'uq_group_member', columnNames: ['corpId', 'groupId', 'userId', 'joinedAt'], isUnique: true }),
      new TableIndex({ name: 'ix_group_member_customer', columnNames: ['corpId', 'customerId'] }),
      new TableIndex({ name: 'ix_group_member_user', columnNames: ['corpId', 'userId'] }),
    ],
  }),
  new Table({
    name: 'group_tag_category', columns: [table.id(), table.corpId(), table.text('name', 64), table.time('createdAt')],
    indices: [new TableIndex({ name: 'uq_group_tag_category', columnNames: ['corpId', 'name'], isUnique: true })],
  }),
  new Table({
    name: 'group_tag', columns: [table.id(), table.corpId(), table.text('categoryId', 40), table.text('name', 64), table.time('createdAt')],
    indices: [new TableIndex({ name: 'uq_group_tag', columnNames: ['corpId', 'categoryId', 'name'], isUnique: true })],
  }),
  new Table({
    name: 'group_chat_tag', columns: [table.id(), table.corpId(), table.text('groupId', 40), table.text('tagId', 40)],
    indices: [
      new TableIndex({ name: 'uq_group_chat_tag', columnNames: ['corpId', 'groupId', 'tagId'], isUnique: true }),
      new TableIndex({ name: 'ix_group_chat_tag', columnNames: ['corpId', 'tagId', 'groupId'] }),
    ],
  }),
  new Table({
    name: 'customer_merge',
    columns: [
      table.id(), table.corpId(), table.text('survivorId', 40), table.text('otherId', 40), table.text('cause', 10), table.text('byName', 128), table.json('other'), table.json('before'), table.json('filled'),
      table.time('at'), table.time('undoneAt', { nullable: true }), table.text('undoneByName', 128),
    ],
    indices: [
      new TableIndex({ name: 'ix_customer_merge_survivor', columnNames: ['corpId', 'survivorId'] }),
      new TableIndex({ name: 'ix_customer_merge_other', columnNames: ['corpId', 'otherId'] }),
    ],
  }),
  new Table({
    name: 'customer_merge_row',
    columns: [table.id(), table.corpId(), table.text('mergeId', 40), table.text('tableName', 64), table.text('columnName', 64), table.text('rowId', 40), table.json('aside', { nullable: true })],
    indices: [
      new TableIndex({ name: 'ix_customer_merge_row', columnNames: ['corpId', 'mergeId', 'tableName'] }),
      new TableIndex({ name: 'ix_customer_merge_row_id', columnNames: ['corpId', 'rowId'] }),
    ],
  }),
  new Table({
    name: 'merge_suggestion',
    columns: [
      table.id(), table.corpId(), table.text('oneId', 40), table.text('twoId', 40), table.text('state', 10), table.json('evidence'), table.json('conflicts'), table.time('at'),
    ],
    indices: [
      new TableIndex({ name: 'uq_merge_suggestion', columnNames: ['corpId', 'oneId', 'twoId'], isUnique: true }),
      new TableIndex({ name: 'ix_merge_suggestion', columnNames: ['corpId', 'state', 'at', 'id'] }),
    ],
  }),
  new Table({
    name: 'id_conversion',
    columns: [
      table.id(), table.corpId(), table.text('kind', 20), table.text('subject', 128), table.text('visitorId', 40, { nullable: true }), table.text('customerId', 40, { nullable: true }),
      table.text('state', 10), table.int('errcode'), table.text('error', 500), table.int('tries'), table.time('firstAt'), table.time('lastAt'),
    ],
    indices: [
      new TableIndex({ name: 'uq_id_conversion', columnNames: ['corpId', 'kind', 'subject'], isUnique: true }),
      new TableIndex({ name: 'ix_id_conversion', columnNames: ['corpId', 'state', 'lastAt', 'id'] }),
      new TableIndex({ name: 'ix_id_conversion_customer', columnNames: ['corpId', 'customerId'] }),
    ],
  }),
];
