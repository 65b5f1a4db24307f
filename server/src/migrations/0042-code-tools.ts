import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { table } from '../core/db/columns';

const maybe = { nullable: true };

/** Codes from a sheet, what prints them, and acquisition links. */
export class CodeTools1763700042000 implements MigrationInterface {
  name = 'CodeTools1763700042000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table({
      name: 'code_batch',
      columns: [
        table.id(), table.corpId(), table.text('name', 200), table.text('sha256', 64), table.text('state', 10), table.json('newChannels'), table.json('starter'), table.text('starterId', 40), table.text('taskId', 40, maybe), table.time('createdAt'),
      ],
      indices: [new TableIndex({ name: 'ix_code_batch', columnNames: ['corpId', 'starterId', 'id'] })],
    }));
    await runner.createTable(new Table({
      name: 'code_batch_row',
      columns: [
        table.id(), table.corpId(), table.text('batchId', 40), table.int('row'), table.text('state', 10), table.text('name', 64), table.text('channel', 400), table.text('staff', 400), table.json('wanted', maybe),
        table.text('columnName', 20), table.json('problem', maybe), table.text('liveCodeId', 40),
      ],
      indices: [new TableIndex({ name: 'uq_code_batch_row', columnNames: ['corpId', 'batchId', 'row'], isUnique: true })],
    }));
    await runner.createTable(new Table({
      name: 'short_link',
      columns: [table.id(), table.corpId(), table.text('short', 16), table.text('codeId', 40), table.time('createdAt')],
      indices: [
        new TableIndex({ name: 'uq_short_link_code', columnNames: ['corpId', 'codeId'], isUnique: true }),
        new TableIndex({ name: 'uq_short_link', columnNames: ['short'], isUnique: true }),
      ],
    }));
    await runner.createTable(new Table({
      name: 'poster',
      columns: [table.id(), table.corpId(), table.text('name', 64), table.text('fileId', 40), table.json('layout'), table.text('createdBy', 40), table.time('createdAt'), table.time('updatedAt')],
      indices: [new TableIndex({ name: 'ix_poster', columnNames: ['corpId', 'id'] })],
    }));
    await runner.createTable(new Table({
      name: 'acquisition_link',
      columns: [
        table.id(), table.corpId(), table.text('name', 64), table.json('staffIds'), table.json('departmentIds'), table.bool('skipVerify'), table.text('channelId', 40, maybe), table.text('state', 10), table.json('problem', maybe),
        table.text('wecomLinkId', 64), table.text('url', 300), table.time('askedAt', maybe), table.time('alignUntil'), table.time('syncedAt', maybe), table.text('createdBy', 40), table.time('createdAt'), table.time('updatedAt'), table.time('deletedAt', maybe),
      ],
      indices: [
        new TableIndex({ name: 'ix_acquisition_link', columnNames: ['corpId', 'id'] }),
        new TableIndex({ name: 'ix_acquisition_link_wecom', columnNames: ['corpId', 'wecomLinkId'] }),
      ],
    }));
    await runner.createTable(new Table({
      name: 'acquisition_source',
      columns: [table.id(), table.corpId(), table.text('linkId', 40), table.text('name', 64), table.time('createdAt')],
      indices: [new TableIndex({ name: 'uq_acquisition_source', columnNames: ['corpId', 'linkId', 'name'], isUnique: true })],
    }));
    await runner.createTable(new Table({
      name: 'acquisition_customer',
      columns: [table.id(), table.corpId(), table.text('linkId', 40), table.text('sourceId', 40), table.text('customerId', 40), table.text('staffId', 40), table.bool('chatted'), table.time('addedAt')],
      indices: [
        new TableIndex({ name: 'uq_acquisition_customer', columnNames: ['corpId', 'linkId', 'customerId', 'staffId'], isUnique: true }),
        new TableIndex({ name: 'ix_acquisition_customer', columnNames: ['corpId', 'customerId'] }),
      ],
    }));
    await runner.createTable(new Table({
      name: 'acquisition_day',
      columns: [table.id(), table.corpId(), table.text('linkId', 40), table.text('day', 10), table.int('clicks'), table.int('added')],
      indices: [new TableIndex({ name: 'uq_acquisition_day', columnNames: ['corpId', 'linkId', 'day'], isUnique: true })],
    }));
    await runner.createTable(new Table({
      name: 'acquisition_event',
      columns: [table.id(), table.corpId(), table.text('callbackId', 40), table.text('kind', 30), table.text('linkId', 40), table.text('sourceId', 40), table.time('at')],
      indices: [
        new TableIndex({ name: 'uq_acquisition_event', columnNames: ['corpId', 'callbackId'], isUnique: true }),
        new TableIndex({ name: 'ix_acquisition_event', columnNames: ['corpId', 'kind', 'at'] }),
      ],
    }));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['acquisition_event', 'acquisition_day', 'acquisition_customer', 'acquisition_source', 'acquisition_link', 'poster', 'short_link', 'code_batch_row', 'code_batch']) await runner.dropTable(name);
  }
}
