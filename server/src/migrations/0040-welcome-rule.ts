import { Table, TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

/** Rules that say who is greeted with what, greetings that staff send by hand, welcomes of groups, and a company's own days. */
export class WelcomeRule1763700040000 implements MigrationInterface {
  name = 'WelcomeRule1763700040000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table({
      name: 'welcome_rule',
      columns: [
        table.id(), table.corpId(), table.text('name', 64), table.text('target', 12), table.json('targetIds'), table.json('windows'), table.json('scenes'),
        table.text('acquaintance', 10, { nullable: true }), table.json('tagIds'), table.json('message'), table.bool('enabled'), table.int('position'),
        table.text('createdBy', 40), table.time('createdAt'), table.time('updatedAt'), table.time('deletedAt', { nullable: true }),
      ],
      indices: [new TableIndex({ name: 'ix_welcome_rule', columnNames: ['corpId', 'target', 'position'] })],
    }));
    await runner.createTable(new Table({
      name: 'welcome_by_hand',
      columns: [
        table.id(), table.corpId(), table.text('callbackId', 40), table.text('customerId', 40), table.text('staffId', 40), table.json('message'), table.bool('unclear'),
        table.text('state', 10), table.time('at'), table.time('toldAt', { nullable: true }), table.time('settledAt', { nullable: true }),
      ],
      indices: [
        new TableIndex({ name: 'uq_welcome_by_hand', columnNames: ['corpId', 'callbackId'], isUnique: true }),
        new TableIndex({ name: 'ix_welcome_by_hand_staff', columnNames: ['corpId', 'staffId', 'state', 'id'] }),
        new TableIndex({ name: 'ix_welcome_by_hand_customer', columnNames: ['corpId', 'customerId'] }),
      ],
    }));
    await runner.createTable(new Table({
      name: 'group_welcome',
      columns: [
        table.id(), table.corpId(), table.text('name', 64), table.json('message'), table.bool('notify'), table.text('state', 10), table.json('problem', { nullable: true }),
        table.text('templateId', 64), table.time('askedAt', { nullable: true }), table.time('toldAt', { nullable: true }), table.time('alignUntil'), table.time('checkedAt', { nullable: true }),
        table.text('createdBy', 40), table.time('createdAt'), table.time('updatedAt'), table.time('deletedAt', { nullable: true }),
      ],
      indices: [new TableIndex({ name: 'ix_group_welcome', columnNames: ['corpId', 'id'] })],
    }));
    await runner.createTable(new Table({
      name: 'own_calendar',
      columns: [table.id(), table.corpId(), table.json('days'), table.time('updatedAt')],
      indices: [new TableIndex({ name: 'uq_own_calendar', columnNames: ['corpId'], isUnique: true })],
    }));
    await runner.addColumn('welcome', new TableColumn(table.text('ruleId', 40, { nullable: true })));
    await runner.addColumn('welcome', new TableColumn(table.json('message', { nullable: true })));
    await runner.addColumn('welcome', new TableColumn(table.text('noCodeWhy', 12, { initial: '' })));
    await runner.addColumn('welcome', new TableColumn(table.time('addedAt', { initial: 0 })));
    await runner.createIndex('welcome', new TableIndex({ name: 'ix_welcome_staff', columnNames: ['corpId', 'staffUserId', 'at'] }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('welcome', 'ix_welcome_staff');
    for (const column of ['addedAt', 'noCodeWhy', 'message', 'ruleId']) await runner.dropColumn('welcome', column);
    for (const name of ['own_calendar', 'group_welcome', 'welcome_by_hand', 'welcome_rule']) await runner.dropTable(name);
  }
}
