import { Table, TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

const group = [{ ...table.bool('ours'), default: 0 }, table.json('departmentIds', { nullable: true }), table.text('lockedFor', 20, { nullable: true })];

export class Task1763700013000 implements MigrationInterface {
  name = 'Task1763700013000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table({
      name: 'task',
      columns: [
        table.id(), table.corpId(), table.text('kind', 40), table.text('startKey', 90), table.json('input'), table.json('facts'), table.json('filter', { nullable: true }),
        table.json('starter'), table.text('starterId', 40), table.text('state', 10), table.bool('collected'), table.int('total'), table.int('done'), table.int('failed'), table.int('run'),
        table.time('resumesAt', { nullable: true }), table.json('problem', { nullable: true }), table.text('undoOf', 40, { nullable: true }), table.text('undoneBy', 40, { nullable: true }),
        table.time('createdAt'), table.time('startedAt', { nullable: true }), table.time('finishedAt', { nullable: true }), table.time('updatedAt'),
      ],
      indices: [
        new TableIndex({ name: 'uq_task_start', columnNames: ['corpId', 'startKey'], isUnique: true }),
        new TableIndex({ name: 'ix_task_corp', columnNames: ['corpId', 'id'] }),
        new TableIndex({ name: 'ix_task_starter', columnNames: ['corpId', 'starterId', 'id'] }),
      ],
    }));
    await runner.createTable(new Table({
      name: 'task_item',
      columns: [
        table.id(), table.corpId(), table.text('taskId', 40), table.int('seq'), table.text('itemId', 40), table.text('state', 10),
        table.json('failure', { nullable: true }), table.json('steps', { nullable: true }), table.time('at', { nullable: true }),
      ],
      indices: [
        new TableIndex({ name: 'uq_task_item', columnNames: ['corpId', 'taskId', 'itemId'], isUnique: true }),
        new TableIndex({ name: 'ix_task_item', columnNames: ['corpId', 'taskId', 'state', 'seq'] }),
      ],
    }));
    await runner.createTable(new Table({
      name: 'tag_mark',
      columns: [
        table.id(), table.corpId(), table.text('customerId', 40), table.text('tagId', 40), table.time('firstAt'), table.text('firstHow', 10), table.text('firstBy', 128),
        table.time('lastAt'), table.text('lastHow', 10), table.text('lastBy', 128),
      ],
      indices: [new TableIndex({ name: 'uq_tag_mark', columnNames: ['corpId', 'customerId', 'tagId'], isUnique: true })],
    }));
    for (const column of group) await runner.addColumn('tag_group', new TableColumn(column));
    await runner.addColumn('tag', new TableColumn(table.text('lockedFor', 20, { nullable: true })));
    // Whether the group itself was made through this app is not known of old ones: those that hold only our tags were.
    await runner.query('UPDATE tag_group SET ours = 1 WHERE NOT EXISTS (SELECT 1 FROM tag WHERE tag.corpId = tag_group.corpId AND tag.groupId = tag_group.id AND tag.ours = 0)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('tag', 'lockedFor');
    for (const { name } of [...group].reverse()) await runner.dropColumn('tag_group', name);
    for (const name of ['tag_mark', 'task_item', 'task']) await runner.dropTable(name);
  }
}
