import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

export class Stage1763700012000 implements MigrationInterface {
  name = 'Stage1763700012000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table({
      name: 'stage_template',
      columns: [table.id(), table.corpId(), table.time('updatedAt')],
      indices: [new TableIndex({ name: 'uq_stage_template', columnNames: ['corpId'], isUnique: true })],
    }));
    await runner.createTable(new Table({
      name: 'stage',
      columns: [
        table.id(), table.corpId(), table.text('name', 64), table.text('kind', 10), table.text('colour', 10), table.int('position'), table.text('action', 500),
        table.json('reasons'), table.time('removedAt', { nullable: true }), table.text('successorId', 40, { nullable: true }),
      ],
      indices: [new TableIndex({ name: 'ix_stage_corp', columnNames: ['corpId', 'position'] })],
    }));
    await runner.createTable(new Table({
      name: 'stage_flow',
      columns: [
        table.id(), table.corpId(), table.text('name', 64), table.bool('isDefault'), table.json('stageIds', { nullable: true }), table.json('moves', { nullable: true }),
        table.json('departmentIds'), table.json('staffIds'), table.json('requiredFieldIds'), table.json('successors'), table.time('updatedAt'),
        table.time('removedAt', { nullable: true }),
      ],
      indices: [new TableIndex({ name: 'ix_stage_flow_corp', columnNames: ['corpId', 'id'] })],
    }));
    await runner.createTable(new Table({
      name: 'customer_stage',
      columns: [
        table.id(), table.corpId(), table.text('customerId', 40), table.text('flowId', 40), table.text('stageId', 40), table.time('since'),
        table.text('movedBy', 10), table.text('reason', 64),
      ],
      indices: [
        new TableIndex({ name: 'uq_customer_stage', columnNames: ['corpId', 'customerId', 'flowId'], isUnique: true }),
        new TableIndex({ name: 'ix_customer_stage_stage', columnNames: ['corpId', 'stageId', 'customerId'] }),
        new TableIndex({ name: 'ix_customer_stage_flow', columnNames: ['corpId', 'flowId', 'stageId'] }),
      ],
    }));
    await runner.createTable(new Table({
      name: 'stage_move',
      columns: [
        table.id(), table.corpId(), table.text('customerId', 40), table.text('flowId', 40), table.text('fromStageId', 40, { nullable: true }), table.text('toStageId', 40),
        table.time('at'), table.text('movedBy', 10), table.text('staffId', 40, { nullable: true }), table.text('byName', 128), table.text('reason', 64), table.text('note', 500),
        table.bigInt('dwellMs', { nullable: true }), table.text('naturalKey', 190),
      ],
      indices: [
        new TableIndex({ name: 'uq_stage_move', columnNames: ['corpId', 'naturalKey'], isUnique: true }),
        new TableIndex({ name: 'ix_stage_move_flow', columnNames: ['corpId', 'flowId', 'at'] }),
        new TableIndex({ name: 'ix_stage_move_customer', columnNames: ['corpId', 'customerId', 'at'] }),
      ],
    }));
    await runner.createTable(new Table({
      name: 'note',
      columns: [
        table.id(), table.corpId(), table.text('customerId', 40), table.text('keeperId', 40), table.text('authorStaffId', 40, { nullable: true }), table.text('authorName', 128),
        table.longText('text'), table.bool('isPrivate'), table.json('mentionIds'), table.json('fileIds'), table.int('edits'), table.text('writingKey', 110),
        table.time('createdAt'), table.time('updatedAt'), table.time('removedAt', { nullable: true }),
      ],
      indices: [
        new TableIndex({ name: 'uq_note_writing', columnNames: ['corpId', 'writingKey'], isUnique: true }),
        new TableIndex({ name: 'ix_note_customer', columnNames: ['corpId', 'customerId', 'id'] }),
      ],
    }));
    await runner.createTable(new Table({
      name: 'note_version',
      columns: [table.id(), table.corpId(), table.text('noteId', 40), table.longText('text'), table.time('at'), table.text('byName', 128)],
      indices: [new TableIndex({ name: 'ix_note_version', columnNames: ['corpId', 'noteId', 'id'] })],
    }));
    await runner.createTable(new Table({
      name: 'note_mention',
      columns: [table.id(), table.corpId(), table.text('noteId', 40), table.text('staffId', 40), table.time('at'), table.time('readAt', { nullable: true })],
      indices: [
        new TableIndex({ name: 'uq_note_mention', columnNames: ['corpId', 'noteId', 'staffId'], isUnique: true }),
        new TableIndex({ name: 'ix_note_mention_staff', columnNames: ['corpId', 'staffId', 'id'] }),
      ],
    }));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['note_mention', 'note_version', 'note', 'stage_move', 'customer_stage', 'stage_flow', 'stage', 'stage_template']) await runner.dropTable(name);
  }
}
