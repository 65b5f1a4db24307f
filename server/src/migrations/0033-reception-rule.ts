import { Table, TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

const codeColumns = [
  new TableColumn(table.text('serve', 10, { initial: 'direct' })), new TableColumn(table.json('rule', { nullable: true })),
  new TableColumn(table.int('ruleNo', { initial: 1 })), new TableColumn(table.time('nextAlignAt', { nullable: true })),
];

/** Rules by which codes choose who receives, with their past revisions, and what came of them. */
export class ReceptionRule1763700033000 implements MigrationInterface {
  name = 'ReceptionRule1763700033000';

  async up(runner: QueryRunner): Promise<void> {
    for (const one of tables) await runner.createTable(one);
    await runner.addColumns('live_code', codeColumns);
    await runner.createIndex('live_code', new TableIndex({ name: 'ix_live_code_align', columnNames: ['nextAlignAt'] }));
    await runner.query('UPDATE live_code SET nextAlignAt = 0 WHERE deletedAt IS NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('live_code', 'ix_live_code_align');
    await runner.dropColumns('live_code', codeColumns.map((column) => column.name));
    for (const one of tables) await runner.dropTable(one.name);
  }
}

const tables = [
  new Table({
    name: 'live_code_rule',
    columns: [table.id(), table.corpId(), table.text('liveCodeId', 40), table.int('no'), table.json('rule'), table.json('days'), table.text('byId', 40), table.time('at')],
    indices: [new TableIndex({ name: 'uq_live_code_rule', columnNames: ['corpId', 'liveCodeId', 'no'], isUnique: true })],
  }),
  new Table({
    name: 'live_code_list',
    columns: [table.id(), table.corpId(), table.text('liveCodeId', 40), table.time('at'), table.json('staffIds'), table.bool('skipVerify'), table.text('level', 10), table.int('slot'), table.int('ruleNo')],
    indices: [new TableIndex({ name: 'ix_live_code_list', columnNames: ['corpId', 'liveCodeId', 'at'] })],
  }),
  new Table({
    name: 'live_code_add',
    columns: [
      table.id(), table.corpId(), table.text('liveCodeId', 40), table.text('customerId', 40), table.text('staffId', 40), table.time('addedAt'), table.int('ruleNo'),
      table.text('listId', 40), table.int('slot'), table.text('level', 10), table.bool('isListed'), table.text('ownerId', 40),
    ],
    indices: [
      new TableIndex({ name: 'uq_live_code_add', columnNames: ['corpId', 'liveCodeId', 'customerId', 'staffId', 'addedAt'], isUnique: true }),
      new TableIndex({ name: 'ix_live_code_add', columnNames: ['corpId', 'liveCodeId', 'addedAt'] }),
      new TableIndex({ name: 'ix_live_code_add_customer', columnNames: ['corpId', 'customerId'] }),
    ],
  }),
  new Table({
    name: 'reception_online',
    columns: [table.id(), table.corpId(), table.text('staffId', 40), table.bool('isOnline'), table.time('changedAt')],
    indices: [new TableIndex({ name: 'uq_reception_online', columnNames: ['corpId', 'staffId'], isUnique: true })],
  }),
  new Table({
    name: 'work_day',
    columns: [table.id(), table.corpId(), table.text('date', 10), table.text('kind', 10), table.text('name', 32)],
    indices: [new TableIndex({ name: 'uq_work_day', columnNames: ['corpId', 'date'], isUnique: true })],
  }),
];
