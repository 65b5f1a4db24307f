import { Table, TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

const maybe = { nullable: true };
const codeColumns = [table.text('channelId', 40, maybe), table.text('closedText', 200, { initial: '' }), table.time('expiresAt', maybe), table.time('endedAt', maybe), table.time('archivedAt', maybe)];
const codeIndices = [['ix_live_code_channel', 'channelId'], ['ix_live_code_end', 'expiresAt']] as const;

export class Channel1763700041000 implements MigrationInterface {
  name = 'Channel1763700041000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table({
      name: 'channel',
      columns: [
        table.id(), table.corpId(), table.text('parentId', 40), table.text('name', 64), table.text('ownerId', 40, maybe), table.bigInt('costFen'), table.text('costPeriod', 10), table.json('utm'),
        table.text('tagId', 40, maybe), table.time('archivedAt', maybe), table.text('createdBy', 40), table.time('createdAt'), table.time('updatedAt'),
      ],
      indices: [new TableIndex({ name: 'uq_channel_place', columnNames: ['corpId', 'parentId', 'name'], isUnique: true })],
    }));
    await runner.createTable(new Table({
      name: 'channel_path',
      columns: [table.id(), table.corpId(), table.text('channelId', 40), table.text('path', 400), table.text('by', 128), table.time('at')],
      indices: [new TableIndex({ name: 'ix_channel_path', columnNames: ['corpId', 'channelId', 'id'] })],
    }));
    for (const column of codeColumns) await runner.addColumn('live_code', new TableColumn(column));
    for (const [name, column] of codeIndices) await runner.createIndex('live_code', new TableIndex({ name, columnNames: ['corpId', column] }));
    await runner.addColumn('follow_user', new TableColumn(table.text('sourceChannel', 400, { initial: '' })));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('follow_user', 'sourceChannel');
    for (const [name] of codeIndices) await runner.dropIndex('live_code', name);
    for (const { name } of [...codeColumns].reverse()) await runner.dropColumn('live_code', name);
    for (const name of ['channel_path', 'channel']) await runner.dropTable(name);
  }
}
